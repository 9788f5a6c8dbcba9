"""Shopping festivals: the days on which shops sell more as a matter of course.

Prime Day is where Amazon announced it (United States); of a year that is not known it is absent.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Literal

from core.base.view import Period
from core.data.calendars.lunar import spring_festival

Code = Literal[
    "new_year_goods", "mid_year", "double_11", "double_12", "black_friday", "cyber_monday",
    "prime_day",
]  # fmt: skip
_PRIME_DAYS = {
    2015: ("07-15", "07-15"), 2016: ("07-12", "07-12"), 2017: ("07-10", "07-11"),
    2018: ("07-16", "07-17"), 2019: ("07-15", "07-16"), 2020: ("10-13", "10-14"),
    2021: ("06-21", "06-22"), 2022: ("07-12", "07-13"), 2023: ("07-11", "07-12"),
    2024: ("07-16", "07-17"), 2025: ("07-08", "07-11"),
}  # fmt: skip
_EVERY_YEAR: tuple[tuple[Code, str, str], ...] = (
    ("mid_year", "06-01", "06-20"),
    ("double_11", "11-01", "11-11"),
    ("double_12", "12-10", "12-12"),
)


@dataclass(frozen=True)
class Festival:
    """A festival of one year, on the days of its `period`."""

    code: Code
    period: Period


def festivals(year: int) -> tuple[Festival, ...]:
    """The festivals of a year in the order of their days.

    618 is its sale of 1 to 20 June, 11.11 that from 1 November, 12.12 the three days to it. The
    sale of goods for the New Year (年货节) is the three weeks before the eve of the Chinese year.

    >>> [str(one.period.first) for one in festivals(2024) if one.code == "black_friday"]
    ['2024-11-29']
    """
    return tuple(sorted(_of(year), key=lambda one: (one.period.first, one.code)))


def _of(year: int) -> Iterator[Festival]:
    for code, start, end in _EVERY_YEAR:
        yield _spanned(code, year, start, end)
    if year in _PRIME_DAYS:
        yield _spanned("prime_day", year, *_PRIME_DAYS[year])
    if (spring := spring_festival(year)) is not None:
        first, last = spring - timedelta(days=22), spring - timedelta(days=2)
        yield Festival("new_year_goods", Period(first=first, last=last))
    friday = thanksgiving(year) + timedelta(days=1)
    yield Festival("black_friday", Period(first=friday, last=friday + timedelta(days=2)))
    monday = friday + timedelta(days=3)
    yield Festival("cyber_monday", Period(first=monday, last=monday))


def _spanned(code: Code, year: int, first: str, last: str) -> Festival:
    start, end = (date.fromisoformat(f"{year}-{part}") for part in (first, last))
    return Festival(code, Period(first=start, last=end))


def thanksgiving(year: int) -> date:
    """The fourth Thursday of November."""
    november = date(year, 11, 1)
    return november + timedelta(days=(3 - november.weekday()) % 7 + 21)
