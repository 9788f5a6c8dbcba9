"""Excel and OpenDocument workbooks: measured first, then read, each cell as the text it shows."""

import datetime as dt
from collections.abc import Iterator
from pathlib import Path

from core.base.atomic import sha256
from core.base.errors import AppError
from core.base.values import Source
from core.data.books import Book
from core.data.head import HEAD_RECORDS, keep_cells, layout_found
from core.data.notes import note
from core.data.options import ALL_SHEETS, ReadOptions
from core.data.people.file_names import masked_name, masked_names
from core.data.raw import RawTable
from core.data.records import Record
from core.data.rows import Target, sort_records
from core.data.stage import Stage
from core.data.structure import Structure
from core.data.xlsx_guard import Sheet

Cell = int | float | str | bool | dt.date | dt.time | dt.timedelta


def read_book(book: Book, options: ReadOptions, folder: Path, stage: Stage) -> list[RawTable]:
    """Reads worksheets: the one asked for, else the first with cells, to `folder`; or all that
    hold cells (or of these the one `options.part` names), each to a subfolder 0, 1, ... of it
    and shown as `book.xlsx/sheet`.

    Raises AppError for what is no table.
    """
    stage.enter("check")
    if options.sheet != ALL_SHEETS:
        raw = _sheet(book, book.file, options, folder, stage)
        others = [name for name in raw.sheets if name != raw.source.sheet]
        told = (note("other_sheets", "info", len(others), 0, others),) if others else ()
        return [raw.model_copy(update={"notes": (*raw.notes, *told)})]
    raws = []
    for place, (sheet, _) in enumerate(book.filled()):
        shown = masked_name(sheet.name, options.people)
        if options.part not in (None, shown):
            continue
        into = folder / str(place)
        into.mkdir()
        one = options.model_copy(update={"sheet": sheet.name})
        raws.append(_sheet(book, f"{book.file}/{shown}", one, into, stage))
    if not raws:
        names = [sheet.name for sheet in book.sheets]
        raise AppError("sheet_unknown", file=book.file, sheet=options.part, sheets=names)
    return raws


def _sheet(book: Book, file: str, options: ReadOptions, folder: Path, stage: Stage) -> RawTable:
    sheet, extent = book.wanted(options)
    stage.enter("read")
    target = Target(
        folder=folder,
        file=file,
        options=options,
        tick=lambda rows: stage.at(rows / max(1, extent.rows), rows),
    )
    head: list[list[str]] = []
    found = sort_records(_records(book, sheet, head), target)
    keep_cells(folder, head)
    if extent.errors:
        found.notes.append(note("error_cells", "warning", extent.errors, found.rows))
    if len(found.names) == 1:
        found.notes.append(note("one_column", "info", 1, found.rows))
    size = book.path.stat().st_size
    shown = masked_name(sheet.name, options.people)
    source = Source(name=file, bytes=size, sha256=sha256(book.path), sheet=shown)
    first, rows = layout_found(folder)
    sheets = masked_names([other.name for other in book.sheets], options.people)
    known = {"sheets": sheets, "structure": _structure(first, rows, options)}
    return found.raw(folder, source).model_copy(update=known)


def _structure(first_line: int, header_rows: int, options: ReadOptions) -> Structure:
    """The structure of a sheet, which has no letters to decode and nothing to split."""
    return Structure(
        encoding="",
        delimiter="",
        quote="",
        escape="",
        skip_space=False,
        first_line=first_line,
        header_rows=header_rows,
        totals=options.totals,
    )


def _records(book: Book, sheet: Sheet, head: list[list[str]]) -> Iterator[Record]:
    """One record a row of the sheet, from its row 1; errors such as #N/A come as empty cells.

    The first ones are put into `head` too.
    """
    with book.opened() as opened:
        rows = opened.get_sheet_by_name(sheet.name).iter_rows()
        for line, cells in enumerate(rows, start=1):
            texts = [cell_text(cell) for cell in cells]
            if line <= HEAD_RECORDS:
                head.append(texts)
            yield Record(line, 1, texts)


def cell_text(cell: Cell) -> str:
    """The text of a cell: whole numbers without `.0`, times in ISO form, TRUE and FALSE.

    >>> cell_text(3.0), cell_text(True), cell_text(dt.timedelta(hours=30))
    ('3', 'TRUE', '30:00:00')
    """
    if isinstance(cell, str):
        return cell
    if isinstance(cell, bool):
        return "TRUE" if cell else "FALSE"
    if isinstance(cell, float):
        return str(int(cell)) if cell.is_integer() and abs(cell) < 1e15 else repr(cell)
    if isinstance(cell, dt.datetime):
        return cell.isoformat(" ")
    if isinstance(cell, dt.timedelta):
        hours, rest = divmod(round(cell.total_seconds()), 3600)
        return f"{hours}:{rest // 60:02d}:{rest % 60:02d}"
    if isinstance(cell, dt.date | dt.time):
        return cell.isoformat()
    return str(cell)
