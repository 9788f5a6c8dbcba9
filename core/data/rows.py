"""Records into a raw table: finds the header, keeps the rows, sets aside what does not fit.

CSV and XLSX share this: both give records with the line they begin on.
"""

import contextlib
import itertools
from collections import Counter
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, field
from pathlib import Path

from core.base.errors import AppError
from core.base.values import Finding, Source
from core.data.layout import SAMPLE, find_layout
from core.data.naming import repair_header
from core.data.notes import aside_notes, note
from core.data.options import ReadOptions
from core.data.raw import RawTable
from core.data.raw_writer import RawWriter
from core.data.records import Record

Tick = Callable[[int], None]
_TICK = 5_000


@dataclass(frozen=True)
class Target:
    """Where the rows go: the folder, the shown name of the file, the options, and who is told."""

    folder: Path
    file: str
    options: ReadOptions
    tick: Tick
    padded: bool = False
    check_text: bool = False


@dataclass
class Sorted:
    """What became of the records."""

    header: tuple[str, ...] = ()
    names: tuple[str, ...] = ()
    rows: int = 0
    rows_set_aside: int = 0
    lines: Counter[str] = field(default_factory=Counter)
    notes: list[Finding] = field(default_factory=list)

    def raw(self, folder: Path, source: Source) -> RawTable:
        """The finished table in `folder`, read from `source`."""
        return RawTable(
            folder=folder,
            source=source,
            header=self.header,
            names=self.names,
            rows=self.rows,
            rows_set_aside=self.rows_set_aside,
            lines={name: count for name, count in self.lines.items() if count},
            notes=tuple(self.notes),
        )


def sort_records(records: Iterator[Record], target: Target) -> Sorted:
    """Writes the rows and the set-aside records to `target.folder`.

    `target.padded`: records come with the same width, blanks filled up (a
    sheet). Raises AppError: file_empty, no_rows, too_many_columns, rows_ragged.
    """
    found = Sorted()
    body = _take_header(records, target, found)
    with RawWriter(target.folder, target.file, found.header) as writer:
        extra = _sort_body(body, target, found, writer)
    found.rows = writer.rows
    found.rows_set_aside = sum(writer.aside.values())
    read = found.rows + found.rows_set_aside
    if read == 0:
        raise AppError("no_rows", file=target.file, columns=list(found.names[:20]))
    if found.rows == 0:
        line = next(iter(writer.examples.values()))[0]
        raise AppError("rows_ragged", file=target.file, line=int(line), columns=len(found.header))
    found.notes += aside_notes(writer.aside, writer.examples, read)
    if extra:
        found.notes.append(note("trailing_cells", "info", extra, read))
    return found


def _take_header(records: Iterator[Record], target: Target, found: Sorted) -> Iterator[Record]:
    """Reads as far as the header; gives back the records below it."""
    sample: list[Record] = []
    filled: list[Record] = []
    for record in records:
        sample.append(record)
        if record.problem is None and not record.empty:
            filled.append(record)
        if len(filled) >= SAMPLE:
            break
    if not filled:
        raise AppError("file_empty", file=target.file)
    if max(len(record.cells) for record in filled) > target.options.limits.columns:
        width = max(len(record.cells) for record in filled)
        limit = target.options.limits.columns
        raise AppError("too_many_columns", file=target.file, columns=width, limit=limit)
    if not target.options.header:
        width = Counter(len(record.cells) for record in filled).most_common(1)[0][0]
        found.header = found.names = tuple(f"col_{place}" for place in range(width))
        return itertools.chain(sample, records)
    return itertools.chain(_cut_header(sample, filled, found), records)


def _cut_header(sample: list[Record], filled: list[Record], found: Sorted) -> list[Record]:
    layout = find_layout([record.cells for record in filled])
    header = filled[layout.preamble]
    found.header = tuple(_printable(cell) for cell in layout.header)
    found.names, changed = repair_header(found.header)
    above = sample[: next(i for i, record in enumerate(sample) if record is header)]
    for record in above:
        found.lines["blank" if record.empty else "preamble"] += record.span
    found.lines["header"] += 1
    found.lines["continuation"] += header.span - 1
    if layout.preamble:
        found.notes.append(note("preamble", "info", layout.preamble, 0, [above[0].cells[0]]))
    if layout.missing_first:
        found.notes.append(note("header_short", "info", 1, 0, [header.line]))
    elif changed:
        places = [name for name, cell in zip(found.names, found.header, strict=True)
                  if name != cell.strip()]  # fmt: skip
        found.notes.append(note("names_repaired", "warning", len(changed), 0, places))
    return sample[len(above) + 1 :]


def _sort_body(body: Iterator[Record], target: Target, found: Sorted, writer: RawWriter) -> int:
    """Sorts the records below the header; returns how many lost empty cells at their end."""
    width, extra, lines = writer.width, 0, found.lines
    for done, record in enumerate(body, start=1):
        if done % _TICK == 0:
            target.tick(writer.rows)
        cells, reason = record.cells, record.problem
        if reason is None and _blank(record, width, target.padded):
            lines["blank"] += record.span
            continue
        if reason is None and len(cells) != width:
            cells, reason = _fit(cells, width)
            extra += reason is None
        if reason is None and target.check_text and not _is_text(cells):
            reason = "bytes_not_text"
        if reason is None:
            writer.row(record.line, cells)
            lines["row"] += 1
        else:
            writer.set_aside(record.line, reason, [_printable(cell) for cell in cells])
            lines["set_aside"] += 1
        lines["continuation"] += record.span - 1
    return extra


def _blank(record: Record, width: int, padded: bool) -> bool:
    """Whether nothing was written on the line. `,,` is a row of empty cells, and so is `""`."""
    if padded or not record.cells:
        return record.empty
    return len(record.cells) == 1 and record.empty and (width > 1 or record.cells != [""])


def _fit(cells: list[str], width: int) -> tuple[list[str], str | None]:
    """Empty cells too many are let go; any other difference in length is a reason."""
    if len(cells) > width:
        if any(cell.strip() for cell in cells[width:]):
            return cells, "too_many_cells"
        return cells[:width], None
    return cells, "too_few_cells"


def _is_text(cells: Sequence[str]) -> bool:
    with contextlib.suppress(UnicodeEncodeError):
        "".join(cells).encode()
        return True
    return False


def _printable(cell: str) -> str:
    return cell.encode("utf-8", "surrogateescape").decode("utf-8", "backslashreplace")
