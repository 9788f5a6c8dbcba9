"""The course of a figure by day, week or month, and the marked days in it."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import timedelta
from itertools import groupby
from typing import TYPE_CHECKING

from core.base.view import Calendar, Grain, Period
from core.data.calendars.holidays import Country, Language, day_of
from core.data.calendars.shopping import Code, festivals
from core.data.calendars.weeks import part_of, starts
from core.explore.kpis import Kpis, measures

if TYPE_CHECKING:
    import pandas as pd

FESTIVALS_OF: Mapping[Country, tuple[Code, ...]] = {
    "cn": ("new_year_goods", "mid_year", "double_11", "double_12"),
    "us": ("black_friday", "cyber_monday", "prime_day"),
}
_BY_DAY, _BY_WEEK = 92, 400
"""Up to so many days they are shown one by one, or by week."""


@dataclass(frozen=True)
class Course:
    """A figure in each part of a period: `first` are their first days (2024-01-31), `values`
    by name of the period (`now`, `before`, `year`), part beside part; None where there is none.
    `cut` are the parts that the period has not whole."""

    grain: Grain
    first: tuple[str, ...]
    values: dict[str, tuple[float | None, ...]]
    cut: tuple[bool, ...]


@dataclass(frozen=True)
class Marked:
    """Days with a name: a shopping festival (its `code`) or a public holiday (its `name`)."""

    period: Period
    code: str = ""
    name: str = ""


def usual_grain(days: int) -> Grain:
    """What so many days are best shown by."""
    return "day" if days <= _BY_DAY else "week" if days <= _BY_WEEK else "month"


def course(found: Kpis, measure: str, grain: Grain, calendar: Calendar = "iso") -> Course:
    """The course of one of the figures that add up or are made of such."""
    parts = {name: _parts(days, grain, calendar) for name, days in found.days.items()}
    count = len(parts["now"])
    values = {name: tuple(_values(frame, measure, count)) for name, frame in parts.items()}
    now = found.periods.now
    first = [day.date() for day in parts["now"].index]
    cut = [False] * count
    if grain != "day":
        whole = [part_of(day, grain, calendar) for day in first]
        cut = [part.first < now.first or part.last > now.last for part in whole]
    shown = tuple(str(max(day, now.first)) for day in first)
    return Course(grain, shown, values, tuple(cut))


def marked(period: Period, country: Country, language: Language) -> tuple[Marked, ...]:
    """The shopping festivals and public holidays of a country within a period, in the order of
    their days; days off that follow one another are one holiday, that of the first."""
    years = range(period.first.year, period.last.year + 1)
    every = [one for year in years for one in festivals(year) if one.code in FESTIVALS_OF[country]]
    inside = [
        Marked(_within(one.period, period), code=one.code)
        for one in every
        if one.period.last >= period.first and one.period.first <= period.last
    ]
    found = [*inside, *_holidays(period, country, language)]
    return tuple(sorted(found, key=lambda one: (one.period.first, one.code)))


def _holidays(period: Period, country: Country, language: Language) -> Iterator[Marked]:
    """The stretches of days off that have a holiday in them, without the weekends at their ends."""
    every = (period.first + timedelta(days=place) for place in range(period.days))
    kinds = [(day, day_of(day, country, language)) for day in every]
    for off, stretch in groupby(kinds, lambda one: one[1].kind in ("holiday", "weekend")):
        held = [(day, kind) for day, kind in stretch if kind.kind == "holiday"]
        if off and held:
            name = next((kind.name for _, kind in held if kind.name), "")
            yield Marked(Period(first=held[0][0], last=held[-1][0]), name=name)


def _within(one: Period, other: Period) -> Period:
    return Period(first=max(one.first, other.first), last=min(one.last, other.last))


def _parts(days: "pd.DataFrame", grain: Grain, calendar: Calendar) -> "pd.DataFrame":
    if grain == "day":
        return days
    first = starts(days.index.to_series(), grain, calendar)
    return days.groupby(first.to_numpy()).sum()


def _values(parts: "pd.DataFrame", measure: str, count: int) -> Iterator[float | None]:
    rows = parts.to_dict(orient="records")
    for place in range(count):
        if place >= len(rows):
            yield None
            continue
        yield measures({str(k): float(v) for k, v in rows[place].items()}).get(measure)
