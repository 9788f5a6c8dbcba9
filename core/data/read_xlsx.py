"""Excel workbooks: measured first, then read by calamine, each cell as the text it shows."""

import datetime as dt
from collections.abc import Iterator
from pathlib import Path

from core.base.atomic import sha256
from core.base.errors import AppError
from core.base.values import Source
from core.data.notes import note
from core.data.options import ReadOptions
from core.data.raw import RawTable
from core.data.records import Record
from core.data.rows import Target, sort_records
from core.data.stage import Stage
from core.data.xlsx_guard import Extent, Sheet, measure, sheets_of

Cell = int | float | str | bool | dt.date | dt.time | dt.timedelta


def read_xlsx(path: Path, file: str, options: ReadOptions, folder: Path, stage: Stage) -> RawTable:
    """Reads one worksheet to `folder`: the one asked for, else the first with cells.

    Raises AppError for what is no table.
    """
    stage.enter("check")
    sheets = sheets_of(path, file, options.limits)
    sheet, extent = _choose(path, file, sheets, options)
    stage.enter("read")
    target = Target(
        folder=folder,
        file=file,
        options=options,
        tick=lambda rows: stage.at(rows / max(1, extent.rows), rows),
    )
    found = sort_records(_records(path, file, sheet), target)
    others = [other.name for other in sheets if other.name != sheet.name]
    if others:
        found.notes.append(note("other_sheets", "info", len(others), 0, others))
    if extent.errors:
        found.notes.append(note("error_cells", "warning", extent.errors, found.rows))
    if len(found.names) == 1:
        found.notes.append(note("one_column", "info", 1, found.rows))
    source = Source(name=file, bytes=path.stat().st_size, sha256=sha256(path), sheet=sheet.name)
    raw = found.raw(folder, source)
    return raw.model_copy(update={"sheets": tuple(other.name for other in sheets)})


def _choose(
    path: Path, file: str, sheets: list[Sheet], options: ReadOptions
) -> tuple[Sheet, Extent]:
    wish = options.sheet
    if wish is not None:
        sheet = next((sheet for sheet in sheets if sheet.name == wish), None)
        if sheet is None:
            names = [sheet.name for sheet in sheets]
            raise AppError("sheet_unknown", file=file, sheet=wish, sheets=names)
        return sheet, measure(path, file, sheet, options.limits)
    for sheet in sorted(sheets, key=lambda sheet: not sheet.visible):
        extent = measure(path, file, sheet, options.limits)
        if extent.cells:
            return sheet, extent
    raise AppError("file_empty", file=file)


def _records(path: Path, file: str, sheet: Sheet) -> Iterator[Record]:
    """One record a row of the sheet, from its row 1; errors such as #N/A come as empty cells."""
    from python_calamine import CalamineError, CalamineWorkbook, PasswordError

    try:
        with CalamineWorkbook.from_path(path) as book:
            rows = book.get_sheet_by_name(sheet.name).iter_rows()
            for line, cells in enumerate(rows, start=1):
                yield Record(line, 1, [cell_text(cell) for cell in cells])
    except PasswordError:
        raise AppError("file_password", file=file) from None
    except CalamineError as error:
        raise AppError("xlsx_damaged", file=file, detail=str(error)[:120]) from error
    except BaseException as error:
        # A panic of the reader's Rust code is no Exception; its class cannot be imported.
        if type(error).__name__ != "PanicException":
            raise
        raise AppError("xlsx_damaged", file=file, detail=str(error)[:120]) from error


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
