"""Versions: what changed, next week's file appended, runs found on earlier versions."""

import json
from datetime import datetime
from pathlib import Path

import pandas as pd
import pytest

from core.actions.changes import CategoryChange, ColumnChange, MissingChange, changes_between
from core.actions.datasets import require_free_name, set_aside, versions
from core.actions.desk import Desk, open_desk
from core.actions.export_dataset import export
from core.actions.following import following
from core.actions.import_files import ImportOptions, import_files, read_files
from core.actions.versions import earlier_runs
from core.base.errors import AppError
from core.base.values import Dataset
from tests.pages.examples import finished_run

HEAD = "order_id,item_id,order_date,quantity,price,channel"
WEEK_1 = [f"A{n},I{n % 4},2026-03-{n % 7 + 1:02d},{n % 3 + 1},2.50,shop" for n in range(70)]
WEEK_2 = [f"B{n},I{n % 4},2026-03-{n % 7 + 8:02d},{n % 3 + 1},3.00,web" for n in range(60)]


@pytest.fixture
def desk(tmp_path: Path) -> Desk:
    return open_desk(tmp_path / "workspace")


def bring(desk: Desk, tmp_path: Path, lines: list[str], head: str = HEAD, **options) -> Dataset:
    path = tmp_path / "orders.csv"
    path.write_text("\n".join([head, *lines]) + "\n")
    result = import_files(desk, [path], ImportOptions(**options))
    return desk.workspace.dataset(result.dataset)


def test_rows_are_compared_as_multisets(desk: Desk, tmp_path: Path) -> None:
    old = bring(desk, tmp_path, [*WEEK_1, WEEK_1[0], WEEK_1[0]])
    new = bring(desk, tmp_path, [*reversed(WEEK_1[5:]), WEEK_1[10], *WEEK_2], into=old.id)
    (table,) = changes_between(desk, old.id, new.id).tables
    assert (table.rows_before, table.rows_after) == (72, 126)
    # Went: the first five, and the two copies of the first. Came: sixty, and one copy.
    assert (table.added, table.gone) == (61, 7)
    assert table.period_before and table.period_after
    assert table.period_before.last == datetime(2026, 3, 7)
    assert table.period_after.last == datetime(2026, 3, 14)
    assert table.categories == (CategoryChange(column="channel", value="web", before=0, after=60),)


def test_columns_gaps_totals_and_findings(desk: Desk, tmp_path: Path) -> None:
    old = bring(desk, tmp_path, WEEK_1)
    head = "order_id,item_id,order_date,quantity,price,coupon"
    lines = [line.removesuffix(",shop") + ("," if n < 35 else ",x") for n, line in
             enumerate(WEEK_1)]  # fmt: skip
    lines = [line.replace(",2.50,", ",,") if n < 7 else line for n, line in enumerate(lines)]
    new = bring(desk, tmp_path, lines, head, into=old.id)
    changes = changes_between(desk, old.id, new.id)
    (table,) = changes.tables
    assert table.columns == (
        ColumnChange(column="coupon", before=None, after="category"),
        ColumnChange(column="channel", before="category", after=None),
    )
    assert table.missing == (MissingChange(column="price", before=0.0, after=0.1),)
    assert (table.added, table.gone) == (7, 7)
    sums = {total.name: (total.before, total.after) for total in changes.totals}
    # 139 pieces at 2.50; of seven rows with 13 pieces the price is missing by now.
    assert sums["gross"] == (347.5, 315.0)
    assert "price" not in sums
    assert {f.code for f in changes.findings_new} >= {"missing"}
    assert {(f.code, f.column) for f in changes.findings_gone} == {("constant", "channel")}


def test_a_table_that_was_carried_over_is_the_same(desk: Desk, tmp_path: Path) -> None:
    old = bring(desk, tmp_path, WEEK_1)
    new = bring(desk, tmp_path, ["I1,Tea", "I2,Milk"], "item_id,name", into=old.id)
    tables = {table.table: table for table in changes_between(desk, old.id, new.id).tables}
    assert tables["order_lines"].same
    other = next(table for name, table in tables.items() if name != "order_lines")
    assert (other.rows_before, other.rows_after, other.added) == (None, 2, None)


