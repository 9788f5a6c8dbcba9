"""Workbooks of each form: their sheets, how large these are, and how they are opened."""

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING

from core.base.errors import AppError
from core.data.ods_guard import measure_ods
from core.data.options import Limits, ReadOptions
from core.data.people.file_names import masked_names
from core.data.xlsx_guard import Extent, Sheet, measure, sheets_of

if TYPE_CHECKING:
    from python_calamine import CalamineWorkbook

_ENDINGS = {"xlsx": (".xlsx", ".xlsm"), "xls": (".xls",), "ods": (".ods",)}


class Book:
    """A workbook whose size was looked at before its reader opens it.

    `form` is xlsx, xls or ods. An xls file is no archive and cannot inflate: its
    sheets are measured when they are read, within the limits of the process.
    Raises AppError: xlsx_damaged, xlsx_inflates, file_password, and for ods
    xlsx_too_wide.
    """

    def __init__(self, path: Path, file: str, form: str, limits: Limits) -> None:
        self.path, self.file, self.form, self._limits = path, file, form, limits
        self._ods = measure_ods(path, file, limits) if form == "ods" else {}
        self.sheets = sheets_of(path, file, limits) if form == "xlsx" else self._told()

    def extent(self, sheet: Sheet) -> Extent:
        """How much a sheet holds. Raises AppError xlsx_too_wide."""
        if self.form == "xlsx":
            return measure(self.path, self.file, sheet, self._limits)
        if self.form == "ods":
            return self._ods.get(sheet.name, Extent())
        with self.opened() as book:
            end = book.get_sheet_by_name(sheet.name).end
        rows, columns = (end[0] + 1, end[1] + 1) if end is not None else (0, 0)
        cells = rows * columns
        if cells > self._limits.cells:
            raise AppError("xlsx_too_wide", file=self.file, sheet=sheet.name, rows=rows,
                           columns=columns, limit=self._limits.cells)  # fmt: skip
        return Extent(rows, columns, cells)

    def wanted(self, options: ReadOptions) -> tuple[Sheet, Extent]:
        """The sheet asked for, else the first with cells, those in sight before hidden ones.

        Raises AppError: sheet_unknown, file_empty.
        """
        if options.sheet is not None:
            names = [sheet.name for sheet in self.sheets]
            shown = masked_names(names, options.people)
            told = zip(self.sheets, names, shown, strict=True)
            sheet = next((sheet for sheet, *either in told if options.sheet in either), None)
            if sheet is None:
                raise AppError("sheet_unknown", file=self.file, sheet=options.sheet, sheets=names)
            return sheet, self.extent(sheet)
        return next(iter(self.filled()))

    def filled(self) -> Iterator[tuple[Sheet, Extent]]:
        """The sheets that hold cells, those in sight first. Raises AppError file_empty."""
        empty = True
        for sheet in sorted(self.sheets, key=lambda sheet: not sheet.visible):
            extent = self.extent(sheet)
            if extent.cells:
                empty = False
                yield sheet, extent
        if empty:
            raise AppError("file_empty", file=self.file)

    @contextmanager
    def opened(self) -> "Iterator[CalamineWorkbook]":
        """The workbook in its reader. Raises AppError: file_password, xlsx_damaged."""
        from python_calamine import CalamineError, CalamineWorkbook, PasswordError

        try:
            if self.path.suffix.lower() in _ENDINGS[self.form]:
                with CalamineWorkbook.from_path(self.path) as book:
                    yield book
            else:
                with self.path.open("rb") as file, CalamineWorkbook.from_filelike(file) as book:
                    yield book
        except PasswordError:
            raise AppError("file_password", file=self.file) from None
        except CalamineError as error:
            raise self._damaged(error) from error
        except BaseException as error:
            # A panic of the reader's Rust code is no Exception; its class cannot be imported.
            if type(error).__name__ != "PanicException":
                raise
            raise self._damaged(error) from error

    def _damaged(self, error: BaseException) -> AppError:
        return AppError("xlsx_damaged", file=self.file, detail=str(error)[:120])

    def _told(self) -> list[Sheet]:
        """The worksheets as the reader lists them."""
        from python_calamine import SheetTypeEnum, SheetVisibleEnum

        with self.opened() as book:
            return [
                Sheet(about.name, "", about.visible == SheetVisibleEnum.Visible)
                for about in book.sheets_metadata
                if about.typ == SheetTypeEnum.WorkSheet
            ]
