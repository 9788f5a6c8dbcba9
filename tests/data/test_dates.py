"""Dates as shops write them; Python's own ISO reader is the oracle where it can be."""

import datetime as dt

import numpy as np
import pandas as pd
import pytest
from hypothesis import given
from hypothesis import strategies as st

from core.data.cells import cells_of
from core.data.convert import find_style
from core.data.dates import date_style, parse_dates
from core.data.propose import propose

ONES = np.ones


def read(text: str, order: str = "") -> dt.datetime | None:
    instants, ok = parse_dates([text], order)
    return instants[0].astype(dt.datetime) if ok[0] else None


@pytest.mark.parametrize(
    ("text", "order", "parts"),
    [
        ("2024-01-05", "", (2024, 1, 5)),
        ("2024/1/5 7:08", "", (2024, 1, 5, 7, 8)),
        ("2024年1月5日", "", (2024, 1, 5)),
        ("2024年1月5日 13时05分", "", (2024, 1, 5, 13, 5)),
        ("2024-01", "", (2024, 1, 1)),
        ("05/01/2024", "day_first", (2024, 1, 5)),
        ("01/05/2024", "month_first", (2024, 1, 5)),
        ("5.1.2024 09:30", "day_first", (2024, 1, 5, 9, 30)),
        ("1/5/24 12:30 AM", "month_first", (2024, 1, 5, 0, 30)),
        ("1/5/24 12:30 PM", "month_first", (2024, 1, 5, 12, 30)),
        ("05-Jan-24", "", (2024, 1, 5)),
        ("January 5, 2024", "", (2024, 1, 5)),
        ("Tue, 5 Jan 2024 10:00:00", "", (2024, 1, 5, 10)),
        ("20240105", "compact", (2024, 1, 5)),
        ("2024-01-05T10:00:00+08:00", "", (2024, 1, 5, 2)),
        ("2024-01-05T10:00:00-0530", "", (2024, 1, 5, 15, 30)),
        ("2024-01-05T10:00:00.25Z", "", (2024, 1, 5, 10, 0, 0, 250000)),
    ],
)
def test_written_dates(text: str, order: str, parts: tuple[int, ...]) -> None:
    assert read(text, order) == dt.datetime(*parts)


@pytest.mark.parametrize(
    "text",
    ["", "2024", "20240105", "2024-13-01", "2023-02-29", "1.5", "10:30", "2024.05", "1.2.3",
     "192.168.1.1", "12-34", "2024-01-05 25:00", "13 PM", "Mayo 5", "99999-01-01"],
)  # fmt: skip
def test_what_is_no_date(text: str) -> None:
    assert read(text) is None


def test_a_number_above_twelve_decides_the_order() -> None:
    assert date_style(["03/04/2024", "13/04/2024"], ONES(2, np.int64)).order == "day_first"
    style = date_style(["03/04/2024", "04/13/2024"], ONES(2, np.int64))
    assert (style.order, style.ambiguous) == ("month_first", False)


def test_an_undecided_order_is_marked_and_follows_the_file() -> None:
    days = ["01/02/2024", "02/02/2024", "03/02/2024", "01/03/2024", "02/03/2024"]
    assert date_style(days, ONES(5, np.int64)) == date_style(days, ONES(5, np.int64))
    style = date_style(days, ONES(5, np.int64))
    assert (style.order, style.ambiguous) == ("day_first", True)


@given(st.datetimes(dt.datetime(1, 1, 1), dt.datetime(9999, 12, 31, 23, 59, 59)))
def test_iso_instants_are_read_as_python_reads_them(moment: dt.datetime) -> None:
    assert read(moment.isoformat()) == moment
    assert read(moment.isoformat(" ")) == moment


@given(st.dates(dt.date(1000, 1, 1)))
def test_each_order_reads_its_own_writing(day: dt.date) -> None:
    moment = dt.datetime(day.year, day.month, day.day)
    assert read(day.strftime("%d/%m/%Y"), "day_first") == moment
    assert read(day.strftime("%m/%d/%Y"), "month_first") == moment


@given(st.text(alphabet="0123456789/-.: TZ年月日+apmJan", max_size=24))
def test_no_text_breaks_the_reader(text: str) -> None:
    for order in ("", "day_first", "month_first", "compact"):
        instants, ok = parse_dates([text], order)
        assert ok[0] == (not np.isnat(instants[0]))


@pytest.mark.parametrize(("parts", "order"), [(1, "epoch_s"), (10**3, "epoch_ms")])
def test_seconds_since_1970_are_dates_where_the_name_says_so(parts: int, order: str) -> None:
    moments = [dt.datetime(2024, 1, day, 10, 30, tzinfo=dt.UTC) for day in range(1, 29)]
    cells = [str(int(moment.timestamp()) * parts) for moment in moments]
    column = cells_of(pd.Series([*cells, "n/a"], dtype="string"))
    found = propose("timestamp:float", column)
    assert (found.type, found.style) == ("datetime", order)
    assert propose("visits", column).type == "integer"
    assert find_style(column, "datetime") == order
    assert [read(cell, order) for cell in cells] == [m.replace(tzinfo=None) for m in moments]
    assert read("17040", order) is None


def test_instants_before_september_2001_have_a_digit_less() -> None:
    column = cells_of(pd.Series(["999999999", "1000000001", "881250949"], dtype="string"))
    assert (propose("timestamp", column).type, find_style(column, "datetime")) == (
        "datetime",
        "epoch_s",
    )
    assert read("881250949", "epoch_s") == dt.datetime(1997, 12, 4, 15, 55, 49)
    clock = cells_of(pd.Series(["093015123", "101500000", "235959999"], dtype="string"))
    assert propose("time", clock).type != "datetime"
