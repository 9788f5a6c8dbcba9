"""Every known export: detected, mapped, its traps handled, its totals as worked out by hand."""

from pathlib import Path

import numpy as np
import pytest

from core.actions.import_files import import_files
from core.base.texts import LANGUAGES, Texts
from core.data.exports.catalog import EXPORTS
from core.store.workspace import Workspace
from tests.data.exports import (
    amazon,
    china,
    events,
    groceries,
    panels,
    ratings,
    retail_sets,
    shop_api,
    shops,
)
from tests.data.exports.case import Case

CASES = (
    *retail_sets.CASES,
    *shops.CASES,
    *shop_api.CASES,
    *china.CASES,
    *amazon.CASES,
    *events.CASES,
    *groceries.CASES,
    *panels.CASES,
    *ratings.CASES,
)


@pytest.mark.parametrize("case", CASES, ids=lambda case: case.id)
def test_a_known_export_comes_out_as_worked_out_by_hand(case: Case, tmp_path: Path) -> None:
    workspace = Workspace(tmp_path / "workspace")
    paths = [tmp_path / one.name for one in (case, *case.beside)]
    for path, one in zip(paths, (case, *case.beside), strict=True):
        path.write_bytes(one.data)
    result = import_files(workspace, paths)
    table = max((t for t in result.tables if t.export == case.export),
                key=lambda t: t.name == case.kind)  # fmt: skip
    frame = workspace.table(result.dataset, table.name)
    assert (table.name, table.rows, len(frame)) == (case.kind, case.rows, case.rows)
    if not case.beside:
        assert (result.export, result.rows_set_aside) == (case.export, case.aside)
        assert result.lines.get("total", 0) == case.left_out
        assert result.rows_read == result.rows_kept + result.rows_set_aside
        lines = case.data.decode("utf-8", "replace").replace("\r\n", "\n").count("\n")
        lines = lines or sum(table.rows for table in result.tables)  # a JSON document: records
        assert sum(result.lines.values()) == lines
    columns = {column.name: column for column in result.columns if column.table == table.name}
    assert {name: columns[name].role for name in case.roles} == dict(case.roles)
    assert {name: columns[name].type for name in case.types} == dict(case.types)
    touched = dict.fromkeys(case.touched, 0)
    for step in result.steps:
        if step.table == table.name and step.code in touched:
            touched[step.code] += step.count
    assert touched == dict(case.touched)
    prefix = f"{table.name}." if case.beside else ""
    assert {name: result.totals.get(prefix + name) for name in case.totals} == dict(case.totals)
    assert result.limits == case.limits
    assert set(case.told) <= {check.code for check in result.checks if check.table == table.name}
    first = frame.iloc[0]
    shown = {name: None if _missing(first[name]) else first[name] for name in case.first}
    assert {n: v if isinstance(v, bool) else _plain(v) for n, v in shown.items()} == dict(
        case.first
    )
    for lang in LANGUAGES:
        t = Texts(lang)
        for step in result.steps:
            assert t.has(f"data.step.{step.code}")


def _missing(value: object) -> bool:
    return value is None or str(value) in ("<NA>", "NaT", "nan")


def _plain(value: object) -> object:
    """A cell as Python has it; what is no number as text."""
    inner = value.item() if isinstance(value, np.generic) else value
    return inner if inner is None or isinstance(inner, int | float) else str(inner)


def test_every_export_has_a_fixture_a_name_and_a_sentence() -> None:
    ids = {export.id for export in EXPORTS}
    assert {case.export for case in CASES} == ids
    for lang in LANGUAGES:
        t = Texts(lang)
        for export in EXPORTS:
            key = f"data.export.{export.id.replace('.', '_')}"
            assert t.has(f"{key}.name"), key
            assert t.has(f"{key}.about"), key
            for form in export.forms:
                assert all(t.has(f"data.limit.{code}") for code in form.limits)
                assert all(t.has(f"data.finding.{code}") for code in form.notes)
