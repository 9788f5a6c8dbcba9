"""Whatever the rows: days replaced twice are replaced once; of days of its own, a file is appended.

The oracle is a frame: rows of days from the first to the last of the file, taken out and put in."""

import tempfile
import uuid
from pathlib import Path

import pandas as pd
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from core.actions.desk import Desk, open_desk
from core.actions.import_draft import draft_of
from core.actions.import_files import ImportOptions, save_draft
from core.base.values import Dataset
from tests.data.files import read_here

HEAD = "order_id,item_id,order_date,quantity,price"
Rows = list[tuple[int, int]]
"""Day of the year (0: no date) and pieces of each row."""
SLOW = settings(
    max_examples=8, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture]
)


def some(first: int, last: int, undated: bool = True) -> st.SearchStrategy[Rows]:
    """Rows of some days; one has a date at least."""
    day = st.integers(first, last)
    row = st.tuples(st.one_of(day, st.just(0)) if undated else day, st.integers(1, 3))
    return st.tuples(day, st.lists(row, min_size=6, max_size=25)).map(
        lambda both: [(both[0], 1), *both[1]]
    )


def text(rows: Rows) -> list[str]:
    dates = pd.Timestamp("2025-12-31") + pd.to_timedelta([day for day, _ in rows], unit="D")
    return [
        f"A{n % 9},I{n % 4},{date:%Y-%m-%d},{pieces},2.5"
        if day
        else f"A{n % 9},I{n % 4},,{pieces},2.5"
        for n, ((day, pieces), date) in enumerate(zip(rows, dates, strict=True))
    ]


def bring(desk: Desk, rows: Rows, **options) -> Dataset:
    """The rows as a file that is read here, not in a process of its own: there are many."""
    folder = desk.workspace.root / "drafts" / f".new-{uuid.uuid4().hex}"
    folder.mkdir(parents=True)
    path = folder / "orders.csv"
    path.write_text("\n".join([HEAD, *text(rows)]) + "\n")
    draft = draft_of([read_here(path, folder)], folder.name, folder, "orders")
    types = {"order_date": "datetime", "order_id": "id", "item_id": "id"}
    roles = {"order_date": "timestamp", "quantity": "quantity", "order_id": "order_id"}
    wish = ImportOptions(name="orders", types=types, roles=roles, kind="order_lines", **options)
    return save_draft(desk, draft, wish)


def rows_of(desk: Desk, dataset: Dataset) -> list[tuple[object, ...]]:
    frame = desk.workspace.table(dataset.id).sort_values(HEAD.split(","), ignore_index=True)
    return [tuple(None if pd.isna(cell) else cell for cell in row) for row in frame.to_numpy()]


@SLOW
@given(base=some(1, 20), file=some(5, 25))
def test_twice_is_once_and_as_the_oracle_says(base: Rows, file: Rows) -> None:
    with tempfile.TemporaryDirectory() as folder:
        desk = open_desk(Path(folder))
        old = bring(desk, base)
        once = bring(desk, file, into=old.id, replace_days=True)
        twice = bring(desk, file, into=once.id, replace_days=True)
        days = [day for day, _ in file if day]
        stays = [row for row in text(base) if not _inside(row, min(days), max(days))]
        undated = [row for row in stays if ",," in row]
        comes = []
        for row in text(file):  # what has no date and is there already does not come again
            if ",," in row and row in undated:
                undated.remove(row)
            else:
                comes.append(row)
        assert _spelled(desk, once) == sorted([*stays, *comes])
        assert rows_of(desk, twice) == rows_of(desk, once)
        assert twice.totals == once.totals
        for made in (once, twice):
            out = made.rows_set_aside + made.rows_replaced
            assert made.rows_read == made.tables[0].rows + out
            assert sum(source.rows or 0 for source in made.sources) == made.tables[0].rows
        desk.close()


@SLOW
@given(base=some(1, 10, undated=False), file=some(11, 20, undated=False))
def test_days_of_its_own_are_appended(base: Rows, file: Rows) -> None:
    with tempfile.TemporaryDirectory() as folder:
        desk = open_desk(Path(folder))
        old = bring(desk, base)
        days = bring(desk, file, into=old.id, replace_days=True)
        after = bring(desk, file, into=old.id, append=True)
        assert desk.workspace.table(days.id).equals(desk.workspace.table(after.id))
        assert days.data_hash == after.data_hash
        assert (days.totals, days.rows_replaced) == (after.totals, 0)
        desk.close()


def _inside(row: str, first: int, last: int) -> bool:
    told = row.split(",")[2]
    if not told:
        return False
    return first <= (pd.Timestamp(told) - pd.Timestamp("2025-12-31")).days <= last


def _spelled(desk: Desk, dataset: Dataset) -> list[str]:
    """The rows as they would stand in a file, sorted."""
    frame = desk.workspace.table(dataset.id)
    dates = frame["order_date"].dt.strftime("%Y-%m-%d").fillna("")
    columns = (frame["order_id"], frame["item_id"], dates, frame["quantity"])
    return sorted(f"{a},{b},{c},{int(d)},2.5" for a, b, c, d in zip(*columns, strict=True))
