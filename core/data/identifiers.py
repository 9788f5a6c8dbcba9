"""Which columns are identifiers: they stay text, however numeric they look.

A measure with many different values (a duration, an amount) must not become
one: numbers need a name, leading zeros, a length no measure has, or to count up.
"""

import re

import numpy as np

from core.data.cells import Cells
from core.data.numbers import Numbers
from core.data.role_names import NUMBERED
from core.data.words import words

_STRONG = {
    "id", "ids", "uuid", "guid", "sku", "barcode", "ean", "upc", "gtin", "asin", "isbn", "zip",
    "zipcode", "postcode", "phone", "mobile", "iban",
}  # fmt: skip
_WEAK = {"code", "no", "nr", "nbr", "number", "num", "key", "hash", "ref", "index"}
_ENTITIES = {
    "user", "customer", "member", "client", "item", "product", "store", "shop", "order",
    "invoice", "session", "visitor", "transaction", "household",
}  # fmt: skip
_STRONG_ZH = re.compile(
    r".*(编号|单号|编码|号码|条码|货号|工号|卡号|邮编|手机号?|电话|id)$", re.IGNORECASE
)
_WEAK_ZH = re.compile(r".*[\u4e00-\u9fff](号|代码)$")
_NUMBERED = re.compile(NUMBERED)
_WHOLE_FLOAT = re.compile(r"\d+\.0")
LONG_DIGITS = 16
MANY = 20


def identifier_reason(name: str, cells: Cells, numbers: Numbers) -> str | None:
    """The code of the reason why the column is an identifier, or None."""
    known = cells.known()
    values = [value for value, keep in zip(cells.values, known, strict=True) if keep]
    total = cells.count(known)
    if not values:
        return None
    digits = np.array([value.isdigit() for value in cells.values], dtype=bool) & known
    if cells.count(digits) >= 0.5 * total:
        found = _digit_reason(cells, digits, total)
        if found:
            return found
    spaced = sum(" " in value for value in values)
    few_spaced = spaced <= 0.1 * len(values)
    named = name_strength(name)
    if named == "strong" and few_spaced and _may_be_key(cells, numbers, known):
        return "id_name"
    if named == "weak" and len(values) >= MANY and few_spaced and _whole_or_text(numbers, known):
        return "id_name"
    if named == "entity" and len(values) > 2 and cells.count(digits) >= 0.98 * total:
        return "id_name"
    if total >= 50 and len(values) >= 0.99 * total and numbers.ok[known].all():
        return _counting_reason(cells, numbers, known)
    return _pattern_reason(cells, numbers, known, values, total, spaced)


def name_strength(name: str) -> str | None:
    """How surely a name says "identifier": strong, weak, entity (a bare `customer`), or None."""
    parts = words(name)
    if not parts:
        return None
    if _NUMBERED.fullmatch("_".join(parts)):
        return "strong"
    last = parts[-1]
    if last in _STRONG or _STRONG_ZH.fullmatch(last):
        return "strong"
    if (last in _WEAK and len(parts) > 1) or _WEAK_ZH.fullmatch(last):
        return "weak"
    return "entity" if len(parts) == 1 and last in _ENTITIES else None


def id_style(cells: Cells) -> str:
    """`whole` when every identifier was written as a number with `.0`, else empty."""
    known = cells.known()
    values = [value for value, keep in zip(cells.values, known, strict=True) if keep]
    return "whole" if values and all(_WHOLE_FLOAT.fullmatch(value) for value in values) else ""


def _digit_reason(cells: Cells, digits: np.ndarray, total: int) -> str | None:
    zeros = np.array([len(v) > 1 and v[0] == "0" for v in cells.values], dtype=bool) & digits
    if cells.count(zeros) >= max(1, 0.01 * total):
        return "id_zeros"
    long = np.array([len(value) >= LONG_DIGITS for value in cells.values], dtype=bool) & digits
    return "id_long" if cells.count(long) >= 0.5 * total else None


def _may_be_key(cells: Cells, numbers: Numbers, known: np.ndarray) -> bool:
    """Not a measure: whole numbers, or text."""
    return _whole_or_text(numbers, known) or bool(id_style(cells))


def _whole_or_text(numbers: Numbers, known: np.ndarray) -> bool:
    read = numbers.ok & known
    broken = sum(1 for place in np.flatnonzero(read) if numbers.whole[place] is None)
    return broken == 0


def _counting_reason(cells: Cells, numbers: Numbers, known: np.ndarray) -> str | None:
    """Whole numbers that count up line by line, or share a length of 8 digits and more."""
    if not _whole_or_text(numbers, known):
        return None
    inside = cells.codes[cells.codes >= 0]
    column = numbers.values[inside[known[inside]]]
    steps = np.diff(column)
    if len(steps) and (np.all(steps > 0) or np.all(steps < 0)) and np.mean(abs(steps) == 1) > 0.95:
        return "id_unique"
    lengths = {len(str(int(abs(value)))) for value in column}
    return "id_unique" if len(lengths) == 1 and min(lengths) >= 8 else None


def _pattern_reason(
    cells: Cells, numbers: Numbers, known: np.ndarray, values: list[str], total: int, spaced: int
) -> str | None:
    """Text such as A-1042 or a UUID: nearly all different, without blanks, with digits."""
    if total < MANY or len(values) < 0.95 * total or spaced or cells.count(numbers.ok & known):
        return None
    with_digits = sum(any(letter.isdigit() for letter in value) for value in values)
    short = np.mean([len(value) for value in values]) <= 40
    return "id_pattern" if short and with_digits >= 0.9 * len(values) else None
