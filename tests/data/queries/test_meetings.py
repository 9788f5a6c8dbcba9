"""Meetings by hand, and against pandas: which rows count, in which order, in which baskets."""

from datetime import date
from pathlib import Path
from typing import Any

import numpy as np
import pandas as pd
import pytest
from hypothesis import given
from hypothesis import strategies as st

from core.base.values import Column, Role
from core.data.queries.meetings import Lines, Meetings, meetings
from core.data.queries.met import EVENTS

TODAY = date(2024, 12, 31)
ROLES: dict[str, tuple[Role, str]] = {
    "who": ("user_id", "id"), "sku": ("item_id", "id"), "at": ("timestamp", "datetime"),
    "bon": ("order_id", "id"), "pieces": ("quantity", "integer"), "back": ("is_return", "boolean"),
    "goods": ("is_product", "boolean"), "open": ("is_unpaid", "boolean"),
    "did": ("event", "category"), "fixed": ("is_adjustment", "boolean"),
    "store": ("store_id", "id"),
}  # fmt: skip
DTYPES = {"id": "string", "category": "string", "integer": "Int64", "boolean": "boolean"}


def written(path: Path, rows: list[dict[str, Any]]) -> tuple[Path, tuple[Column, ...]]:
    """The rows as a typed Parquet file, with the columns that they name."""
    names = [name for name in ROLES if any(name in row for row in rows)]
    frame = pd.DataFrame(rows).reindex(columns=names)
    columns = []
    for name in names:
        role, kind = ROLES[name]
        if kind == "datetime":
            frame[name] = pd.to_datetime(frame[name], format="ISO8601").astype("datetime64[us]")
        else:
            frame[name] = frame[name].astype(DTYPES[kind])
        columns.append(Column.model_validate({"name": name, "type": kind, "role": role}))
    frame.to_parquet(path)
    return path, tuple(columns)


def met(folder: Path, *rows: dict[str, Any]) -> Meetings:
    return meetings(Lines(*written(folder / "rows.parquet", list(rows))), TODAY)


def beside(folder: Path, *rows: dict[str, Any]) -> tuple[list[int], tuple[str, ...]]:
    """The codes of the stores, and what they stand for."""
    path, columns = written(folder / "rows.parquet", list(rows))
    found = meetings(Lines(path, columns, beside={"store": "store"}), TODAY)
    return found.beside["store"].code.tolist(), found.beside["store"].words


def test_stores_are_coded_the_commonest_first(tmp_path: Path) -> None:
    stores = ["S", " N", "N ", None, "  ", "S", "N"]
    rows = [line("a", f"x{n}", f"2024-01-{n + 1:02}", store=one) for n, one in enumerate(stores)]
    assert beside(tmp_path, *rows) == ([1, 0, 0, -1, -1, 1, 0], ("N", "S"))


def test_of_rows_that_tell_the_same_the_store_of_the_first_stays(tmp_path: Path) -> None:
    rows = [line("a", "x", "2024-01-01", store=one) for one in ("S", "N", "N")]
    assert beside(tmp_path, *rows) == ([1], ("N", "S"))


def test_stores_that_stand_only_with_the_orders_are_found(tmp_path: Path) -> None:
    lines, columns = written(tmp_path / "lines.parquet", [{"sku": "x", "bon": "1"}])
    orders = written(
        tmp_path / "orders.parquet", [{"who": "a", "at": "2024-01-01", "bon": "1", "store": "N"}]
    )
    found = meetings(Lines(lines, columns, orders, beside={"store": "store"}), TODAY)
    assert found.beside["store"].words == ("N",)
    assert found.beside["store"].code.tolist() == [0]


def told(found: Meetings) -> list[tuple[str, str, str]]:
    """Customer, item and event of each meeting, in their order."""
    who, what = found.users[found.user], found.items[found.item]
    return list(zip(who, what, (EVENTS[place] for place in found.event), strict=True))


def together(found: Meetings) -> list[set[str]]:
    """The items of each basket, in the order of the first."""
    rows = pd.Series(found.items[found.item]).groupby(found.basket, sort=False)
    return [set(items) for _, items in rows]


def line(who: str | None, sku: str | None, at: str | None, **more: Any) -> dict[str, Any]:
    return {"who": who, "sku": sku, "at": at, **more}


