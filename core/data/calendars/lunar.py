"""The first day of the Chinese year, 2008 to 2030 (Purple Mountain Observatory)."""

from datetime import date

_FIRST_DAYS = (
    "2008-02-07", "2009-01-26", "2010-02-14", "2011-02-03", "2012-01-23", "2013-02-10",
    "2014-01-31", "2015-02-19", "2016-02-08", "2017-01-28", "2018-02-16", "2019-02-05",
    "2020-01-25", "2021-02-12", "2022-02-01", "2023-01-22", "2024-02-10", "2025-01-29",
    "2026-02-17", "2027-02-06", "2028-01-26", "2029-02-13", "2030-02-03",
)  # fmt: skip
_BY_YEAR = {first.year: first for first in map(date.fromisoformat, _FIRST_DAYS)}


def spring_festival(year: int) -> date | None:
    """The first day of the Chinese year that begins in a civil one; None where it is not known."""
    return _BY_YEAR.get(year)
