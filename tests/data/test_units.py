"""What the counts of findings are shares of, and what a known export leaves blank by design."""

from typing import get_args

import pytest

from core.base.texts import catalog
from core.base.values import Column
from core.data.by_design import by_design
from core.data.notes import found
from core.data.units import _OTHERS, _ROWS, Unit, unit_of

KNOWN = "data.reason.known_export"


@pytest.mark.parametrize(
    ("code", "unit"),
    [("missing", "rows"), ("personal_columns", "columns"), ("identifier", "values"),
     ("day_gaps", "days"), ("store_gaps", "store_days"), ("mixed_types", "cells"),
     ("one_column", None), ("skewed", None), ("error_cells", None)],
)  # fmt: skip
def test_each_finding_counts_in_its_unit(code: str, unit: Unit | None) -> None:
    assert unit_of(code) == unit


def test_every_unit_is_of_a_finding_and_has_its_words() -> None:
    texts = catalog("en")
    for code in (*_ROWS, *_OTHERS):
        assert f"data.finding.{code}" in texts, code
    for unit in get_args(Unit):
        assert f"datasets.share_of.{unit}" in texts


def test_blank_optional_cells_of_a_known_export_are_notes() -> None:
    columns = [
        Column(name="Device ID", type="id", reason=KNOWN),
        Column(name="Lineitem sku", type="id", role="item_id", reason=KNOWN),
        Column(name="mine", type="text"),
        Column(name="Currency", type="category", role="currency"),
    ]
    told = [
        found("all_missing", "warning", ("t", "Device ID"), (9, 9)),
        found("missing", "warning", ("t", "Lineitem sku"), (5, 9)),
        found("all_missing", "warning", ("t", "mine"), (9, 9)),
        found("constant", "warning", ("t", "Currency"), (9, 9)),
    ]
    assert [one.severity for one in by_design(told, columns)] == [
        "info", "warning", "warning", "info",
    ]  # fmt: skip
