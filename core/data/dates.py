"""Text to instants: ISO, year first or last, month names in English, Chinese forms, 20240105."""

import datetime as dt
import re
import unicodedata
from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

_TIME = (
    r"(?:[T ,]*\s*(?P<h>\d{1,2})[:时点](?P<mi>\d{1,2})"
    r"(?:[:分](?P<s>\d{1,2})(?:[.,](?P<f>\d{1,9}))?)?[分秒]?"
    r"\s*(?P<half>[AaPp]\.?[Mm]\.?)?\s*(?P<zone>Z|UTC|GMT|[+-]\d{2}:?\d{2})?)?"
)
_YEAR_FIRST = re.compile(
    r"(?P<y>\d{4})(?P<sep>[-/.年])(?P<m>\d{1,2})(?:[-/.月](?P<d>\d{1,2})日?|月)?" + _TIME
)
_YEAR_LAST = re.compile(
    r"(?P<a>\d{1,2})(?P<sep>[-/. ])(?P<b>\d{1,2})(?P=sep)(?P<y>\d{4}|\d{2})" + _TIME
)
_MONTHS = ["jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec"]
_NAME = r"(?P<name>jan|feb|mar|apr|may|jun|jul|aug|sep|oct|nov|dec)[a-z]{0,6}\.?"
_WEEKDAY = r"(?:(?:mon|tue|wed|thu|fri|sat|sun)[a-z]*\.?,?\s+)?"
_DAY_NAME = re.compile(
    _WEEKDAY
    + r"(?P<d>\d{1,2})(?:st|nd|rd|th)?[-/ ]"
    + _NAME
    + r",?[-/ ](?P<y>\d{4}|\d{2})"
    + _TIME,
    re.IGNORECASE,
)
_NAME_DAY = re.compile(
    _WEEKDAY + _NAME + r"[-/ ](?P<d>\d{1,2})(?:st|nd|rd|th)?,?[-/ ]+(?P<y>\d{4})" + _TIME,
    re.IGNORECASE,
)
_COMPACT = re.compile(r"(?P<y>(?:19|20)\d{2})(?P<m>\d{2})(?P<d>\d{2})" + _TIME)
DATE_ORDERS = ("day_first", "month_first")
EPOCHS = {"epoch_s": (10, 1), "epoch_ms": (13, 10**3), "epoch_us": (16, 10**6)}
"""Seconds and their parts since 1970: how many digits they have (2001 to 2286), parts a second."""
_NOTHING = np.datetime64("NaT", "us")


@dataclass(frozen=True)
class DateStyle:
    """`order` is "", day_first, month_first, compact or of `EPOCHS`; `ambiguous` when no value
    decided it: then `why` says what spoke for it, `rising`, `points`, or `nothing`."""

    order: str
    ambiguous: bool = False
    why: str = ""


def date_style(values: Sequence[str], counts: NDArray[np.int64]) -> DateStyle:
    """How a column orders its dates.

    A number above 12 decides. Where none does, the order that lets the dates
    of the file rise more often wins; then points mean day first, and all else
    month first, marked as ambiguous.

    >>> date_style(["03/04/2024", "13/04/2024"], np.array([1, 1])).order
    'day_first'
    """
    day = month = seen = points = 0
    pairs: list[tuple[int, int, int]] = []
    for value, count in zip(values, counts.tolist(), strict=True):
        match = _YEAR_LAST.fullmatch(value) if len(value) <= 40 else None
        if match is None:
            continue
        a, b = int(match["a"]), int(match["b"])
        seen += count
        points += count * (match["sep"] == ".")
        day += count * (a > 12 >= b)
        month += count * (b > 12 >= a)
        pairs.append((int(match["y"]), a, b))
    if not seen:
        return DateStyle("")
    if day or month:
        return DateStyle("day_first" if day > month else "month_first")
    if all(a == b for _, a, b in pairs):
        return DateStyle("month_first")
    rising = _rises([(y, b, a) for y, a, b in pairs]) - _rises([(y, a, b) for y, a, b in pairs])
    day_first = rising > 0 or (rising == 0 and points > seen / 2)
    why = "rising" if rising else "points" if day_first else "nothing"
    return DateStyle("day_first" if day_first else "month_first", ambiguous=True, why=why)


