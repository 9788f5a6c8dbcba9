"""Records into a raw table: finds the header, keeps the rows, sets aside what does not fit.

CSV and XLSX share this: both give records with the line they begin on.
"""

from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from pathlib import Path

from core.base.errors import AppError
from core.base.recipe import KeyMark, PersonalColumn
from core.base.values import Finding, Source
from core.data.blocks import Blocks
from core.data.body import Body, Place
from core.data.layout import SAMPLE, Layout
from core.data.ledger import printable
from core.data.naming import repair_header
from core.data.notes import aside_notes, note, people_notes
from core.data.options import ReadOptions
from core.data.people.replacement import masked, replacement_for
from core.data.raw import RawTable
from core.data.raw_writer import RawWriter
from core.data.records import Record
from core.data.structure import layout_of

Tick = Callable[[int], None]
_TICK = 5_000


@dataclass(frozen=True)
class Target:
    """Where the rows go: the folder, the shown name of the file, the options, and who is told.

    `check_text`: some bytes may be no text. `others`: lines above the header on
    which other tables begin.
    """

    folder: Path
    file: str
    options: ReadOptions
    tick: Tick
    check_text: bool = False
    others: tuple[int, ...] = ()


@dataclass
class Sorted:
    """What became of the records."""

    header: tuple[str, ...] = ()
    names: tuple[str, ...] = ()
    rows: int = 0
    rows_set_aside: int = 0
    lines: dict[str, int] = field(default_factory=dict)
    notes: list[Finding] = field(default_factory=list)
    people: tuple[PersonalColumn, ...] = ()
    key: KeyMark | None = None

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
            people=self.people,
            key=self.key,
        )


def sort_records(records: Iterator[Record], target: Target, blocks: Blocks | None = None) -> Sorted:
    """Writes the rows and all other records to `target.folder`; `blocks` may go ahead.

    Raises AppError: file_empty, no_rows, too_many_columns, rows_ragged,
    first_line_wrong.
    """
    found = Sorted()
    above, sample, filled = _take_sample(records, target)
    layout = layout_of(filled, target.options)
    split = sample.index(filled[layout.preamble])
    above += sample[:split]
    header = [printable(cell) for cell in layout.header]
    rows = [record.cells for record in filled[layout.preamble + layout.rows :]]
    found.header = masked(header, target.options.people)
    found.names, changed = repair_header(found.header)
    people = replacement_for(found.names, rows, target.file, target.options.people)
    found.people = people.people
    found.notes += _header_notes(found, layout, filled, changed)
    found.notes += people_notes(people.people, len(found.names))
    with RawWriter(target.folder, target.file, found.header, people) as writer:
        body = Body(layout, filled[layout.preamble :], writer, _place(target))
        body.above(above)
        for record in sample[split:]:
            body.take(record)
        for done, record in enumerate(records, start=1):
            body.take(record)
            if blocks is not None:
                blocks.go_ahead(body, target.tick)
            if done % _TICK == 0:
                target.tick(writer.rows)
        body.end()
    _count(found, writer, target.file)
    found.lines, found.key = dict(body.lines), people.key
    read = found.rows + found.rows_set_aside
    found.notes += aside_notes(writer.aside.counts, writer.aside.examples, read) + body.notes(read)
    found.notes += writer.lost.notes(found.names, read)
    return found


def _place(target: Target) -> Place:
    return Place(target.others, target.check_text, target.options.totals == "keep")


def _count(found: Sorted, writer: RawWriter, file: str) -> None:
    found.rows = writer.rows
    found.rows_set_aside = sum(writer.aside.counts.values())
    if found.rows:
        return
    if not found.rows_set_aside:
        raise AppError("no_rows", file=file, columns=list(found.names[:20]))
    line = next(iter(writer.aside.examples.values()))[0]
    raise AppError("rows_ragged", file=file, line=int(line), columns=len(found.header))


def _take_sample(
    records: Iterator[Record], target: Target
) -> tuple[list[Record], list[Record], list[Record]]:
    """The records above the line the user names, the first from there, and which hold cells."""
    first = target.options.first_line or 1
    above: list[Record] = []
    sample: list[Record] = []
    filled: list[Record] = []
    for record in records:
        if record.line < first:
            above.append(record)
            continue
        sample.append(record)
        if record.problem is None and not record.empty:
            filled.append(record)
        if len(filled) >= SAMPLE:
            break
    if not filled:
        beyond = bool(above) and target.options.first_line is not None
        raise AppError("first_line_wrong" if beyond else "file_empty", file=target.file)
    width = max(len(record.cells) for record in filled)
    limit = target.options.limits.columns
    if width > limit:
        raise AppError("too_many_columns", file=target.file, columns=width, limit=limit)
    return above, sample, filled


def _header_notes(
    found: Sorted, layout: Layout, filled: list[Record], changed: tuple[str, ...]
) -> Iterator[Finding]:
    if layout.rows == 0:
        yield note("no_header", "info", len(found.names), 0, found.names)
    if layout.rows > 1:
        yield note("header_joined", "info", layout.rows, 0, found.names)
    if layout.missing_first:
        yield note("header_short", "info", 1, 0, [filled[layout.preamble].line])
    elif layout.nameless:
        yield note("names_missing", "warning", layout.nameless, 0, found.names[-layout.nameless :])
    elif changed:
        places = [name for name, cell in zip(found.names, found.header, strict=True)
                  if name != cell.strip()]  # fmt: skip
        yield note("names_repaired", "warning", len(changed), 0, places)