@pytest.mark.parametrize(
    ("lines", "proposed", "already"),
    [
        ([*WEEK_1[56:], *WEEK_2], "append", 14),
        ([*WEEK_1, *WEEK_2], "replace", 70),
        (WEEK_1, "replace", 70),
        (WEEK_2, "append", 0),
        ([*WEEK_1[14:42], "A7,I3,2026-03-01,2,2.60,shop"], "append", 28),
    ],
)
def test_what_follows_on_is_proposed_to_be_appended(
    desk: Desk, tmp_path: Path, lines: list[str], proposed: str, already: int
) -> None:
    old = bring(desk, tmp_path, WEEK_1)
    path = tmp_path / "next.csv"
    path.write_text("\n".join([HEAD, *lines]) + "\n")
    draft = read_files(desk, [path])
    (found,) = following(desk.workspace, draft, old)
    assert (found.proposed, found.already) == (proposed, already)
    assert (found.rows, found.held, found.fits) == (len(lines), 70, True)
    assert found.gone == 70 - already


def test_appended_rows_stand_behind_and_none_is_counted_twice(desk: Desk, tmp_path: Path) -> None:
    old = bring(desk, tmp_path, WEEK_1)
    again = [*WEEK_1[56:], WEEK_1[60], *WEEK_2]  # fourteen are there, one of them a second time
    new = bring(desk, tmp_path, again, into=old.id, append=True)
    assert new.tables[0].rows == 70 + 61
    assert (new.rows_read, new.rows_kept, new.rows_set_aside) == (70 + 75, 131, 14)
    assert new.lines == {"header": 2, "row": 131, "set_aside": 14}
    told = set_aside(desk, new.id)
    assert set(told["reason"]) == {"already_there"}
    assert told["line"].tolist() == list(range(2, 16))
    assert json.loads(told["cells"][0]) == WEEK_1[56].split(",")
    frame = desk.workspace.table(new.id)
    assert frame["order_id"].tolist() == [line.split(",")[0] for line in [*WEEK_1, *again[14:]]]
    assert new.totals["quantity"] == frame["quantity"].sum()
    column = new.tables[0].column("order_id")
    assert column is not None and column.distinct == 130
    assert {f.code for f in new.findings} >= {"already_there"}
    (table,) = changes_between(desk, old.id, new.id).tables
    assert (table.added, table.gone) == (61, 0)
    path = desk.workspace.frame_path(new.id, "cubes/order_lines.day_store_item.parquet")
    cube = pd.read_parquet(path)
    assert sorted(cube["item_id"].unique()) == ["I0", "I1", "I2", "I3"]
    assert cube["units"].sum() == float(frame["quantity"].sum())
    assert export(desk, new.id, tmp_path / "out.csv", as_read=True) == 70 + 75
    assert len(new.sources) == 2


def test_other_columns_cannot_be_appended(desk: Desk, tmp_path: Path) -> None:
    old = bring(desk, tmp_path, WEEK_1)
    with pytest.raises(AppError) as caught:
        lines = [f"{line},7" for line in WEEK_2]
        bring(desk, tmp_path, lines, f"{HEAD},extra", into=old.id, append=True)
    assert (caught.value.code, caught.value.facts["columns"]) == ("append_differs", ["extra"])
    with pytest.raises(AppError, match="append_where"):
        bring(desk, tmp_path, WEEK_2, append=True)


def test_versions_are_a_chain_with_the_runs_on_earlier_ones(desk: Desk, tmp_path: Path) -> None:
    first = bring(desk, tmp_path, WEEK_1)
    second = bring(desk, tmp_path, WEEK_2, into=first.id, append=True)
    third = bring(desk, tmp_path, WEEK_2, into=second.id)
    other = bring(desk, tmp_path, WEEK_1, name="other")
    ids = [first.id, second.id, third.id]
    assert all([v.id for v in versions(desk, d)] == ids for d in (first, second, third))
    assert [v.id for v in versions(desk, other)] == [other.id]
    run = finished_run(desk, first, "first", "better")
    assert [(e.run.id, e.repeated) for e in earlier_runs(desk, third)] == [(run.id, None)]
    assert earlier_runs(desk, first) == []
    again = desk.workspace.registry.create_run(
        run.spec.model_copy(update={"dataset": third.id, "parent": run.id}), "again"
    )
    (found,) = earlier_runs(desk, third)
    assert found.repeated is not None and found.repeated.id == again.id
    require_free_name(desk, first.name, besides=third.id)
    with pytest.raises(AppError, match="name_taken"):
        require_free_name(desk, first.name, besides=other.id)
