"""The 4-5-4 calendar of the National Retail Federation: years of whole weeks, from Sunday.

A year ends on the Saturday nearest the 31st of January, so that every fifth or sixth has 53 weeks
(https://nrf.com/resources/4-5-4-calendar). Its months have four, five and four weeks.
"""

from datetime import date, timedelta


def year_start(year: int) -> date:
    """The Sunday with which a 4-5-4 year begins: the day after the Saturday nearest the 31st of
    January.

    >>> year_start(2023), year_start(2024)
    (datetime.date(2023, 1, 29), datetime.date(2024, 2, 4))
    """
    end = date(year, 1, 31)
    after = (5 - end.weekday()) % 7  # days on to a Saturday
    nearest = end + timedelta(days=after if after <= 3 else after - 7)
    return nearest + timedelta(days=1)


def year_of(day: date) -> int:
    """The 4-5-4 year that a day is in."""
    return day.year if day >= year_start(day.year) else day.year - 1


def weeks_in(year: int) -> int:
    """52 or 53.

    >>> [year for year in range(2000, 2030) if weeks_in(year) == 53]
    [2000, 2006, 2012, 2017, 2023, 2028]
    """
    return (year_start(year + 1) - year_start(year)).days // 7