def test_lines_come_by_time_and_those_of_one_time_as_in_the_file(tmp_path: Path) -> None:
    found = met(
        tmp_path,
        line("b", "z", "2024-01-02 12:00", pieces=1),
        line("b", "a", "2024-01-02 12:00", pieces=1),
        line("a", "m", "2024-01-01", pieces=1),
    )
    none = EVENTS.index("none")
    assert told(found) == [("a", "m", EVENTS[none]), ("b", "z", "none"), ("b", "a", "none")]
    first = (date(2024, 1, 1) - date(1970, 1, 1)).days
    assert found.day.tolist() == [first, first + 1.5, first + 1.5]
    assert list(found.users) == ["a", "b"]
    assert list(found.items) == ["a", "m", "z"]


def test_what_is_no_liking_is_left_out_and_counted(tmp_path: Path) -> None:
    day = "2024-03-01"
    found = met(
        tmp_path,
        line("a", "kept", day, bon="1", pieces=2),
        line("a", "unknown size", day, bon="1"),
        line("a", "sent back", day, bon="2", pieces=-1),
        line("a", "marked", day, bon="2", pieces=1, back=True),
        line("a", "nothing", day, bon="2", pieces=0),
        line("a", "mended", day, bon="2", pieces=1, fixed=True),
        line("a", "POST", day, bon="1", pieces=1, goods=False),
        line("a", "never paid", day, bon="3", pieces=1, open=True),
        line(None, "guest", day, bon="4", pieces=1),
        line("  ", "guest too", day, bon="4", pieces=1),
        line("a", None, day, bon="5", pieces=1),
        line("a", "tomorrow", "2025-02-01", bon="6", pieces=1),
        line("a", "when?", None, bon="7", pieces=1),
        line("b", "undone", "2024-05-01 10:00", bon="8", pieces=9),
        line("b", "undone", "2024-05-01 11:00", bon="C8", pieces=-9),
    )
    assert [sku for _, sku, _ in told(found)] == ["kept", "unknown size"]
    assert found.told.counts == {
        "kept": 2, "no_product": 1, "returned": 5, "no_liking": 0, "without_item": 1,
        "without_user": 2, "ahead": 1, "without_time": 1,
    }  # fmt: skip
    assert (found.told.cancelled, found.told.every) == (1, 14)
    assert found.told.last == date(2025, 2, 1)


def test_events_are_understood_in_both_languages(tmp_path: Path) -> None:
    words = ["view", "addtocart", "transaction", "浏览", "加购", "购买", "remove_from_cart", "4"]
    rows = [line("a", f"s{n}", f"2024-01-0{n + 1}", did=word) for n, word in enumerate(words)]
    found = met(tmp_path, *rows)
    meant = ["view", "cart", "purchase", "view", "cart", "purchase", "unknown"]
    assert [event for _, _, event in told(found)] == meant
    assert (found.told.unknown, found.told.unknown_rows) == (("4",), 1)
    assert (found.told.out, found.told.counts["no_liking"]) == (("remove_from_cart",), 1)


def test_events_that_say_all_the_same_count_once(tmp_path: Path) -> None:
    at = "2024-01-01 10:00:01"
    view = line("a", "s", at, did="view")
    later, other = line("a", "s", "2024-01-01 10:00:02", did="view"), line("a", "s", at, did="buy")
    found = met(tmp_path, view, view, later, other, view)
    assert [event for _, _, event in told(found)] == ["view", "purchase", "view"]
    assert found.repeated == 2


def test_the_same_order_twice_is_one_and_without_times_nothing_is(tmp_path: Path) -> None:
    rows = [{"who": "a", "sku": "s"}, {"who": "a", "sku": "s"}]
    assert len(met(tmp_path, *rows)) == 2
    assert met(tmp_path, *rows).repeated == 0
    assert len(met(tmp_path, *({**row, "bon": "1"} for row in rows))) == 1


def test_baskets_are_orders_else_days_else_rows(tmp_path: Path) -> None:
    day, next_day = "2024-01-01 09:00", "2024-01-02 09:00"
    found = met(
        tmp_path,
        line("a", "1", day, bon="x"), line("a", "2", next_day, bon="x"),
        line("a", "3", day), line("a", "4", "2024-01-01 23:00"),
        line("b", "5", day, bon="x"), line("b", "6", day),
    )  # fmt: skip
    assert sorted(map(sorted, together(found))) == [["1", "2"], ["3", "4"], ["5"], ["6"]]
    without = met(tmp_path, {"who": "a", "sku": "1"}, {"who": "a", "sku": "2"})
    assert together(without) == [{"1"}, {"2"}]
    assert np.isnan(without.day).all()


