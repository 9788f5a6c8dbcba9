"""Next week's file is read as the week before was, also where some cells are not so any more."""

from pathlib import Path

import pytest

from core.actions.desk import Desk, open_desk
from core.actions.import_files import ImportOptions, import_files
from tests.data.files import written

WEEK = "order_id,item_id,order_date,quantity,price"


@pytest.fixture
def desk(tmp_path: Path) -> Desk:
    return open_desk(tmp_path / "ws")


def week_of(first: int, prices: list[str]) -> str:
    lines = [
        f"B{first}{n},I{n % 5},2024-04-{first + n % 7:02d},2,{price}"
        for n, price in enumerate(prices)
    ]
    return "\n".join([WEEK, *lines]) + "\n"


@pytest.mark.parametrize("append", [False, True])
def test_a_few_words_among_next_weeks_prices_are_set_aside(
    desk: Desk, tmp_path: Path, append: bool
) -> None:
    first = import_files(desk, [written(tmp_path, "w1.csv", week_of(1, ["1.50"] * 30))]).dataset
    prices = ["broken", "n. n.", *["1.50"] * 30]
    second = written(tmp_path, "w2.csv", week_of(11, prices))
    found = import_files(desk, [second], ImportOptions(into=first, append=append))
    assert found.rows_set_aside == 2
    assert found.totals["net"] == (60 if append else 30) * 3.0
    column = next(c for c in desk.workspace.dataset(found.dataset).tables[0].columns
                  if c.name == "price")  # fmt: skip
    assert (column.type, column.role) == ("number", "price")


def test_a_column_of_prices_that_holds_words_by_now_is_no_price(desk: Desk, tmp_path: Path) -> None:
    first = import_files(desk, [written(tmp_path, "w1.csv", week_of(1, ["1.50"] * 30))]).dataset
    words = [f"see list {n}" for n in range(20)]
    second = written(tmp_path, "w2.csv", week_of(11, [*words, *["1.50"] * 10]))
    found = import_files(desk, [second], ImportOptions(into=first))
    column = next(c for c in desk.workspace.dataset(found.dataset).tables[0].columns
                  if c.name == "price")  # fmt: skip
    assert found.rows_set_aside == 0
    assert column.role is None
    assert "net" not in found.totals


@pytest.mark.parametrize("codes", [["7001", "7002"], ["1.5", "2.5"]])
def test_a_column_without_a_part_to_play_turns_to_words_and_loses_nothing(
    desk: Desk, tmp_path: Path, codes: list[str]
) -> None:
    def week(first: int, cells: list[str]) -> str:
        head, *lines = week_of(first, ["1.50"] * 30).splitlines()
        rows = [f"{line},{cells[n % len(cells)]}" for n, line in enumerate(lines)]
        return "\n".join([f"{head},shelf_mark", *rows]) + "\n"

    first = import_files(desk, [written(tmp_path, "w1.csv", week(1, codes))]).dataset
    second = written(tmp_path, "w2.csv", week(11, [*codes * 4, "C7003"]))
    found = import_files(desk, [second], ImportOptions(into=first))
    (table,) = desk.workspace.dataset(found.dataset).tables
    assert found.rows_set_aside == 0
    assert "C7003" in set(desk.workspace.table(found.dataset, table.name)["shelf_mark"])
