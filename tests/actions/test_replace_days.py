"""Next week's file in the place of the days it covers: rows, lineage, sums, cubes, refusals."""

from datetime import date
from pathlib import Path

import numpy as np
import pandas as pd
import pytest

from core.actions.changes import changes_between
from core.actions.desk import Desk, open_desk
from core.actions.following import Following, following
from core.actions.import_files import ImportOptions, import_files, read_files
from core.actions.lineage import kept_of, without_days
from core.actions.put_behind import Longer
from core.base.errors import AppError
from core.base.values import Dataset, DaysReplaced, Replaced
from core.data.typed import Typed
from tests.data.exports import china

HEAD = "order_id,item_id,order_date,quantity,price,channel"
OLD = [f"A{n},I{n % 4},2026-03-{n % 10 + 1:02d},{n % 3 + 1},2.50,shop" for n in range(100)]
"""Ten rows on each of the days 1 to 10 of March."""
NEW = [f"B{n},I{n % 4},2026-03-{n % 7 + 6:02d},2,3.00,web" for n in range(84)]
"""Twelve rows on each of the days 6 to 12."""


@pytest.fixture
def desk(tmp_path: Path) -> Desk:
    return open_desk(tmp_path / "workspace")


def bring(
    desk: Desk, folder: Path, name: str, lines: list[str], head: str = HEAD, **options
) -> Dataset:
    path = folder / f"{name}.csv"
    path.write_text("\n".join([head, *lines]) + "\n")
    made = import_files(desk, [path], ImportOptions(name="orders", **options))
    return desk.workspace.dataset(made.dataset)


def told(desk: Desk, folder: Path, base: Dataset, lines: list[str], head: str = HEAD) -> Following:
    path = folder / "told.csv"
    path.write_text("\n".join([head, *lines]) + "\n")
    (found,) = following(desk.workspace, read_files(desk, [path]), base)
    return found


def ids(desk: Desk, dataset: Dataset) -> list[str]:
    return desk.workspace.table(dataset.id, dataset.tables[0].name)["order_id"].tolist()


def add_up(dataset: Dataset) -> None:
    """Each row read is kept, set aside or replaced; files say of theirs what is in the table."""
    read, kept = dataset.rows_read, dataset.rows_kept
    assert read == kept + dataset.rows_set_aside + dataset.rows_replaced
    assert dataset.lines.get("replaced", 0) == dataset.rows_replaced
    assert dataset.lines["row"] == kept == sum(table.rows for table in dataset.tables)
    assert sum(source.rows or 0 for source in dataset.sources) == kept
    gone = sum(out.rows for source in dataset.sources for out in source.replaced)
    assert gone == dataset.rows_replaced


def test_the_days_of_the_file_take_the_place_of_those_of_the_table(
    desk: Desk, tmp_path: Path
) -> None:
    old = bring(desk, tmp_path, "march", OLD)
    new = bring(desk, tmp_path, "week", NEW, into=old.id, replace_days=True)
    stays = [line.split(",")[0] for line in OLD if int(line.split(",")[2][-2:]) < 6]
    assert ids(desk, new) == [*stays, *(line.split(",")[0] for line in NEW)]
    assert (new.rows_read, new.rows_kept, new.rows_set_aside, new.rows_replaced) == (
        184,
        134,
        0,
        50,
    )
    assert new.lines == {"header": 2, "row": 134, "replaced": 50}
    add_up(new)
    march, week = new.sources
    assert (march.rows, march.replaced) == (50, (Replaced(by=("week.csv",), rows=50),))
    assert (week.rows, week.replaced) == (84, ())
    done = DaysReplaced(
        first=date(2026, 3, 6), last=date(2026, 3, 12), by=("week.csv",), gone=50, came=84
    )
    assert new.tables[0].days == (done,)
    (change,) = changes_between(desk, old.id, new.id).tables
    assert change.days == (done,)
    assert (change.added, change.gone) == (84, 50)


