"""The records of a table, each put into one class while they stream by.

Whether a short record is a ragged row or a note under the table is only known
when the table is seen to go on, or not: doubtful records wait (`tail`).
"""

import contextlib
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass

import pyarrow as pa

from core.base.values import Finding
from core.data.layout import Layout
from core.data.ledger import Ledger
from core.data.notes import note
from core.data.raw_writer import RawWriter
from core.data.records import Record
from core.data.shape import Shape
from core.data.tail import Waiting, judge
from core.data.total_rows import is_label, label_of

_PATIENCE = 500


@dataclass(frozen=True)
class Place:
    """What is known of the file beside its layout: lines above on which other tables begin,
    whether bytes may be no text, and whether total rows stay among the rows."""

    others: tuple[int, ...] = ()
    check_text: bool = False
    keep_totals: bool = False


class Body:
    """Takes the records of a file in order, from the header on."""

    def __init__(
        self, layout: Layout, sample: Sequence[Record], writer: RawWriter, place: Place
    ) -> None:
        self._ledger = Ledger(writer)
        self._place = place
        self._shape = Shape(layout, [record.cells for record in _first_block(sample, layout.rows)])
        self._header = layout.rows
        self._waiting: list[Waiting] = []
        self._after_blank = self._over = self._calm = False
        self._others = list(place.others)

    def above(self, records: Sequence[Record]) -> None:
        """The records above the table."""
        for record in records:
            inside = bool(self._others) and record.line >= self._others[0]
            self._ledger.above(record, inside)

    @property
    def lines(self) -> Counter[str]:
        """How many lines there are of each class."""
        return self._ledger.lines

    def take(self, record: Record) -> None:
        """The next record."""
        if self._calm and self._shape.plain(record.cells) and record.problem is None:
            self._ledger.plain_row(record)
            return
        if self._header and not (record.problem or record.empty):
            self._header -= 1
            self._ledger.settle(Waiting(record, "header"))
            return
        kind = self._class(record)
        if kind == "row" or (kind == "total" and not self._waiting):
            self._go_on()
            self._ledger.settle(Waiting(record, kind))
        elif kind == "blank" and not self._waiting:
            self._ledger.settle(Waiting(record, kind))
        else:
            self._wait(Waiting(record, kind))
        self._after_blank = kind == "blank"
        self._calm = kind == "row" and not self._place.check_text

    @property
    def calm(self) -> bool:
        """Whether the table is well under way: rows may come in blocks."""
        return self._calm and not self._waiting and self._ledger.sums.closed

    @property
    def shape(self) -> Shape:
        """What the rows have in common."""
        return self._shape

    @property
    def keep_totals(self) -> bool:
        """Whether total rows stay among the rows."""
        return self._place.keep_totals

    def rows(self, columns: Sequence[pa.Array], lines: pa.Array, extra_lines: int) -> None:
        """Records that are surely rows, by columns, with the line each begins on.

        They stand on `extra_lines` more lines than there are rows.
        """
        self._ledger.rows(columns, lines, extra_lines)

    def end(self) -> None:
        """No more records: what waits was no part of the table, or is ragged."""
        tables, judged = judge(self._waiting, self._shape)
        self._others += tables
        for waiting in judged:
            self._ledger.settle(waiting)
        self._waiting = []

    def notes(self, read: int) -> list[Finding]:
        """What was noticed, of `read` rows."""
        found = self._ledger.notes(read)
        if self._others:
            found.append(note("several_tables", "warning", len(self._others), 0, self._others))
        return found + self._ledger.short_and_long(read)

    def _class(self, record: Record) -> str:
        """row, blank, total, total?, note, header_again, lean, or the reason why it is no row."""
        cells, shape = record.cells, self._shape
        if record.problem is not None:
            return record.problem
        if shape.blank(cells):
            return "blank"
        if self._over:
            return "note"
        if shape.is_header(cells):
            return "header_again"
        if self._after_blank and shape.other_header(cells):
            self._others.append(record.line)
            self._over = True
            return "note"
        reason = shape.misfit(cells)
        counted = cells[0][:1].isdigit()  # as nearly all rows do: no comment, ruler or label
        if not counted and (shape.is_ruler(cells) or (reason and cells[0].lstrip()[:1] == "#")):
            return "note"
        if reason:
            return reason
        if self._place.check_text and not _is_text(cells):
            return "bytes_not_text"
        label = None if counted or self._place.keep_totals else label_of(cells)
        if label is not None:
            return self._total(cells, label)
        return "lean" if shape.lean(cells) else "row"

    def _total(self, cells: Sequence[str], label: int) -> str:
        """Whether a labelled row is a total: it adds up, lacks its keys, or (total?) ends all."""
        if self._ledger.sums.match(cells, label):
            return "total"
        if not is_label(cells[label]):
            return "row"
        return "total" if self._shape.keys_empty(cells, label) else "total?"

    def _wait(self, waiting: Waiting) -> None:
        if waiting.kind == "blank" and self._waiting[-1].kind == "total?":
            self._waiting[-1] = Waiting(self._waiting[-1].record, "total")
        self._waiting.append(waiting)
        if len(self._waiting) < _PATIENCE:
            return
        tables, judged = judge(self._waiting, self._shape)
        if tables:
            self._over = True
            self._others += tables
        for settled in judged if tables else self._waiting:
            self._ledger.settle(settled)
        self._waiting = []

    def _go_on(self) -> None:
        """The table goes on: what waited was inside it."""
        for waiting in self._waiting:
            self._ledger.settle(waiting)
        self._waiting = []


def _first_block(sample: Sequence[Record], header: int) -> Sequence[Record]:
    """The records down to the first gap, where there are some: another table may follow."""
    gaps = (
        place
        for place in range(header + 3, len(sample))
        if sample[place - 1].line + sample[place - 1].span < sample[place].line
    )
    return sample[: next(gaps, len(sample))]


def _is_text(cells: Sequence[str]) -> bool:
    with contextlib.suppress(UnicodeEncodeError):
        "".join(cells).encode()
        return True
    return False
