"""Dates that can be read in two ways: what is asked, what an answer does, and how long it holds."""

from datetime import datetime
from pathlib import Path

import pandas as pd
import pytest

from core.actions.changes import changes_between
from core.actions.desk import Desk, open_desk
from core.actions.following import as_before, following
from core.actions.import_dates import AskedDates, asked_dates
from core.actions.import_draft import DraftTable, ImportDraft, changed
from core.actions.import_files import ImportOptions, open_draft, read_files, save_draft
from core.actions.import_look import typed
from core.data.mapping import Changes

HEAD = "order_id,item_id,order_date,quantity,price"
OPEN = ["03/04/2024", "05/04/2024", "04/04/2024", "07/05/2024"]
"""Neither order lets these rise more often: nothing in them says which it is."""
APRIL = [datetime(2024, 4, day) for day in (3, 5, 4)]
DAY_FIRST = [*APRIL, datetime(2024, 5, 7)]
MONTH_FIRST = [datetime(2024, month, 4) for month in (3, 5, 4)] + [datetime(2024, 7, 5)]


@pytest.fixture
def desk(tmp_path: Path) -> Desk:
    return open_desk(tmp_path / "workspace")


def orders(tmp_path: Path, dates: list[str], first: int = 0, name: str = "orders.csv") -> Path:
    """Twelve orders for each date, by turns."""
    path = tmp_path / name
    lines = [
        f"A{first + n:03d},I{n % 5},{dates[n % len(dates)]},{n % 3 + 1},2.50"
        for n in range(12 * len(dates))
    ]
    path.write_text("\n".join([HEAD, *lines]) + "\n")
    return path


def answered(draft: ImportDraft, order: str) -> ImportDraft:
    return changed(draft, draft.tables[0].name, Changes(styles={"order_date": order}))


def dates_of(table: DraftTable) -> list[datetime]:
    return first_dates(typed(table).head(4))


def first_dates(frame: pd.DataFrame) -> list[datetime]:
    return [pd.Timestamp(when).to_pydatetime() for when in frame["order_date"].head(4)]


def test_both_readings_of_a_cell_are_shown(desk: Desk, tmp_path: Path) -> None:
    draft = read_files(desk, [orders(tmp_path, OPEN)])
    (ask,) = asked_dates(draft.tables[0])
    assert ask == AskedDates(
        column="order_date",
        cell="03/04/2024",
        read={"day_first": datetime(2024, 4, 3), "month_first": datetime(2024, 3, 4)},
        assumed="month_first",
        why="nothing",
    )


@pytest.mark.parametrize(
    ("dates", "assumed", "why"),
    [
        (["11/03/2024", "12/03/2024", "01/04/2024", "02/04/2024"], "day_first", "rising"),
        (["03/11/2024", "03/12/2024", "04/01/2024", "04/02/2024"], "month_first", "rising"),
        (["03.04.2024", "05.04.2024", "04.04.2024", "07.05.2024"], "day_first", "points"),
        (OPEN, "month_first", "nothing"),
    ],
)
def test_what_is_assumed_and_why(
    desk: Desk, tmp_path: Path, dates: list[str], assumed: str, why: str
) -> None:
    (ask,) = asked_dates(read_files(desk, [orders(tmp_path, dates)]).tables[0])
    assert (ask.assumed, ask.why) == (assumed, why)


@pytest.mark.parametrize(
    ("order", "read"), [("day_first", DAY_FIRST), ("month_first", MONTH_FIRST)]
)
def test_the_answer_is_how_the_dates_are_typed(
    desk: Desk, tmp_path: Path, order: str, read: list[datetime]
) -> None:
    draft = answered(read_files(desk, [orders(tmp_path, OPEN)]), order)
    assert dates_of(draft.tables[0]) == read
    (dated,) = [c for c in draft.tables[0].mapping.columns if c.name == "order_date"]
    assert dated.reason == f"data.reason.date_{order}"
    saved = save_draft(desk, draft)
    frame = pd.read_parquet(desk.workspace.frame_path(saved.id, "order_lines.parquet"))
    assert first_dates(frame) == read


