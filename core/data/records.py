"""Records of a CSV file with the physical lines they stand on.

The standard library's reader splits cells; what is added here is the line
count, and that a quote which never closes costs one line, not the rest of the file.
"""

import csv
import itertools
from collections import deque
from collections.abc import Iterator
from dataclasses import dataclass

from core.base.errors import AppError
from core.data.dialect import LONGEST_CELL, Dialect

_RUNAWAYS = 1_000
_WIDEST_CELL = 1 << 26
_LONG_TRIES = 8


@dataclass(frozen=True)
class Record:
    """`cells` of a record that begins on physical line `line` (from 1) and spans `span` lines.

    `problem` is the reason why it is no row, or None.
    """

    line: int
    span: int
    cells: list[str]
    problem: str | None = None

    @property
    def empty(self) -> bool:
        """Whether no cell holds anything but white space."""
        return not any(cell.strip() for cell in self.cells)


class _Feed:
    """Lines with push-back; `taken` are those handed out since it was last emptied."""

    def __init__(self, lines: Iterator[str]) -> None:
        self._lines = lines
        self._back: deque[str] = deque()
        self.taken: list[str] = []
        self.dry = False

    def __iter__(self) -> "_Feed":
        return self

    def __next__(self) -> str:
        if self._back:
            line = self._back.popleft()
        else:
            try:
                line = next(self._lines)
            except StopIteration:
                self.dry = True
                raise
        self.taken.append(line)
        return line

    @property
    def waiting(self) -> bool:
        """Whether lines were handed back."""
        return bool(self._back)

    def keep_none(self) -> None:
        """Hands all of the taken lines back."""
        self._back.extendleft(reversed(self.taken))
        self.taken = []
        self.dry = False

    def keep_first(self) -> str:
        """Hands all but the first of the taken lines back; returns that first one."""
        self._back.extendleft(reversed(self.taken[1:]))
        first = self.taken[0]
        self.taken = [first]
        self.dry = False
        return first


class Records:
    """Every record of `lines`, blank ones too; the spans add up to the number of lines.

    `line` is the physical line that the next record begins on. Raises AppError
    csv_quotes when more than a thousand quotes never close.
    """

    def __init__(self, lines: Iterator[str], dialect: Dialect, file: str, line: int = 1) -> None:
        csv.field_size_limit(LONGEST_CELL)
        self.line = line
        self._dialect, self._file = dialect, file
        self._feed = _Feed(dialect.prepare(lines))
        self._reader = dialect.reader(self._feed)
        self._runaways = 0
        self._long_tries = _LONG_TRIES

    @property
    def at_rest(self) -> bool:
        """Whether all lines that were taken belong to records that were given."""
        return not self._feed.waiting

    def __iter__(self) -> "Records":
        return self

    def __next__(self) -> Record:
        feed = self._feed
        feed.taken = []
        cells: list[str] | None
        try:
            cells = next(self._reader)
        except csv.Error:
            cells = self._long()
        if cells is None or (feed.dry and _unclosed(feed.taken, self._dialect)):
            record = self._runaway()
        else:
            record = Record(self.line, len(feed.taken), self._dialect.restore(cells))
        self.line += len(feed.taken)
        return record

    def _long(self) -> list[str] | None:
        """The record once more, with very long cells; None where one of them does not close.

        Tried until it failed a few times: each time up to 64 MB may be read in vain.
        """
        if not self._long_tries:
            return None
        self._feed.keep_none()
        csv.field_size_limit(_WIDEST_CELL)
        try:
            return next(self._dialect.reader(self._feed, strict=True))
        except csv.Error:
            self._long_tries -= 1
            return None
        finally:
            csv.field_size_limit(LONGEST_CELL)

    def _runaway(self) -> Record:
        self._runaways += 1
        if self._runaways > _RUNAWAYS:
            raise AppError("csv_quotes", file=self._file, line=self.line)
        text = self._feed.keep_first().rstrip("\r\n")
        return Record(self.line, 1, self._dialect.restore([text]), "quote_not_closed")


def _unclosed(taken: list[str], dialect: Dialect) -> bool:
    """Whether the file's last record ends inside quotes: it would go on with another line."""
    more = itertools.chain(taken, ["x"])
    next(dialect.reader(more), None)
    return next(more, None) is None