def test_where_no_row_has_a_customer_orders_stand_for_them(tmp_path: Path) -> None:
    rows = [
        line(None, sku, "2024-01-01", bon=bon) for sku, bon in [("s", "1"), ("t", "1"), ("s", "2")]
    ]
    found = met(tmp_path, *rows)
    assert found.told.anonymous
    assert [(who, sku) for who, sku, _ in told(found)] == [("1", "s"), ("1", "t"), ("2", "s")]
    assert together(found) == [{"s", "t"}, {"s"}]
    one = met(tmp_path, *rows, line("a", "s", "2024-01-01", bon="3"))
    assert not one.told.anonymous
    assert (len(one), one.told.counts["without_user"]) == (1, 3)


def test_times_count_where_at_least_half_of_the_rows_have_one(tmp_path: Path) -> None:
    with_time, without = line("a", "s", "2024-01-01"), line("a", "t", None)
    half = met(tmp_path, with_time, without)
    assert (len(half), half.told.no_times, half.told.counts["without_time"]) == (1, False, 1)
    fewer = met(tmp_path, with_time, without, line("b", "t", None))
    assert (len(fewer), fewer.told.no_times, fewer.told.counts["without_time"]) == (3, True, 0)
    assert np.isnan(fewer.day).all()


def test_ids_that_look_like_decimals_are_the_whole_numbers(tmp_path: Path) -> None:
    found = met(tmp_path, line("12345.0", "1", "2024-01-01"), line("12345", "2.0", "2024-01-02"))
    assert (list(found.users), list(found.items)) == (["12345"], ["1", "2"])
    kept = met(tmp_path, line("12345.0", "1", "2024-01-01"), line("A", "2.5", "2024-01-02"))
    assert (list(kept.users), list(kept.items)) == (["12345.0", "A"], ["1", "2.5"])


def test_customer_time_and_return_may_stand_in_the_orders(tmp_path: Path) -> None:
    lines = written(
        tmp_path / "lines.parquet",
        [{"bon": bon, "sku": sku} for bon, sku in [("2", "s"), ("1", "t"), ("3", "u"), ("9", "v")]],
    )
    orders = written(
        tmp_path / "orders.parquet",
        [
            {"bon": "1", "who": "a", "at": "2024-01-01", "back": False},
            {"bon": "2", "who": "a", "at": "2024-01-03", "back": False},
            {"bon": "3", "who": "b", "at": "2024-01-02", "back": True},
        ],
    )
    found = meetings(Lines(*lines, orders), TODAY)
    assert [(who, sku) for who, sku, _ in told(found)] == [("a", "t"), ("a", "s")]
    assert (found.told.counts["returned"], found.told.counts["without_user"]) == (1, 1)


def test_a_number_of_the_order_stands_for_its_time(tmp_path: Path) -> None:
    lines = written(
        tmp_path / "lines.parquet",
        [{"bon": bon, "sku": sku} for bon, sku in [("x", "late"), ("y", "early"), ("x", "last")]],
    )
    path = tmp_path / "orders.parquet"
    frame = pd.DataFrame({"bon": ["x", "y"], "who": ["a", "a"], "order_number": [2, 1]})
    frame.astype({"order_number": "Int64"}).to_parquet(path)
    columns = (
        Column(name="bon", type="id", role="order_id"),
        Column(name="who", type="id", role="user_id"),
        Column(name="order_number", type="integer"),
    )
    found = meetings(Lines(*lines, (path, columns), "order_number"), TODAY)
    assert [sku for _, sku, _ in told(found)] == ["early", "late", "last"]
    assert np.isnan(found.day).all()


ROWS = st.lists(
    st.tuples(
        st.sampled_from(["a", "b", "c", None]),
        st.sampled_from(["s", "t", "u", None]),
        st.integers(0, 5),
        st.sampled_from(["view", "cart", "buy"]),
    ),
    min_size=1,
    max_size=40,
)


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return tmp_path_factory.mktemp("meetings")


@given(ROWS)
def test_the_same_as_by_pandas(folder: Path, rows: list[tuple[Any, Any, int, str]]) -> None:
    start = pd.Timestamp("2024-01-01")
    named = [
        line(who, sku, str(start + pd.Timedelta(hours=8 * step)), did=did)
        for who, sku, step, did in rows
    ]
    found = met(folder, *named)
    frame = pd.DataFrame(named).dropna(subset=["who", "sku"]).drop_duplicates()
    frame = frame.sort_values("at", kind="stable")
    meant = {"view": "view", "cart": "cart", "buy": "purchase"}
    assert told(found) == list(
        zip(frame["who"], frame["sku"], frame["did"].map(meant), strict=True)
    )
    days = frame["who"] + frame["at"].str[:10]
    pairs = pd.DataFrame({"mine": found.basket, "theirs": days.to_numpy()}).drop_duplicates()
    assert pairs["mine"].is_unique
    assert pairs["theirs"].is_unique
