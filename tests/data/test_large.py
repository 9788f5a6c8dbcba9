"""Large tables: understood from a sample, and put right where the rest says otherwise."""

import random
from collections.abc import Callable
from pathlib import Path

import pandas as pd
import pyarrow as pa
import pytest

from core.base.values import Column
from core.data import copies, sampled, understand
from core.data.copies import Copies
from core.data.distinct import EXACT, Distinct, hashed
from core.data.mapping import Changes, Mapping
from core.data.quality import check
from core.data.quality_large import check_large
from core.data.understand import Work, typed, understood
from tests.data.files import read_text

ROWS = 4_000


@pytest.fixture(autouse=True)
def small(monkeypatch: pytest.MonkeyPatch) -> None:
    """Tables of two thousand rows are large, and are understood from a twentieth, in here."""
    monkeypatch.setattr(sampled, "LARGE", ROWS // 2)
    monkeypatch.setattr(understand, "LARGE", ROWS // 2)
    monkeypatch.setattr(sampled, "_ROWS", ROWS // 20)
    monkeypatch.setattr(sampled, "_PARTS", 2)
    monkeypatch.setattr(understand, "inside", lambda: True)


def understood_rows(folder: Path, cell: Callable[[int], str]) -> tuple[Work, Mapping]:
    """A table `n,read` of so many rows and what it is understood as."""
    text = "n,read\n" + "".join(f"{n},{cell(n)}\n" for n in range(ROWS))
    raw = read_text(folder, text)
    assert sampled.sampled(raw).rows < ROWS / 4
    work = Work(raws=(raw,))
    return work, understood(work, Changes())


@pytest.mark.parametrize(
    ("cell", "expected"),
    [
        (lambda n: f"{n % 9}.5" if n == 3_000 else str(n % 9), ("number", "", 0)),
        (lambda n: f"13/{n % 9 + 1:02}/2024" if n == 3_000 else f"{n % 9 + 1:02}/02/2024",
         ("datetime", "day_first", 0)),
        (lambda n: "soon" if n == 3_000 else f"2024-01-{n % 9 + 10}", ("datetime", "", 1)),
        (lambda n: "maybe" if 2_500 < n < 3_500 else "yes" if n % 2 else "no",
         ("category", "", 0)),
        (lambda n: f"€ {n % 9}.50" if n == 3_000 else f"$ {n % 9}.50", ("category", "", 0)),
        (lambda n: "01005" if n % 1_000 == 900 else str(1_000 + n % 40), ("id", "", 0)),
    ],
    ids=["decimals", "days", "words", "third value", "currencies", "zeros"],
)  # fmt: skip
def test_what_the_sample_lacks_is_taken_in(
    tmp_path: Path, cell: Callable[[int], str], expected: tuple[str, str, int]
) -> None:
    work, mapping = understood_rows(tmp_path, cell)
    rows = typed(work, mapping)
    column = rows.columns[1]
    assert (column.type, column.style, rows.rows_set_aside) == expected
    assert rows.rows + rows.rows_set_aside == ROWS


def test_a_table_is_typed_as_if_it_were_small(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    work, mapping = understood_rows(tmp_path, lambda n: f"{n / 7:.2f}")
    large = typed(work, mapping)
    monkeypatch.setattr(understand, "LARGE", ROWS * 2)
    (raw,) = work.raws
    whole = typed(Work(raws=(raw.model_copy(update={"notes": ()}),)), mapping)
    assert large.frame().equals(whole.frame())
    assert large.columns == whole.columns
    assert large.sums == whole.sums


def sales(draw: random.Random) -> str:
    """Daily sales of six items in two stores: rows written twice, days lost, an empty shelf."""
    lines = []
    for day in pd.date_range("2024-01-01", periods=120):
        for store in ("North", "South"):
            for item in ("tea", "pot", "cup", "jar", "tin", "mug"):
                if day.day == 17 or (store == "South" and day.month == 2 and day.day < 9):
                    continue
                gone = item == "pot" and day.month == 3
                sold = 0 if gone else draw.randint(0, 9)
                lines.append(f"{day:%Y-%m-%d},{store},{item},{sold},2.5")
    lines += lines[100:140]
    return "day,store,item,quantity,price\n" + "\n".join(lines) + "\n"


def test_what_is_looked_for_in_all_rows_is_found_as_in_a_frame(
    tmp_path: Path,
) -> None:
    work = Work(raws=(read_text(tmp_path, sales(random.Random(1))),))
    rows = typed(work, understood(work, Changes()))
    whole = {one.code: one for one in check("", rows.frame(), rows.columns)}
    large = {one.code: one for one in check_large("", rows)}
    expected = {"duplicate_rows", "day_gaps", "store_gaps", "hidden_stockouts"}
    assert expected <= set(whole)
    assert {code: large[code] for code in expected} == {code: whole[code] for code in expected}
    sampled_ones = {code: one.sampled for code, one in large.items()}
    assert sampled_ones == dict.fromkeys([*expected, "rows_sampled"], False) | {"constant": True}


def test_sales_without_items_have_no_empty_shelves(tmp_path: Path) -> None:
    lines = "".join(f"2024-01-{n % 28 + 1:02},{n % 3}\n" for n in range(300))
    work = Work(raws=(read_text(tmp_path, f"day,quantity\n{lines}"),))
    rows = typed(work, understood(work, Changes()))
    assert [column.role for column in rows.columns] == ["timestamp", "quantity"]
    assert "hidden_stockouts" not in {one.code for one in check_large("", rows)}


def test_an_order_column_of_any_name_is_no_copy_of_its_lines() -> None:
    columns = [Column(name="row", type="id", role="order_id"),
               Column(name="item", type="id", role="item_id")]  # fmt: skip
    found = Copies(columns)
    found.add([hashed(pa.array(cells)) for cells in (["o1", "o1", "o2"], ["a", "b", "a"])])
    assert found.findings() == []


def test_of_too_many_rows_whole_orders_are_looked_at(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(copies, "EXACT", 1_000)
    columns = [Column(name="order", type="id", role="order_id"),
               Column(name="item", type="id", role="item_id")]  # fmt: skip
    found = Copies(columns)
    orders = [f"o{n // 4}" for n in range(40_000)]
    items = [f"i{n % 4}" for n in range(40_000)]
    for place in range(0, 40_000, 4_000):
        part = slice(place, place + 4_000)
        again = slice(place, place + 400)
        found.add([hashed(pa.array(cells[part] + cells[again])) for cells in (orders, items)])
    (told,) = found.findings()
    assert told.code == "duplicate_rows"
    assert 500 < told.rows <= 1_000
    assert told.count / told.rows == pytest.approx(1 / 11, abs=0.04)
    first = int(told.examples[0]) - 1
    assert first % 4_400 >= 4_000, "the copy stands behind the rows"


def test_different_values_are_counted_exactly_and_then_nearly() -> None:
    few, many = Distinct(), Distinct()
    for start in range(0, 400_000, 50_000):
        few.add(hashed(pa.array(range(start % 100_000, start % 100_000 + 50_000))))
        many.add(hashed(pa.array([f"x{n}" for n in range(start, start + 50_000)])))
    assert few.count == EXACT
    assert many.count == pytest.approx(400_000, rel=0.03)