def test_sums_cubes_and_findings_are_those_of_the_new_rows(desk: Desk, tmp_path: Path) -> None:
    old = bring(desk, tmp_path, "march", OLD)
    new = bring(desk, tmp_path, "week", NEW, into=old.id, replace_days=True)
    frame = desk.workspace.table(new.id)
    # by hand: five days of ten rows at 2.50 and 84 rows of two pieces at 3.00
    pieces = sum(int(line.split(",")[3]) for line in OLD if int(line.split(",")[2][-2:]) < 6)
    assert new.totals["quantity"] == frame["quantity"].sum() == pieces + 168
    assert new.totals["net"] == pieces * 2.5 + 168 * 3
    cube = pd.read_parquet(
        desk.workspace.frame_path(new.id, "cubes/order_lines.day_store_item.parquet")
    )
    assert cube["units"].sum() == pieces + 168
    assert cube.groupby("day")["lines"].sum().tolist() == [10] * 5 + [12] * 7
    column = new.tables[0].column("order_id")
    assert column is not None
    assert column.distinct == 134
    codes = {finding.code: finding for finding in new.findings}
    assert (codes["days_replaced"].count, codes["days_replaced"].rows) == (50, 100)
    assert not {"days_thin", "days_emptied", "days_undated"} & {*codes}


def test_what_will_be_is_told_before(desk: Desk, tmp_path: Path) -> None:
    old = bring(desk, tmp_path, "march", OLD)
    # days 6 and 8 only, three rows each, one of them as it was: day 7 would be empty
    lines = [OLD[5], *(f"C{n},I1,2026-03-{6 + n % 2 * 2:02d},1,9.99,web" for n in range(5))]
    found = told(desk, tmp_path, old, lines)
    days = found.days
    assert days is not None
    assert (days.span.first, days.span.last) == (date(2026, 3, 6), date(2026, 3, 8))
    assert (days.gone, days.came, days.again, days.rest) == (30, 6, 6, 70)
    assert (days.lacking, days.emptied, days.emptied_rows) == (1, 1, 10)
    assert days.examples == (date(2026, 3, 7),)
    assert days.thin
    assert found.proposed == "append"
    before = sum(int(x[3]) for x in (line.split(",") for line in OLD) if x[2][-2:] in "060708")
    sums = {total.name: (total.before, total.after) for total in found.money}
    pieces = int(OLD[5].split(",")[3])
    assert sums["quantity"] == (before, pieces + 5)
    assert sums["net"] == (before * 2.5, pytest.approx(pieces * 2.5 + 5 * 9.99))
    new = bring(desk, tmp_path, "few", lines, into=old.id, replace_days=True)
    codes = {finding.code: finding for finding in new.findings}
    assert (codes["days_thin"].count, codes["days_thin"].rows) == (6, 30)
    assert codes["days_emptied"].examples == ("2026-03-07",)


@pytest.mark.parametrize(
    ("lines", "proposed"),
    [
        (NEW, "days"),  # half of its days are there
        ([line.replace("2.50", "2.60") for line in OLD if "03-04" in line], "days"),
        ([line for line in NEW if line.split(",")[2] > "2026-03-10"], "append"),  # no day again
        ([line.replace("2026-03", "2026-02") for line in OLD], "append"),  # a month before
        ([f"C1,I1,2026-03-0{n},1,1,web" for n in (2, 3)], "append"),  # far fewer rows
        (OLD, "replace"),
        ([*OLD, *NEW[-7:]], "replace"),  # all of it, and more
        ([OLD[0].replace("shop", "web"), *OLD[1:70], *NEW], "days"),
    ],
)
def test_what_is_proposed(desk: Desk, tmp_path: Path, lines: list[str], proposed: str) -> None:
    old = bring(desk, tmp_path, "march", OLD)
    assert told(desk, tmp_path, old, lines).proposed == proposed


def test_a_file_that_lacks_stores_is_warned_of(desk: Desk, tmp_path: Path) -> None:
    head = "order_id,item_id,order_date,quantity,price,store_id"
    rows = [f"A{n},I{n % 4},2026-03-{n % 5 + 1:02d},1,2.50,S{n % 3}" for n in range(90)]
    old = bring(desk, tmp_path, "march", rows, head)
    lines = [row.replace("2.50", "2.60") for row in rows if "-02," in row or "-03," in row]
    found = told(desk, tmp_path, old, lines, head)
    assert found.days is not None
    assert (found.days.stores, found.proposed) == (0, "days")
    few = [line for line in lines if not line.endswith("S2")]
    found = told(desk, tmp_path, old, few, head)
    assert found.days is not None
    assert (found.days.thin, found.days.stores, found.days.named) == (False, 1, ("S2",))
    assert found.proposed == "append"
    new = bring(desk, tmp_path, "few", few, head, into=old.id, replace_days=True)
    assert {f.code: f.examples for f in new.findings}["days_stores"] == ("S2",)