def test_an_answer_stays_on_the_table_and_can_be_changed(desk: Desk, tmp_path: Path) -> None:
    draft = answered(read_files(desk, [orders(tmp_path, OPEN)]), "day_first")
    again = open_draft(desk, draft.id)
    assert [ask.chosen for ask in asked_dates(again.tables[0])] == ["day_first"]
    assert not [n for n in again.tables[0].mapping.notes if n.code == "date_order_ambiguous"]
    other = answered(again, "month_first")
    assert [ask.chosen for ask in asked_dates(other.tables[0])] == ["month_first"]
    assert dates_of(other.tables[0]) == MONTH_FIRST


def test_next_week_is_read_in_the_same_order_and_not_asked(desk: Desk, tmp_path: Path) -> None:
    base = save_draft(desk, answered(read_files(desk, [orders(tmp_path, OPEN)]), "day_first"))
    week = [f"{day:02d}/06/2024" for day in (8, 6, 9, 7)]  # by the month first: August, June ...
    draft = read_files(desk, [orders(tmp_path, week, 100, "next.csv")])
    assert [ask.chosen for ask in asked_dates(draft.tables[0])] == [None]
    (table,) = as_before(draft, base).tables
    assert asked_dates(table) == ()
    assert dates_of(table) == [datetime(2024, 6, day) for day in (8, 6, 9, 7)]
    assert open_draft(desk, draft.id) == draft
    (told,) = following(desk.workspace, draft, base)
    assert (told.proposed, told.rows, told.already) == ("append", 48, 0)
    later = save_draft(desk, draft, ImportOptions(into=base.id, append=True))
    (change,) = changes_between(desk, base.id, later.id).tables
    assert (change.added, change.gone, change.rows_after) == (48, 0, 96)
    assert change.period_after is not None
    assert change.period_after.last == datetime(2024, 6, 9)


def test_an_answer_given_for_next_week_is_heeded(desk: Desk, tmp_path: Path) -> None:
    base = save_draft(desk, answered(read_files(desk, [orders(tmp_path, OPEN)]), "day_first"))
    draft = answered(read_files(desk, [orders(tmp_path, OPEN, 100, "next.csv")]), "month_first")
    (table,) = as_before(draft, base).tables
    assert [ask.chosen for ask in asked_dates(table)] == ["month_first"]
    assert dates_of(table) == MONTH_FIRST


@pytest.mark.parametrize(
    "dates",
    [
        [*OPEN, "13/04/2024"],
        [*OPEN, "04/13/2024"],
        ["03/03/2024", "04/04/2024", "05/05/2024"],
        ["2024-04-03", "2024-05-04"],
    ],
    ids=["day above 12", "month first above 12", "day and month alike", "year first"],
)
def test_nothing_is_asked_where_it_makes_no_difference(
    desk: Desk, tmp_path: Path, dates: list[str]
) -> None:
    (table,) = read_files(desk, [orders(tmp_path, dates)]).tables
    assert {c.name: c.type for c in table.mapping.columns}["order_date"] == "datetime"
    assert asked_dates(table) == ()


def test_a_cell_is_found_however_late_it_stands(desk: Desk, tmp_path: Path) -> None:
    """A busy New Year's Day says nothing, and fills the head of the file."""
    path = tmp_path / "orders.csv"
    days = ["01/01/2024"] * 700 + ["02/01/2024"] * 30
    lines = [f"A{n:03d},I{n % 5},{day},{n % 3 + 1},2.50" for n, day in enumerate(days)]
    path.write_text("\n".join([HEAD, *lines]) + "\n")
    (ask,) = asked_dates(read_files(desk, [path]).tables[0])
    assert ask.cell == "02/01/2024"


def test_a_column_that_is_no_date_any_more_is_not_asked(desk: Desk, tmp_path: Path) -> None:
    draft = answered(read_files(desk, [orders(tmp_path, OPEN)]), "day_first")
    draft = changed(draft, draft.tables[0].name, Changes(types={"order_date": "text"}))
    assert asked_dates(draft.tables[0]) == ()
