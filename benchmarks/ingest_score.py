"""How well a loaded table agrees with its clean copy: Pollock's ten numbers, and "exact".

After Vitagliano et al., "Pollock: A Data Loading Benchmark" (PVLDB 2023): loaded at all; precision,
recall and F1 of the header's cells, of the records (their cells normalised and joined) and of the
cells, each as multisets. The sum of the ten is a file's score, 10 is best.
"""

import re
from collections import Counter
from collections.abc import Hashable, Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime
from functools import lru_cache

from dateutil import parser as dates

Row = Sequence[str]
_CLOCK = re.compile(r"(\d{1,2}):(\d{2})(?::(\d{2})(\.\d+)?)?\s*([ap]m)?", re.IGNORECASE)
_MONEY = re.compile(r"([£$€¥])\s*([\d.,]*\d)|([\d.,]*\d)\s*([£$€¥])")
_ANY_DAY = datetime(2000, 1, 1)


@dataclass(frozen=True)
class Loaded:
    """A table as a reader gave it: the header's cells and the records, all text."""

    header: Row
    records: Sequence[Row]


@dataclass(frozen=True)
class Score:
    """Pollock's score (0 to 10), whether the table is exact, F1 of header, records and cells, and
    whether it was loaded."""

    pollock: float
    exact: bool
    f1: tuple[float, float, float] = (0.0, 0.0, 0.0)
    loaded: bool = True


FAILED = Score(0.0, exact=False, loaded=False)


def score(clean: Loaded, loaded: Loaded) -> Score:
    """The score of a loaded table."""
    header = [normalise(cell) for cell in loaded.header]
    truth = [normalise(cell) for cell in clean.header]
    records = [_record(record) for record in loaded.records]
    wanted = [_record(record) for record in clean.records]
    parts = (
        (truth, header),
        (wanted, records),
        ([cell for record in wanted for cell in record], [c for record in records for c in record]),
    )
    header_f1, records_f1, cells_f1 = (_measures(source, got) for source, got in parts)
    pollock = 1.0 + sum(header_f1) + sum(records_f1) + sum(cells_f1)
    f1 = (header_f1[2], records_f1[2], cells_f1[2])
    return Score(pollock, _same(truth, header, wanted, records), f1)


@lru_cache(maxsize=1 << 20)
def normalise(cell: str) -> str:
    """Trimmed, lower case; yes/no, numbers, times, dates and prices in one form.

    >>> normalise(" 1.50 "), normalise("TRUE"), normalise("2 Jan 2020"), normalise("£6,755")
    ('1.5', '1', '2020-01-02 00:00:00', '£6755.0')
    """
    text = cell.strip()
    if text.lower() in ("true", "false"):
        return str(int(text.lower() == "true"))
    return _number(text) or _clock(text) or _date(text) or _price(text) or text.lower()


def _record(record: Row) -> tuple[str, ...]:
    return tuple(normalise(cell) for cell in record)


def _measures(source: Iterable[Hashable], loaded: Iterable[Hashable]) -> tuple[float, float, float]:
    truth, got = Counter(source), Counter(loaded)
    if not truth:
        return 1.0, 1.0, 1.0
    common = (truth & got).total()
    if not common:
        return 0.0, 0.0, 0.0
    precision, recall = common / got.total(), common / truth.total()
    return precision, recall, 2 * precision * recall / (precision + recall)


def _same(truth: Row, header: Row, wanted: Sequence[Row], records: Sequence[Row]) -> bool:
    """Equal in every cell and in order. A table is a rectangle where its file is ragged, so names
    that are blank and empty cells at a record's end do not count."""
    named = [cell for cell in header if cell] == [cell for cell in truth if cell]
    return named and [_bare(record) for record in records] == [_bare(record) for record in wanted]


def _bare(record: Row) -> Row:
    end = len(record)
    while end and not record[end - 1]:
        end -= 1
    return record[:end]


def _number(text: str) -> str:
    try:
        return str(int(text))
    except ValueError:
        pass
    try:
        return str(float(text))
    except ValueError:
        return ""


def _clock(text: str) -> str:
    found = _CLOCK.fullmatch(text)
    if not found:
        return ""
    hours = int(found[1]) % 12 + 12 * (found[5].lower() == "pm") if found[5] else int(found[1])
    return f"{hours:02d}:{found[2]}:{found[3] or '00'}{found[4] or ''}"


def _date(text: str) -> str:
    if len(text) > 40 or not any(mark.isdigit() for mark in text):
        return ""
    try:
        return str(dates.parse(text, default=_ANY_DAY))
    except (ValueError, OverflowError, TypeError, AttributeError):
        return ""


def _price(text: str) -> str:
    found = _MONEY.fullmatch(text)
    if not found:
        return ""
    amount = _number((found[2] or found[3]).replace(",", ""))
    return f"{found[1] or found[4]}{float(amount)}" if amount else ""
