"""Looks into an OpenDocument sheet before any reader opens it: one cell may repeat a million times.

Its document type is refused: entities in it could grow without end.
"""

import re
import zipfile
import zlib
from pathlib import Path
from xml.parsers import expat

from core.base.errors import AppError
from core.data.options import MB, Limits
from core.data.xlsx_guard import MOST_COLUMNS, MOST_ROWS, Extent

_BLOCK = 1 << 20
_NUMBER = re.compile(r"\d{1,9}")
_TABLE = "urn:oasis:names:tc:opendocument:xmlns:table:1.0 "
_OFFICE = "urn:oasis:names:tc:opendocument:xmlns:office:1.0 "
_CELLS = (f"{_TABLE}table-cell", f"{_TABLE}covered-table-cell")
_ODD = (zipfile.BadZipFile, zlib.error, KeyError, EOFError, NotImplementedError, expat.ExpatError)


class _Tables:
    """Counts the cells of each table while its XML streams by; only cells with a value count."""

    def __init__(self) -> None:
        self.extents: dict[str, Extent] = {}
        self._name = ""
        self._row = self._again = self._column = self._here = 0

    def start(self, tag: str, facts: dict[str, str]) -> None:
        if tag == f"{_TABLE}table":
            self._name = facts.get(f"{_TABLE}name", "")
            self.extents[self._name] = Extent()
            self._row = 0
        elif tag == f"{_TABLE}table-row":
            self._again = _times(facts, "number-rows-repeated")
            self._column = self._here = 0
        elif tag in _CELLS and self._name:
            times = _times(facts, "number-columns-repeated")
            self._column += times
            if f"{_OFFICE}value-type" in facts:
                self._here += times
                extent = self.extents[self._name]
                extent.columns = max(extent.columns, self._column)

    def end(self, tag: str) -> None:
        if tag != f"{_TABLE}table-row":
            return
        self._row += self._again
        if self._here and self._name:
            extent = self.extents[self._name]
            extent.rows = self._row
            extent.cells += self._here * self._again


def measure_ods(path: Path, file: str, limits: Limits) -> dict[str, Extent]:
    """What each sheet of an OpenDocument workbook holds, by its name.

    Raises AppError: xlsx_damaged, xlsx_inflates, xlsx_too_wide.
    """
    tables = _Tables()
    try:
        with zipfile.ZipFile(path) as archive:
            inflated = sum(part.file_size for part in archive.infolist()) / MB
            if inflated > limits.inflated_mb:
                raise AppError("xlsx_inflates", file=file, megabytes=round(inflated),
                               limit=limits.inflated_mb)  # fmt: skip
            if "META-INF/manifest.xml" in archive.namelist():
                _refuse_encrypted(archive.read("META-INF/manifest.xml"), file)
            _parse(archive, tables, limits, file)
    except (*_ODD, OSError, RuntimeError, ValueError) as error:
        detail = str(error)[:120] or type(error).__name__
        raise AppError("xlsx_damaged", file=file, detail=detail) from error
    return tables.extents


def _refuse_encrypted(manifest: bytes, file: str) -> None:
    if b"encryption-data" in manifest:
        raise AppError("file_password", file=file)


def _parse(archive: zipfile.ZipFile, tables: _Tables, limits: Limits, file: str) -> None:
    parser = expat.ParserCreate(namespace_separator=" ")
    parser.StartElementHandler = tables.start
    parser.EndElementHandler = tables.end
    parser.StartDoctypeDeclHandler = _no_doctype
    with archive.open("content.xml") as stream:
        while block := stream.read(_BLOCK):
            parser.Parse(block, False)
            for name, extent in tables.extents.items():
                _check(extent, file, name, limits)
        parser.Parse(b"", True)
    for name, extent in tables.extents.items():
        _check(extent, file, name, limits)


def _no_doctype(*_: object) -> None:
    raise ValueError("the document declares a type")


def _times(facts: dict[str, str], name: str) -> int:
    """How often a row or cell repeats."""
    told = facts.get(f"{_TABLE}{name}", "1")
    return max(1, int(told)) if _NUMBER.fullmatch(told) else 1


def _check(extent: Extent, file: str, sheet: str, limits: Limits) -> None:
    outside = extent.rows > MOST_ROWS or extent.columns > MOST_COLUMNS
    if outside or extent.rows * extent.columns > limits.cells or extent.cells > limits.cells:
        raise AppError("xlsx_too_wide", file=file, sheet=sheet, rows=extent.rows,
                       columns=extent.columns, limit=limits.cells)  # fmt: skip