def _rises(dates: list[tuple[int, int, int]]) -> int:
    return sum(1 for before, after in zip(dates, dates[1:], strict=False) if after > before)


def parse_dates(
    values: Sequence[str], order: str
) -> tuple[NDArray[np.datetime64], NDArray[np.bool_]]:
    """Instants (u,) datetime64[us] (NaT where unreadable) and which were read.

    Times with a zone come in UTC; times without one stay as written.
    """
    instants = np.full(len(values), _NOTHING, dtype="datetime64[us]")
    ok = np.zeros(len(values), dtype=bool)
    for place, text in enumerate(values):
        instant = _instant(text, order)
        if instant is not None:
            instants[place], ok[place] = np.datetime64(instant, "us"), True
    return instants, ok


def _instant(text: str, order: str) -> dt.datetime | None:
    if not 6 <= len(text) <= 48:
        return None
    if not text.isascii():
        text = unicodedata.normalize("NFKC", text)
    if order in EPOCHS:
        return _epoch(text, order)
    try:
        return _year_first(text) or _year_last(text, order) or _named(text) or _compact(text, order)
    except (ValueError, OverflowError):
        return None


def _year_first(text: str) -> dt.datetime | None:
    match = _YEAR_FIRST.fullmatch(text)
    if match is None or (match["d"] is None and (match["sep"] == "." or match["h"])):
        return None
    return _build(match, int(match["y"]), int(match["m"]), int(match["d"] or 1))


def _year_last(text: str, order: str) -> dt.datetime | None:
    match = _YEAR_LAST.fullmatch(text)
    if match is None:
        return None
    first, second = int(match["a"]), int(match["b"])
    day, month = (first, second) if order == "day_first" else (second, first)
    return _build(match, _year(match["y"]), month, day)


def _named(text: str) -> dt.datetime | None:
    match = _DAY_NAME.fullmatch(text) or _NAME_DAY.fullmatch(text)
    if match is None:
        return None
    month = _MONTHS.index(match["name"].lower()) + 1
    return _build(match, _year(match["y"]), month, int(match["d"]))


def epoch_of(values: Sequence[str], old: bool = True) -> str | None:
    """The unit in which whole numbers are all instants of this age, or None. `old` ones, before
    September 2001, have a digit less."""
    if not values or not all(value.isascii() and value.isdigit() for value in values):
        return None
    lengths = {len(value) for value in values}
    fits = (n for n, (digits, _) in EPOCHS.items() if lengths <= {digits, digits - old})
    return next(fits, None)


def _epoch(text: str, order: str) -> dt.datetime | None:
    digits, parts = EPOCHS[order]
    if len(text) not in (digits - 1, digits) or not (text.isascii() and text.isdigit()):
        return None
    micros = int(text) * (10**6 // parts)
    return dt.datetime(1970, 1, 1) + dt.timedelta(microseconds=micros)


def _compact(text: str, order: str) -> dt.datetime | None:
    match = _COMPACT.fullmatch(text)
    if match is None or (order != "compact" and match["h"] is None):
        return None
    return _build(match, int(match["y"]), int(match["m"]), int(match["d"]))


def _year(text: str) -> int:
    """Two digits below 70 are of this century."""
    year = int(text)
    return year if len(text) == 4 else year + (2000 if year < 70 else 1900)


def _build(match: re.Match[str], year: int, month: int, day: int) -> dt.datetime:
    hour, minute, second = (int(match[part] or 0) for part in ("h", "mi", "s"))
    if match["half"]:
        if not 1 <= hour <= 12:
            raise ValueError(hour)
        hour = hour % 12 + (12 if match["half"][0] in "pP" else 0)
    fraction = int((match["f"] or "").ljust(6, "0")[:6])
    instant = dt.datetime(year, month, day, hour, minute, second, fraction)
    zone = match["zone"]
    if zone and zone[0] in "+-":
        offset = dt.timedelta(hours=int(zone[1:3]), minutes=int(zone[-2:]))
        instant -= offset if zone[0] == "+" else -offset
    return instant
