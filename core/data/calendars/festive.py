"""Days on which shops sell more, or are shut, as a matter of course: a simple calendar."""

from datetime import date, timedelta
from functools import cache

import pandas as pd

from core.data.calendars.lunar import spring_festival
from core.data.calendars.shopping import thanksgiving

_EVERY_YEAR = (
    ("01-01", "01-03"), ("02-11", "02-14"), ("05-01", "05-05"), ("06-01", "06-20"),
    ("10-01", "10-08"), ("11-01", "11-12"), ("12-10", "12-31"),
)  # fmt: skip
"""New Year, Valentine's Day, Labour Day, 618, National Day, Double 11, Double 12 to Christmas."""


def is_festive(days: pd.Series) -> pd.Series:
    """Which of these days (n,) are in a shopping festival or about a public holiday.

    >>> is_festive(pd.to_datetime(pd.Series(["2024-11-29", "2024-03-12"]))).tolist()
    [True, False]
    """
    years = days.dt.year.dropna().unique()
    known = {day for year in years for day in _of_year(int(year))}
    return days.dt.date.isin(known)


@cache
def _of_year(year: int) -> frozenset[date]:
    spans = [
        (date.fromisoformat(f"{year}-{first}"), date.fromisoformat(f"{year}-{last}"))
        for first, last in _EVERY_YEAR
    ]
    spans.append((thanksgiving(year), thanksgiving(year) + timedelta(days=4)))
    easter = _easter(year)
    spans.append((easter - timedelta(days=3), easter + timedelta(days=1)))
    if (spring := spring_festival(year)) is not None:
        spans.append((spring - timedelta(days=21), spring + timedelta(days=14)))
    return frozenset(
        first + timedelta(days=after)
        for first, last in spans
        for after in range((last - first).days + 1)
    )


def _easter(year: int) -> date:
    """Easter Sunday (the anonymous Gregorian computation, Nature 1876)."""
    a, b, c = year % 19, year // 100, year % 100
    d = (19 * a + b - b // 4 - (b - (b + 8) // 25 + 1) // 3 + 15) % 30
    e = (32 + 2 * (b % 4) + 2 * (c // 4) - d - c % 4) % 7
    f = d + e - 7 * ((a + 11 * d + 22 * e) // 451) + 114
    return date(year, f // 31, f % 31 + 1)