def test_a_file_that_begins_within_a_day_is_warned_of(desk: Desk, tmp_path: Path) -> None:
    rows = [
        f"A{n},I{n % 4},2026-03-{n // 12 + 1:02d} {n % 12 + 8:02d}:00,1,2,web" for n in range(96)
    ]
    old = bring(desk, tmp_path, "march", rows)
    whole = told(desk, tmp_path, old, [*rows[24:47], "A99,I1,2026-03-04 18:30,1,2,web"]).days
    assert whole is not None
    assert (whole.gone, whole.cut) == (24, 0)  # the last row of twelve is no tenth of a day
    part = told(desk, tmp_path, old, rows[30:52])  # from 14:00 on the third, to 11:00
    half = part.days
    assert part.proposed == "append"
    assert half is not None
    assert (half.gone, half.came, half.cut) == (36, 22, 6 + 8)
    new = bring(desk, tmp_path, "half", rows[30:52], into=old.id, replace_days=True)
    assert {f.code: f.count for f in new.findings}["days_cut"] == 14


def test_rows_without_a_date_stay_and_none_comes_twice(desk: Desk, tmp_path: Path) -> None:
    blank = ["U1,I1,,1,1.00,shop", "U2,I1,,1,1.00,shop"]
    old = bring(desk, tmp_path, "march", [*OLD, *blank])
    found = told(desk, tmp_path, old, NEW)
    assert found.days is not None
    assert found.days.undated == 2
    again = [*NEW, blank[0], "U3,I1,,1,1.00,shop"]
    new = bring(desk, tmp_path, "week", again, into=old.id, replace_days=True)
    assert sorted(i for i in ids(desk, new) if i.startswith("U")) == ["U1", "U2", "U3"]
    assert (new.rows_replaced, new.rows_set_aside) == (50, 1)
    add_up(new)
    assert {f.code: f.count for f in new.findings}["days_undated"] == 2


def test_a_later_file_replaces_rows_of_several(desk: Desk, tmp_path: Path) -> None:
    old = bring(desk, tmp_path, "march", OLD)
    two = bring(desk, tmp_path, "week", NEW, into=old.id, replace_days=True)
    lines = [f"D{n},I1,2026-03-{n % 3 + 5:02d},1,1,web" for n in range(30)]
    three = bring(desk, tmp_path, "more", lines, into=two.id, replace_days=True)
    add_up(three)
    march, week, more = three.sources
    # day 5 of the first, 6 and 7 of the second
    assert march.replaced == (
        Replaced(by=("week.csv",), rows=50),
        Replaced(by=("more.csv",), rows=10),
    )
    assert week.replaced == (Replaced(by=("more.csv",), rows=24),)
    assert (march.rows, week.rows, more.rows) == (40, 60, 30)
    (change,) = changes_between(desk, two.id, three.id).tables
    assert [(one.by, one.gone, one.came) for one in change.days] == [(("more.csv",), 34, 30)]
    (change,) = changes_between(desk, old.id, three.id).tables
    assert [one.by for one in change.days] == [("week.csv",), ("more.csv",)]
    # appended to, the table remembers; replaced as a whole, it begins anew
    four = bring(desk, tmp_path, "april", ["E1,I1,2026-04-01,1,1,web"], into=three.id, append=True)
    add_up(four)
    assert (len(four.tables[0].days), four.rows_replaced) == (2, 84)
    five = bring(desk, tmp_path, "all", OLD, into=four.id)
    add_up(five)
    assert (five.tables[0].days, five.rows_replaced) == ((), 0)


def test_the_shops_own_day_counts(desk: Desk, tmp_path: Path) -> None:
    """23:30 at -05:00 is the next day in UTC, and still the shop's day."""
    head = "order_id,item_id,created_at,quantity,price"
    hours = ("09:00", "14:00", "23:30")
    base = [
        f"A{d}{h},I{h % 3},2026-03-{d:02d}T{hours[h % 3]}:00-05:00,1,2.00"
        for d in range(1, 8)
        for h in range(9)
    ]
    old = bring(desk, tmp_path, "march", base, head)
    assert any(c.role == "business_date" for c in old.tables[0].columns)
    week = [f"B{h},I{h % 3},2026-03-04T{hours[h % 3]}:00-05:00,1,3.00" for h in range(9)]
    new = bring(desk, tmp_path, "day", week, head, into=old.id, replace_days=True)
    gone = {i for i in ids(desk, old) if i not in ids(desk, new)}
    assert gone == {f"A4{h}" for h in range(9)}
    add_up(new)


