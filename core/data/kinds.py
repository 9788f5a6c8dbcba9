"""What a cell looks like, at a glance: enough to tell a table's grid and its header from its rows.

Columns are typed elsewhere, with every cell read (`propose`); here a sample is
looked at many times, once for each way to split it.
"""

import re
from functools import lru_cache
from typing import Literal

from core.data.cells import NULLS_IN_NUMBERS

Look = Literal["empty", "number", "date", "time", "address", "code", "words", "other"]

STRONG: frozenset[Look] = frozenset({"number", "date", "time"})
"""Looks that a column's name seldom has."""
KNOWN: dict[Look, float] = {
    "empty": 1.0, "number": 1.0, "date": 1.0, "time": 1.0, "address": 1.0, "code": 0.95,
    "words": 0.95, "other": 0.3,
}  # fmt: skip
"""How sure a look makes that the cell was cut where it should be."""

_SIGN = r"(?:[$€£¥￥₹]|[A-Z]{1,3}\$|USD|EUR|GBP|CNY|RMB|CHF|元)"
_DIGITS = (
    r"(?:\d{1,3}(?:[,.' \xa0\u202f]\d{3})+|\d{1,2}(?:,\d{2})+,\d{3}|\d+)(?:\.\d*|,\d+)?|[.,]\d+"
)
_NUMBER = re.compile(
    rf"[(]?[<>]?[+\-−]?\s?{_SIGN}?\s?[+\-−]?(?:{_DIGITS})(?:e[+-]?\d+)?"
    rf"\s?(?:{_SIGN}|%|‰|kr|zł)?[)-]?",
    re.IGNORECASE,
)
_CLOCK = (
    r"\d{1,2}[:时]\d{2}(?:[:分]\d{2}(?:[.,]\d+)?秒?)?\s?(?:[ap]\.?m\.?)?"
    r"(?:Z|[+-]\d{2}(?::?\d{2})?)?"
)
_MONTH = r"(?:jan|feb|mar|apr|may|jun|jul|aug|sep|oct|nov|dec)[a-z]{0,6}\.?"
_DAY = (
    r"\d{4}[-/.年]\d{1,2}(?:[-/.月]\d{1,2}日?|月)?|\d{1,2}[-/.]\d{1,2}[-/.]\d{2,4}"
    rf"|\d{{1,2}}[- /]?{_MONTH}(?:[- /,]+\d{{2,4}})?|{_MONTH}[- /]\d{{1,2}}(?:,?[ -]\d{{2,4}})?"
    rf"|{_MONTH}[- /]\d{{4}}"
)
_DATE = re.compile(rf"(?:{_DAY})(?:[T ,]+{_CLOCK}(?:\s?(?:UTC|GMT))?)?", re.IGNORECASE)
_TIME = re.compile(_CLOCK, re.IGNORECASE)
_ADDRESS = re.compile(r"[^\s,;|]+@[^\s,;|]+\.\w+|(?:https?://|www\.)[^\s;|]+", re.IGNORECASE)
_CODE = re.compile(r"[\w.#/\\-]*\d[\w.#/\\-]*")
_WORDS = re.compile(r"(?=.*[^\W\d_])[\w(\[#*$%&][^\t|;\"^~]{0,90}(?<!,)")
_LONGEST = 200


@lru_cache(maxsize=1 << 16)
def look_of(cell: str) -> Look:
    """What a cell looks like.

    >>> look_of("1.234,50 €"), look_of("2024-01-05 10:30"), look_of("n/a"), look_of("SKU-17")
    ('number', 'date', 'empty', 'code')
    """
    text = cell.strip()
    if len(text) > _LONGEST:
        return "other"
    if text.lower() in NULLS_IN_NUMBERS:
        return "empty"
    if text.isascii() and text.isalpha():
        return "date" if _DATE.fullmatch(text) else "words"
    if text.startswith('="') and text.endswith('"'):
        return "code"
    for look, pattern in _LOOKS:
        if pattern.fullmatch(text):
            return look
    return "other"


_LOOKS: tuple[tuple[Look, re.Pattern[str]], ...] = (
    ("number", _NUMBER),
    ("date", _DATE),
    ("time", _TIME),
    ("address", _ADDRESS),
    ("code", _CODE),
    ("words", _WORDS),
)
