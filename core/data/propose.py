"""Which type a column has, told from its text, with the reason."""

from dataclasses import dataclass, field

import numpy as np

from core.base.values import ColumnType, Finding
from core.data.booleans import boolean_style
from core.data.cells import NULLS_IN_NUMBERS, Cells
from core.data.dates import date_style, epoch_of, parse_dates
from core.data.identifiers import id_style, identifier_reason
from core.data.notes import note
from core.data.numbers import Numbers, number_style, parse_numbers
from core.data.words import words

ENOUGH = 0.98
"""The share of the cells with content that must be readable for a type to be proposed."""
_FEW = 50
_DATE_WORDS = {"date", "day", "dt", "ymd", "time", "timestamp", "datetime", "ds", "datum",
               "fecha", "日期", "时间", "日付"}  # fmt: skip

_STAMPS = {"timestamp", "epoch"}
"""Words for times that are counted in seconds, and no clock: of 9 digits, they are before 2001."""


@dataclass(frozen=True)
class Proposal:
    """A type with the code of its reason (text `data.reason.<code>`) and how cells are written."""

    type: ColumnType
    reason: str
    style: str = ""
    notes: list[Finding] = field(default_factory=list)


def propose(name: str, cells: Cells, mark: str = "") -> Proposal:
    """The type of a column: yes/no, date, identifier, number, then category or text.

    `mark` is that of decimals (numbers.decimal_mark) where the cells leave it open.
    """
    known = cells.known(NULLS_IN_NUMBERS)
    total = cells.count(known)
    if cells.count(cells.known()) == 0:
        return Proposal("text", "all_missing")
    values = [value for value, keep in zip(cells.values, known, strict=True) if keep]
    pair = boolean_style(values) if total else None
    if pair is not None:
        return Proposal("boolean", "yes_no", pair)
    style = number_style(cells.values, cells.counts, mark)
    numbers = parse_numbers(cells.values, style)
    dated = _dates(name, cells, known, total)
    if dated is not None and dated.reason != "mixed":
        return dated
    reason = identifier_reason(name, cells, numbers)
    if reason is not None:
        return Proposal("id", reason, id_style(cells))
    share = cells.count(numbers.ok & known) / max(1, total)
    if share >= ENOUGH and len(numbers.currencies) < 2:
        return _number(cells, numbers, known, style)
    words_found = _words(cells)
    if share >= 0.5:
        words_found.notes.append(_mixed(cells, numbers, known))
    elif dated is not None:
        words_found.notes.extend(dated.notes)
    return words_found


def as_numbers(cells: Cells, style: str) -> Proposal:
    """The cells as numbers of this style: whole ones, or any."""
    return _number(cells, parse_numbers(cells.values, style), cells.known(NULLS_IN_NUMBERS), style)


def _number(cells: Cells, numbers: Numbers, known: np.ndarray, style: str) -> Proposal:
    mark = "," if "comma" in style else "."
    read = np.flatnonzero(numbers.ok & known & ~numbers.infinite)
    whole = "percent" not in style and all(
        numbers.whole[place] is not None and mark not in cells.values[place] for place in read
    )
    if whole and len(read):
        return Proposal("integer", "whole_numbers", style)
    return Proposal("number", "comma_numbers" if mark == "," else "numbers", style)


def _dates(name: str, cells: Cells, known: np.ndarray, total: int) -> Proposal | None:
    """A date when enough cells are; `mixed` when at least half of them are."""
    if total == 0:
        return None
    style = date_style(cells.values, cells.counts)
    order = _by_digits(name, cells, known, total) or style.order
    _, ok = parse_dates(cells.values, order)
    share = cells.count(ok & known) / total
    if share < 0.5:
        return None
    notes = []
    if style.ambiguous:
        notes.append(note("date_order_ambiguous", "warning", total, total, cells.values))
    if share >= ENOUGH:
        return Proposal("datetime", f"date_{order}" if order else "dates", order, notes)
    bad = np.flatnonzero(known & ~ok)
    shown = [cells.values[place] for place in bad]
    return Proposal(
        "text",
        "mixed",
        notes=[note("mixed_dates", "warning", cells.count(known & ~ok), total, shown)],
    )


def _by_digits(name: str, cells: Cells, known: np.ndarray, total: int) -> str | None:
    """How whole numbers are dates: as 20240105, or counted from 1970 where the name says so."""
    if _compact(name, cells, known, total):
        return "compact"
    said = set(words(name))
    if not said & _DATE_WORDS and not any(w in name for w in ("日期", "时间")):
        return None
    values = [value for value, keep in zip(cells.values, known, strict=True) if keep]
    return epoch_of(values, old=bool(said & _STAMPS))


def _compact(name: str, cells: Cells, known: np.ndarray, total: int) -> bool:
    """Whether 20240105 is a date here: the name says so, or many such numbers are all dates."""
    eight = np.array([len(v) == 8 and v.isdigit() for v in cells.values], dtype=bool)
    if cells.count(eight & known) < ENOUGH * total:
        return False
    _, ok = parse_dates(cells.values, "compact")
    if cells.count(ok & known) < ENOUGH * total:
        return False
    return (
        bool(set(words(name)) & _DATE_WORDS)
        or any(w in name for w in ("日期", "时间"))
        or total >= 20
    )


def _mixed(cells: Cells, numbers: Numbers, known: np.ndarray) -> Finding:
    if len(numbers.currencies) > 1:
        return note("several_currencies", "warning", 0, 0, sorted(numbers.currencies))
    bad = known & ~numbers.ok
    shown = [cells.values[place] for place in np.flatnonzero(bad)]
    return note("mixed_types", "warning", cells.count(bad), cells.count(known), shown)


def _words(cells: Cells) -> Proposal:
    """Category when values repeat and are short, else text."""
    known = cells.known()
    total = cells.count(known)
    values = [value for value, keep in zip(cells.values, known, strict=True) if keep]
    length = sum(len(value) for value in values) / len(values)
    repeats = len(values) <= 0.5 * total
    if length <= 60 and (repeats or len(values) <= min(_FEW, max(2, total // 2))):
        return Proposal("category", "few_values" if len(values) <= _FEW else "repeated_values")
    if length <= 60 and len(values) <= 10 and total < 20:
        return Proposal("category", "few_values")
    return Proposal("text", "free_text")
