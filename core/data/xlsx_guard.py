"""Looks into a workbook before any reader opens it: a 1 kB file can ask for 17 billion cells."""

import posixpath
import re
import zipfile
import zlib
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import IO
from xml.etree import ElementTree

from core.base.errors import AppError
from core.data.options import MB, Limits

_CELL = re.compile(rb"<(?:\w+:)?c(?:\s[^>]*)?>")
_PLACE = re.compile(rb'\sr="([A-Za-z]{1,4})(\d{1,8})"')
_ROW = re.compile(rb'<(?:\w+:)?row\s[^>]*?\br="(\d{1,8})"')
_ERROR = re.compile(rb'\st="e"')
_DIMENSION = re.compile(
    rb'<(?:\w+:)?dimension\s[^>]*?ref="(?:\$?[A-Z]+\$?\d+:)?\$?([A-Z]+)\$?(\d+)"'
)
_BLOCK = 1 << 20
_SMALL = 16 * MB
MOST_ROWS, MOST_COLUMNS = 1_048_576, 16_384
_ODD = (
    zipfile.BadZipFile,
    zlib.error,
    KeyError,
    EOFError,
    ElementTree.ParseError,
    NotImplementedError,
)


@dataclass(frozen=True)
class Sheet:
    """A worksheet: its name, its part in the package, and whether Excel shows it."""

    name: str
    part: str
    visible: bool


@dataclass
class Extent:
    """What a worksheet holds: the last row and column with a cell, cells, and error cells."""

    rows: int = 0
    columns: int = 0
    cells: int = 0
    errors: int = 0


def sheets_of(path: Path, file: str, limits: Limits) -> list[Sheet]:
    """The worksheets of a workbook, after the sizes of all its parts were checked.

    Raises AppError: xlsx_damaged, xlsx_inflates.
    """
    try:
        with zipfile.ZipFile(path) as archive:
            _check_sizes(archive, file, limits)
            return _sheets(archive)
    except AppError:
        raise
    except (*_ODD, OSError, RuntimeError, ValueError) as error:
        raise _damaged(file, error) from error


def measure(path: Path, file: str, sheet: Sheet, limits: Limits) -> Extent:
    """Counts the cells of a worksheet, streaming.

    Raises AppError: xlsx_damaged, xlsx_too_wide when its rows times columns pass the limit.
    """
    extent = Extent()
    try:
        with zipfile.ZipFile(path) as archive, archive.open(sheet.part) as stream:
            for block in _blocks(stream):
                _count(block, extent)
                _check_extent(extent, file, sheet.name, limits)
    except (*_ODD, OSError, RuntimeError, ValueError) as error:
        raise _damaged(file, error) from error
    return extent


def _damaged(file: str, error: Exception) -> AppError:
    return AppError("xlsx_damaged", file=file, detail=str(error)[:120] or type(error).__name__)


def _check_sizes(archive: zipfile.ZipFile, file: str, limits: Limits) -> None:
    inflated = sum(part.file_size for part in archive.infolist()) / MB
    if inflated > limits.inflated_mb:
        raise AppError(
            "xlsx_inflates", file=file, megabytes=round(inflated), limit=limits.inflated_mb
        )


def _small(archive: zipfile.ZipFile, part: str) -> bytes:
    if archive.getinfo(part).file_size > _SMALL:
        raise zipfile.BadZipFile(part)
    return archive.read(part)


def _sheets(archive: zipfile.ZipFile) -> list[Sheet]:
    book = _book_part(archive)
    rels = posixpath.join(posixpath.dirname(book), "_rels", posixpath.basename(book) + ".rels")
    targets = {
        node.get("Id", ""): _resolve(book, node.get("Target", ""))
        for node in ElementTree.fromstring(_small(archive, rels))
        if node.get("Type", "").endswith("/worksheet")
    }
    found = []
    for node in ElementTree.fromstring(_small(archive, book)).iter():
        if node.tag.rpartition("}")[2] != "sheet":
            continue
        link = next((value for key, value in node.attrib.items() if key.endswith("}id")), "")
        part = _named(archive, targets.get(link, ""))
        if part:
            visible = node.get("state", "visible") == "visible"
            found.append(Sheet(node.get("name", ""), part, visible))
    return found


def _book_part(archive: zipfile.ZipFile) -> str:
    names = archive.namelist()
    if "xl/workbook.xml" in names:
        return "xl/workbook.xml"
    return next((n for n in names if re.fullmatch(r"xl/workbook\d*\.xml", n)), "xl/workbook.xml")


def _resolve(book: str, target: str) -> str:
    if target.startswith("/"):
        return target[1:]
    return posixpath.normpath(posixpath.join(posixpath.dirname(book), target))


def _named(archive: zipfile.ZipFile, part: str) -> str | None:
    """The part under its exact name; packages may differ in case."""
    return next((n for n in archive.namelist() if n.lower() == part.lower()), None)


def _blocks(stream: IO[bytes]) -> Iterator[bytes]:
    """Blocks that never cut a tag in two."""
    rest = b""
    while block := stream.read(_BLOCK):
        block = rest + block
        cut = block.rfind(b"<")
        if cut > 0 and len(block) - cut < _BLOCK:
            block, rest = block[:cut], block[cut:]
        else:
            rest = b""
        yield block
    yield rest


def _count(block: bytes, extent: Extent) -> None:
    for column, row in _DIMENSION.findall(block):
        extent.rows, extent.columns = max(extent.rows, 0), max(extent.columns, 0)
        if int(row) > MOST_ROWS or _number(column) > MOST_COLUMNS:
            extent.rows, extent.columns = int(row), _number(column)
    placeless = False
    rows, columns = [extent.rows], set()
    for tag in _CELL.findall(block):
        if tag.endswith(b"/>"):
            continue
        extent.cells += 1
        extent.errors += _ERROR.search(tag) is not None
        place = _PLACE.search(tag)
        if place is None:
            placeless = True
            continue
        columns.add(place[1])
        rows.append(int(place[2]))
    if placeless:
        rows += [int(row) for row in _ROW.findall(block)]
    extent.rows = max(rows)
    extent.columns = max([extent.columns, *(_number(name) for name in columns)])


def _number(letters: bytes) -> int:
    """The number of a column: A is 1, XFD is 16384."""
    number = 0
    for letter in letters.upper():
        number = number * 26 + letter - 64
    return number


def _check_extent(extent: Extent, file: str, sheet: str, limits: Limits) -> None:
    outside = extent.rows > MOST_ROWS or extent.columns > MOST_COLUMNS
    if outside or extent.rows * extent.columns > limits.cells or extent.cells > limits.cells:
        raise AppError(
            "xlsx_too_wide",
            file=file,
            sheet=sheet,
            rows=extent.rows,
            columns=extent.columns,
            limit=limits.cells,
        )
