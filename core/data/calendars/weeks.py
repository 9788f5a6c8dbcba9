"""Weeks, months and years of the calendars that shops reckon by."""

from dataclasses import dataclass
from datetime import date, timedelta
from typing import Literal

import pandas as pd

from core.base.view import Calendar
from core.data.calendars.retail import year_of, year_start

Unit = Literal["week", "month", "year"]
_FIRST_WEEKDAY: dict[Calendar, int] = {"iso": 0, "us": 6, "retail": 6}
"""Monday is 0."""
_WEEKS_OF_MONTHS = (4, 9, 13, 17, 22, 26, 30, 35, 39, 43, 48, 53)
"""After how many weeks each month of a 4-5-4 year ends; the last has a fifth in long years."""


@dataclass(frozen=True)
class Part:
    """A week, month or year: `number` counts within its `year`, from 1, and `first` to `last` are
    its days."""

    year: int
    number: int
    first: date
    last: date


def part_of(day: date, unit: Unit, calendar: Calendar = "iso") -> Part:
    """The week, month or year that a day is in.

    `iso`: weeks from Monday, the first of a year has its first Thursday (ISO 8601); months and
    years are the civil ones. `us`: weeks from Sunday, the first has the 1st of January and may be
    short, as the last. `retail`: the 4-5-4 calendar (`retail`), of whole weeks from Sunday, whose
    month 1 is about February.

    >>> part_of(date(2024, 2, 4), "week", "retail").number
    1
    """
    if calendar == "retail":
        return _retail(day, unit)
    if unit == "week":
        return _week(day, calendar)
    start = date(day.year, day.month if unit == "month" else 1, 1)
    behind = date(day.year + (unit == "year" or day.month == 12), start.month % 12 + 1, 1)
    if unit == "year":
        behind = date(day.year + 1, 1, 1)
    number = day.month if unit == "month" else 1
    return Part(day.year, number, start, behind - timedelta(days=1))


def starts(days: pd.Series, unit: Unit, calendar: Calendar = "iso") -> pd.Series:
    """The first day of the week, month or year of each of the days (n,), as datetime64."""
    each = {day: part_of(day, unit, calendar).first for day in days.dt.date.unique()}
    return pd.to_datetime(days.dt.date.map(each))


def _week(day: date, calendar: Calendar) -> Part:
    back = (day.weekday() - _FIRST_WEEKDAY[calendar]) % 7
    first = day - timedelta(days=back)
    last = first + timedelta(days=6)
    if calendar == "iso":
        year, number, _ = day.isocalendar()
        return Part(year, number, first, last)
    new_year = date(day.year, 1, 1)
    lead = (new_year.weekday() - _FIRST_WEEKDAY[calendar]) % 7
    number = ((day - new_year).days + lead) // 7 + 1
    return Part(day.year, number, max(first, new_year), min(last, date(day.year, 12, 31)))


def _retail(day: date, unit: Unit) -> Part:
    year = year_of(day)
    begun = year_start(year)
    whole = (year_start(year + 1) - begun).days // 7
    week = (day - begun).days // 7 + 1
    if unit == "week":
        first, weeks, number = week - 1, 1, week
    elif unit == "year":
        first, weeks, number = 0, whole, 1
    else:
        month = next(n for n, end in enumerate(_WEEKS_OF_MONTHS) if week <= end)
        first = _WEEKS_OF_MONTHS[month - 1] if month else 0
        weeks, number = min(_WEEKS_OF_MONTHS[month], whole) - first, month + 1
    start = begun + timedelta(weeks=first)
    return Part(year, number, start, start + timedelta(days=7 * weeks - 1))
