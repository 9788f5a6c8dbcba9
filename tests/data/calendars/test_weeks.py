"""Calendars of weeks: published boundaries, and what must hold of every day."""

from datetime import date, timedelta

import pandas as pd
import pytest
from hypothesis import given
from hypothesis import strategies as st

from core.base.view import Calendar
from core.data.calendars.retail import weeks_in, year_of, year_start
from core.data.calendars.weeks import Unit, part_of, starts

DAYS = st.dates(date(1990, 1, 1), date(2040, 12, 31))
CALENDARS = st.sampled_from(["iso", "us", "retail"])
UNITS = st.sampled_from(["week", "month", "year"])


@pytest.mark.parametrize("year", [2006, 2012, 2017, 2023, 2028])
def test_the_long_years_of_the_federation(year: int) -> None:
    assert weeks_in(year) == 53
    assert weeks_in(year - 1) == weeks_in(year + 1) == 52


def test_the_other_years_to_2040_are_52_weeks() -> None:
    long = [year for year in range(1990, 2041) if weeks_in(year) == 53]
    assert long == [1995, 2000, 2006, 2012, 2017, 2023, 2028, 2034, 2040]
    assert all(weeks_in(year) in (52, 53) for year in range(1990, 2041))


@pytest.mark.parametrize(
    ("day", "month", "week", "first", "last"),
    [
        # the calendars that the federation published for 2023 and 2024
        (date(2023, 1, 29), 1, 1, date(2023, 1, 29), date(2023, 2, 25)),
        (date(2023, 2, 26), 2, 5, date(2023, 2, 26), date(2023, 4, 1)),
        (date(2023, 11, 24), 10, 43, date(2023, 10, 29), date(2023, 11, 25)),
        (date(2024, 2, 3), 12, 53, date(2023, 12, 31), date(2024, 2, 3)),
        (date(2024, 2, 4), 1, 1, date(2024, 2, 4), date(2024, 3, 2)),
        (date(2025, 2, 1), 12, 52, date(2025, 1, 5), date(2025, 2, 1)),
    ],
)
def test_published_months(day: date, month: int, week: int, first: date, last: date) -> None:
    found = part_of(day, "month", "retail")
    assert (found.number, found.first, found.last) == (month, first, last)
    assert part_of(day, "week", "retail").number == week


def test_weeks_of_the_other_calendars() -> None:
    assert part_of(date(2021, 1, 3), "week").year == 2020
    assert part_of(date(2021, 1, 3), "week").number == 53
    # 2022 begins on a Saturday: its first American week is that day alone
    us = part_of(date(2022, 1, 1), "week", "us")
    assert (us.year, us.number, us.first, us.last) == (2022, 1, date(2022, 1, 1), date(2022, 1, 1))
    assert part_of(date(2022, 1, 2), "week", "us").number == 2
    assert part_of(date(2024, 2, 29), "month").last == date(2024, 2, 29)
    assert part_of(date(2024, 12, 31), "year").first == date(2024, 1, 1)


@given(DAYS, UNITS, CALENDARS)
def test_every_day_is_in_one_part_that_ends_where_the_next_begins(
    day: date, unit: Unit, calendar: Calendar
) -> None:
    found = part_of(day, unit, calendar)
    assert found.first <= day <= found.last
    assert part_of(found.first, unit, calendar) == part_of(found.last, unit, calendar) == found
    behind = part_of(found.last + timedelta(days=1), unit, calendar)
    assert behind.first == found.last + timedelta(days=1)
    assert behind.number in (found.number + 1, 1)
    if unit == "week" and calendar != "us":
        assert (found.last - found.first).days == 6


@given(DAYS)
def test_a_retail_year_ends_on_the_saturday_nearest_the_end_of_january(day: date) -> None:
    end = year_start(year_of(day)) - timedelta(days=1)
    assert end.weekday() == 5
    assert abs((end - date(end.year, 1, 31)).days) <= 3
    year = part_of(day, "year", "retail")
    assert (year.last - year.first).days + 1 == 7 * weeks_in(year.year)


def test_starts_are_those_of_each_day() -> None:
    days = pd.Series(pd.date_range("2023-12-25", "2024-02-10"))
    found = starts(days, "month", "retail")
    assert [d.date() for d in found] == [part_of(d.date(), "month", "retail").first for d in days]