@pytest.mark.parametrize(
    ("head", "lines", "code"),
    [
        ("customer_id,signup_date,segment", "C{n},2026-03-{d:02d},gold", "days_list"),
        ("item_id,counted_on,on_hand", "I{n},2026-03-{d:02d},7", "days_list"),
        ("order_id,item_id,quantity,price", "A{n},I{n},2,2.50", "days_undated"),
    ],
)
def test_lists_and_tables_without_dates_are_refused(
    desk: Desk, tmp_path: Path, head: str, lines: str, code: str
) -> None:
    rows = [lines.format(n=n, d=n % 28 + 1) for n in range(60)]
    old = bring(desk, tmp_path, "first", rows, head)
    found = told(desk, tmp_path, old, rows[:30], head)
    assert (found.days, found.no_days) == (None, code.removeprefix("days_"))
    with pytest.raises(AppError, match=code):
        bring(desk, tmp_path, "next", rows[:30], head, into=old.id, replace_days=True)
    with pytest.raises(AppError, match="append_where"):
        bring(desk, tmp_path, "next", rows, head, replace_days=True)


def test_several_rows_of_a_line_are_counted_as_rows(desk: Desk, tmp_path: Path) -> None:
    """A line of three sub-orders becomes three rows: lines stay lines, rows are told by file."""
    case = china.CASES[0]
    path = tmp_path / case.name
    path.write_bytes(case.data)
    first = import_files(desk, [path]).dataset
    assert [source.rows for source in desk.workspace.dataset(first).sources] == [24]
    wish = ImportOptions(into=first, replace_days=True)
    new = desk.workspace.dataset(import_files(desk, [path], wish).dataset)
    assert [table.rows for table in new.tables] == [24]
    assert [source.rows for source in new.sources] == [0, 24]
    assert new.sources[0].replaced == (Replaced(by=(case.name,), rows=24),)
    assert new.rows_read == new.rows_kept + new.rows_set_aside == 44
    assert new.totals == desk.workspace.dataset(first).totals


def test_whose_rows_went_is_not_guessed(desk: Desk, tmp_path: Path) -> None:
    """Files saved before they told their rows: of one the table's are its own, of two unknown."""
    old = bring(desk, tmp_path, "march", OLD)
    older = old.model_copy(
        update={"sources": tuple(s.model_copy(update={"rows": None}) for s in old.sources)}
    )
    assert [source.rows for source in kept_of(desk.workspace, older, ["order_lines"], tmp_path)
            .sources] == [100]  # fmt: skip
    two = bring(desk, tmp_path, "april", ["E1,I1,2026-04-01,1,1,web"], into=old.id, append=True)
    older = two.model_copy(
        update={"sources": tuple(s.model_copy(update={"rows": None}) for s in two.sources)}
    )
    kept = kept_of(desk.workspace, older, ["order_lines"], tmp_path)
    assert [source.rows for source in kept.sources] == [None, None]
    days = DaysReplaced(
        first=date(2026, 3, 1), last=date(2026, 3, 1), by=("x.csv",), gone=1, came=0
    )
    gone = np.arange(101) == 0
    longer = Longer(Typed(folder=tmp_path, columns=(), rows=100, rows_set_aside=0), {}, gone, days)
    left = without_days(kept, {"order_lines": longer}, {})
    assert left.sources == kept.sources
    assert left.lines["order_lines"] == {"header": 2, "row": 100, "replaced": 1}


def test_one_table_is_not_both_appended_to_and_replaced_by_days(desk: Desk, tmp_path: Path) -> None:
    base = bring(desk, tmp_path, "old", OLD)
    with pytest.raises(AppError) as refused:
        bring(desk, tmp_path, "new", NEW, into=base.id, append=True, replace_days=True)
    assert refused.value.code == "append_or_days"
    assert [made.id for made in desk.workspace.datasets()] == [base.id]
