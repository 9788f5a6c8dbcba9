"""Public holidays of China and the United States, and the working weekends that pay for them."""

from dataclasses import dataclass
from datetime import date
from functools import cache
from typing import TYPE_CHECKING, Literal

if TYPE_CHECKING:
    from holidays import HolidayBase

Country = Literal["cn", "us"]
Language = Literal["en", "zh"]
DayKind = Literal["workday", "weekend", "holiday", "make_up_workday"]


_PAID_FOR = ("substituted from", "调休")
"""How the library calls days off that are swapped for a working weekend."""
_LANGUAGES = {"en": "en_US", "zh": "zh_CN"}


@dataclass(frozen=True)
class Day:
    """What kind of day it is, and what the holiday is called: empty on others, and on days off that
    are paid for by a make-up workday."""

    kind: DayKind
    name: str = ""


def day_of(day: date, country: Country, language: Language = "en") -> Day:
    """Whether people work on a day, by the calendar of a country.

    Chinese make-up workdays (weekends worked for a longer holiday) are known for the years of which
    the State Council has published them, as far as the installed release of `holidays` has them
    (`published`); before that such a day counts as the weekend it is.
    """
    known = _calendar(country, language)
    if name := known.get(day):
        return Day("holiday", "" if any(word in name for word in _PAID_FOR) else name)
    if day in known.weekend_workdays:
        return Day("make_up_workday")
    return Day("weekend" if day.weekday() >= 5 else "workday")


def published(year: int) -> bool:
    """Whether the Chinese make-up workdays of a year are known.

    >>> published(2026), published(2100)
    (True, False)
    """
    known = _calendar("cn", "en")
    known.get(date(year, 6, 1))  # the library works a year out when it is first asked for
    return any(day.year == year for day in known.weekend_workdays)


@cache
def _calendar(country: Country, language: Language) -> "HolidayBase":
    import holidays

    return holidays.country_holidays(country.upper(), language=_LANGUAGES[language])
