"""What became of each record: written where it belongs, and its lines counted."""

from collections import Counter
from collections.abc import Sequence

import pyarrow as pa

from core.base.values import Finding
from core.data.notes import note
from core.data.raw_writer import RawWriter
from core.data.records import Record
from core.data.tail import Waiting
from core.data.total_rows import Sums

_BESIDE = frozenset({"header", "header_again", "preamble", "note", "total"})


class Ledger:
    """Writes records as what they are; `lines` counts lines by class, `sums` knows the rows."""

    def __init__(self, writer: RawWriter) -> None:
        self.lines: Counter[str] = Counter()
        self.sums = Sums()
        self._told: Counter[str] = Counter()
        self._writer = writer
        self._first_above = ""

    def above(self, record: Record, inside: bool) -> None:
        """A record above the table, `inside` another one or not."""
        kind = "blank" if record.empty else "note" if inside else "preamble"
        self._first_above = self._first_above or ("" if record.empty else record.cells[0])
        self.settle(Waiting(record, kind))

    def rows(self, columns: Sequence[pa.Array], lines: pa.Array, extra_lines: int) -> None:
        """Records that are surely rows, by columns, with the line each begins on.

        They stand on `extra_lines` more lines than there are rows.
        """
        self.lines["row"] += len(lines)
        self.lines["continuation"] += extra_lines
        self._writer.table(columns, lines)

    def plain_row(self, record: Record) -> None:
        """A row of the table's width."""
        self.lines["row"] += 1
        self.lines["continuation"] += record.span - 1
        self.sums.add(record.cells)
        self._writer.row(record.line, record.cells)

    def settle(self, waiting: Waiting) -> None:
        """A record as what it is; what is doubtful still is a row."""
        record, kind = waiting.record, waiting.kind
        if kind == "blank":
            self.lines["blank"] += record.span
            return
        if kind in ("row", "lean", "total?"):
            self._row(record)
            return
        self.lines["continuation"] += record.span - 1
        cells = [printable(cell) for cell in record.cells]
        if kind in _BESIDE:
            self.lines["header" if kind == "header_again" else kind] += 1
            self._told[kind] += 1
            self._writer.beside.add(record.line, kind, cells)
            if not kind.startswith("header"):
                self.sums.close()
        else:
            self.lines["set_aside"] += 1
            self._writer.aside.add(record.line, kind, cells)

    def notes(self, read: int) -> list[Finding]:
        """What was noticed, of `read` rows."""
        beside, told = self._writer.beside, self._told
        found = [
            note(code, "info", told[kind], read, beside.examples.get(kind, ()))
            for kind, code in (("total", "totals_left_out"), ("note", "notes_outside"),
                               ("header_again", "header_repeated"))
            if told[kind]
        ]  # fmt: skip
        if told["preamble"]:
            first = self._writer.people.cells([self._first_above])
            found.insert(0, note("preamble", "info", told["preamble"], 0, first))
        return found

    def short_and_long(self, read: int) -> list[Finding]:
        """How many rows lost empty cells too many, or were given some."""
        return [
            note(code, "info", self._told[kind], read)
            for kind, code in (("extra", "trailing_cells"), ("padded", "short_rows_padded"))
            if self._told[kind]
        ]

    def _row(self, record: Record) -> None:
        cells, width = record.cells, self._writer.width
        self._told["extra"] += len(cells) > width
        self._told["padded"] += len(cells) < width
        cells = [*cells[:width], *[""] * (width - len(cells))] if len(cells) != width else cells
        self.plain_row(Record(record.line, record.span, cells))


def printable(cell: str) -> str:
    """A cell as it can be written: bytes that are no text are spelled out."""
    return cell.encode("utf-8", "surrogateescape").decode("utf-8", "backslashreplace")
