"""An order that was cancelled is no demand; what is brought back later was."""

from pathlib import Path
from typing import Any

import pandas as pd
import pytest
from ibis.backends.duckdb import Backend

from core.base.values import Column
from core.data.queries.cancelled import Cancelled
from core.data.queries.series import sold

COLUMNS = (
    Column(name="invoice", type="id", role="order_id"),
    Column(name="customer", type="id", role="user_id"),
    Column(name="item", type="id", role="item_id"),
    Column(name="pieces", type="integer", role="quantity"),
    Column(name="at", type="datetime", role="timestamp"),
    Column(name="back", type="boolean", role="is_return"),
)
Line = tuple[str, str | None, str, int, str]


def written(folder: Path, *lines: Line) -> Path:
    path = folder / "lines.parquet"
    frame = pd.DataFrame(lines, columns=[column.name for column in COLUMNS[:-1]])
    at = pd.to_datetime(frame["at"], format="ISO8601")
    frame.assign(at=at, back=frame["pieces"] < 0).convert_dtypes().to_parquet(path)
    return path


def cancelled(path: Path, columns: tuple[Column, ...] = COLUMNS) -> Cancelled:
    return sold(path, columns, ["item"]).cancelled


def left(path: Path, columns: tuple[Column, ...] = COLUMNS) -> float:
    return float(sold(path, columns, ["item"]).by_day["units"].sum())


def test_a_line_undone_minutes_later_goes_with_what_undid_it(tmp_path: Path) -> None:
    path = written(
        tmp_path,
        ("581483", "16446", "23843", 80_995, "2011-12-09 09:15"),
        ("C581484", "16446", "23843", -80_995, "2011-12-09 09:27"),
        ("1", "16446", "23843", 3, "2011-12-01"),
    )
    assert cancelled(path) == Cancelled(lines=1, units=80_995)
    assert left(path) == 3
    net = sold(path, COLUMNS, ["item"], "net")
    assert net.by_day["units"].sum() == 3
    assert net.cancelled == Cancelled()


@pytest.mark.parametrize(
    "back",
    [
        ("C2", "a", "x", -5, "2024-01-20"),  # a return: days later
        ("C2", "b", "x", -5, "2024-01-01 10:00"),  # of someone else
        ("C2", "a", "y", -5, "2024-01-01 10:00"),  # another item
        ("C2", "a", "x", -4, "2024-01-01 10:00"),  # not all of it
        ("C2", "a", "x", -5, "2023-12-31"),  # before
        ("C2", None, "x", -5, "2024-01-01 10:00"),  # of nobody known
    ],
)
def test_what_undoes_no_order_takes_none_out(tmp_path: Path, back: Line) -> None:
    path = written(tmp_path, ("1", "a", "x", 5, "2024-01-01 09:00"), back)
    assert cancelled(path) == Cancelled()
    assert left(path) == 5


@pytest.mark.parametrize("number", ["C17", "17", "rma-17"])
def test_the_number_of_an_order_cancels_it_at_any_time(tmp_path: Path, number: str) -> None:
    path = written(
        tmp_path,
        ("17", None, "x", 5, "2024-01-01"),
        ("18", None, "x", 5, "2024-01-02"),
        (number, None, "x", -5, "2024-03-01"),
    )
    assert cancelled(path) == Cancelled(lines=1, units=5)
    assert left(path) == 5


def test_each_undoes_one_the_latest_before_it(tmp_path: Path) -> None:
    path = written(
        tmp_path,
        ("1", "a", "x", 5, "2024-01-01"),
        ("2", "a", "x", 5, "2024-01-02"),
        ("C3", "a", "x", -5, "2024-01-02 12:00"),
        ("4", "a", "x", 5, "2024-01-03"),
        ("5", "a", "x", 5, "2024-01-03 10:00"),
        ("C6", "a", "x", -5, "2024-01-03 11:00"),
        ("C7", "a", "x", -5, "2024-01-03 12:00"),
    )
    assert cancelled(path) == Cancelled(lines=3, units=15)
    days = sold(path, COLUMNS, ["item"]).by_day
    assert [str(day.date()) for day in pd.to_datetime(days["day"])] == ["2024-01-01"]


def test_one_line_below_zero_is_not_used_twice(tmp_path: Path) -> None:
    path = written(
        tmp_path,
        ("17", "a", "x", 5, "2024-01-01"),
        ("18", "a", "x", 5, "2024-01-02"),
        ("C17", "a", "x", -5, "2024-01-02 12:00"),
    )
    assert cancelled(path) == Cancelled(lines=1, units=5)


def test_an_order_marked_as_returned_undoes_no_other(tmp_path: Path) -> None:
    path = written(tmp_path, ("1", "a", "x", 5, "2024-01-01"), ("2", "a", "x", 5, "2024-01-02"))
    frame = pd.read_parquet(path)
    frame.assign(back=[False, True]).to_parquet(path)
    assert cancelled(path) == Cancelled()
    assert left(path) == 5


def test_without_customer_and_order_none_can_be_told(tmp_path: Path) -> None:
    path = written(tmp_path, ("1", "a", "x", 5, "2024-01-01"), ("C1", "a", "x", -5, "2024-01-01"))
    assert cancelled(path, COLUMNS[2:]) == Cancelled()
    assert left(path, COLUMNS[2:]) == 5


def test_what_was_cancelled_is_worked_out_once(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Days and count come from one search for pairs, which takes seconds on a real shop."""
    lines = ("1", "a", "x", 5, "2024-01-01"), ("C1", "a", "x", -5, "2024-01-01 12:00")
    path = written(tmp_path, *lines, ("2", "a", "x", 3, "2024-01-09"))
    asked: list[str] = []
    plain = Backend.compile

    def heard(self: Backend, *args: Any, **more: Any) -> str:
        asked.append(plain(self, *args, **more))
        return asked[-1]

    monkeypatch.setattr(Backend, "compile", heard)
    found = sold(path, COLUMNS, ["item"])
    assert (found.cancelled.lines, found.by_day["units"].tolist()) == (1, [3])
    assert len(asked) == 2
    assert not [query for query in asked if "LEAD(" in query]
