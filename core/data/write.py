"""Tables for people: CSV and XLSX in which no text can act as a formula."""

import csv
import datetime as dt
import io
import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import IO
from unicodedata import east_asian_width

import pandas as pd

from core.base.errors import AppError

Out = Path | IO[bytes]
_SIGNS = "=+@＝＋－＠-"
_ACTIVE = (*_SIGNS, "\t", "\r")
_INNER = re.compile(rf"([;\t\r\n]\s*)(?=[{_SIGNS}])")
"""Where a cell begins for a spreadsheet whose lists are parted by semicolons or tabs."""
_PHONE = re.compile(r"\+[1-9][\d ().\u00a0/-]{6,24}", re.ASCII)
_RECKONED = ("-", "/")
"""What makes a spreadsheet reckon with the parts of a phone number."""
XLSX_ROWS = 1_048_575
XLSX_COLUMNS = 16_384
_XLSX_TEXT = 32_767
_BLOCK = 50_000
_LOOKED = 200
_NARROWEST, _WIDEST = 8, 60
_SHEET_LETTERS = 31
_NO_SHEET = re.compile(r"[\[\]:*?/\\\x00-\x1f]")


def defuse(text: str) -> str:
    """Text that a spreadsheet would take for a formula gets an apostrophe in front.

    So does a part of it behind a semicolon, a tab or a line end. A phone number is
    no formula, unless it would be reckoned with.

    >>> defuse("=1+1"), defuse("tea"), defuse("+49 151 1234567"), defuse("+49-151-1234567")
    ("'=1+1", 'tea', '+49 151 1234567', "'+49-151-1234567")
    >>> defuse("a;=1+1")
    "a;'=1+1"
    """
    text = _INNER.sub(r"\1'", text)
    calm = text.startswith("+") and _is_phone(text) and not any(c in text for c in _RECKONED)
    return f"'{text}" if text.startswith(_ACTIVE) and not calm else text


def _is_phone(text: str) -> bool:
    """Whether there is nothing but a phone number with the code of its country."""
    return _PHONE.fullmatch(text) is not None and 8 <= sum(map(str.isdigit, text)) <= 15


def to_csv(frame: pd.DataFrame, out: Out, defused: bool = True, header: bool = True) -> None:
    """Writes a table as UTF-8 with BOM, CRLF line ends, header first, without the index; without
    `header` (and BOM) it goes on where another ended.

    Missing cells are empty; yes/no is TRUE/FALSE; dates are ISO. Numbers are
    never defused. `defused=False` is for programs that compare cells with the
    file they came from: every cell as it is, and no BOM.
    """
    if isinstance(out, Path):
        with out.open("wb") as file:
            to_csv(frame, file, defused, header)
        return
    encoding = "utf-8-sig" if defused and header else "utf-8"
    text = io.TextIOWrapper(out, encoding, newline="", write_through=True)
    try:
        writer = csv.writer(text, lineterminator="\r\n")
        if header:
            writer.writerow([_safe(str(name), defused) for name in frame.columns])
        for row in _rows(frame):
            writer.writerow([_csv_cell(cell, defused) for cell in row])
    finally:
        text.detach()


def to_xlsx(
    frame: pd.DataFrame, out: Out, defused: bool = True, scratch: Path | None = None
) -> None:
    """Writes a table as a workbook of one sheet; see `to_book`."""
    to_book([("Merchlab", frame)], out, defused, scratch)


def to_book(
    sheets: Sequence[tuple[str, pd.DataFrame]],
    out: Out,
    defused: bool = True,
    scratch: Path | None = None,
    formats: Mapping[str, str] | None = None,
) -> None:
    """Writes tables with their names as the sheets of a workbook; a name that no sheet can have, or
    that another has already, is made one, and `formats` are how spreadsheets show the numbers of
    columns, by name (`0.0%`).

    Raises AppErrors too_long_for_xlsx, cell_too_long_for_xlsx.

    Texts are written as texts (no formula, no link), and all but phone numbers
    defused for whoever saves the sheet as CSV. Rows pass through files in the folder `scratch`, by
    default the system's for temporary files; a failure may leave them there.
    """
    for _, frame in sheets:
        if len(frame) > XLSX_ROWS or len(frame.columns) > XLSX_COLUMNS:
            raise AppError("too_long_for_xlsx", rows=len(frame), limit=XLSX_ROWS)
    import xlsxwriter

    target = str(out) if isinstance(out, Path) else out
    options = {
        "constant_memory": True,
        "strings_to_formulas": False,
        "strings_to_urls": False,
        "tmpdir": str(scratch) if scratch else None,
    }
    with xlsxwriter.Workbook(target, options) as book:
        shown = {name: book.add_format({"num_format": f}) for name, f in (formats or {}).items()}
        looks = _Looks(
            bold=book.add_format({"bold": True}),
            moment=book.add_format({"num_format": "yyyy-mm-dd hh:mm:ss"}),
            day=book.add_format({"num_format": "yyyy-mm-dd"}),
            numbers=shown,
            defused=defused,
        )
        taken: set[str] = set()
        for name, frame in sheets:
            _fill(book.add_worksheet(_sheet_name(name, taken)), frame, looks)


@dataclass(frozen=True)
class _Looks:
    """The formats of a workbook (`numbers` by column), and whether its texts are defused."""

    bold: object
    moment: object
    day: object
    numbers: Mapping[str, object]
    defused: bool


def _fill(page, frame: pd.DataFrame, looks: _Looks) -> None:  # type: ignore[no-untyped-def]
    """Writes a table into a sheet: the header (bold) first, days and moments in formats of their
    own."""
    names = [str(name) for name in frame.columns]
    for place, name in enumerate(names):
        title = _fitting(_safe(name, looks.defused), (0, place))
        page.write_string(0, place, title, looks.bold)
        cells = frame.iloc[:, place]
        ends = pd.concat([cells.head(_LOOKED), cells.tail(_LOOKED)])
        page.set_column(place, place, _width(name, ends))
    for line, row in enumerate(_rows(frame), start=1):
        for place, cell in enumerate(row):
            _xlsx_cell(page, (line, place), cell, (looks, looks.numbers.get(names[place])))
    page.freeze_panes(1, 0)


def _sheet_name(name: str, taken: set[str]) -> str:
    """`name` as a sheet can be called: at most 31 letters, none of []:*?/\\, no apostrophe at
    either end, unlike those `taken` (whatever the case); it is taken then."""
    plain = _NO_SHEET.sub(" ", name).strip(" '")[:_SHEET_LETTERS].strip(" '") or "-"
    if plain.casefold() == "history":
        plain += "_"
    found, number = plain, 2
    while found.casefold() in taken:
        suffix = f" ({number})"
        found, number = plain[: _SHEET_LETTERS - len(suffix)] + suffix, number + 1
    taken.add(found.casefold())
    return found


def _width(name: str, values: pd.Series) -> float:
    """A column's width in characters: what its name and these cells need, within bounds."""
    cells = [str(_csv_cell(cell, False)) for cell in _plain(values)]
    widest = max(_letters(text) for text in (name, *cells))
    return min(max(widest + 2, _NARROWEST), _WIDEST)


def _letters(text: str) -> int:
    """How many places a text takes on paper: those of Chinese, Japanese and Korean take two."""
    return sum(2 if east_asian_width(letter) in "WF" else 1 for letter in text[:_WIDEST])


def _rows(frame: pd.DataFrame) -> Iterator[Sequence[object]]:
    """The rows as plain Python values, None where missing."""
    for start in range(0, len(frame), _BLOCK):
        block = frame.iloc[start : start + _BLOCK]
        columns = [_plain(block.iloc[:, place]) for place in range(len(frame.columns))]
        yield from zip(*columns, strict=True)


def _plain(values: pd.Series) -> list[object]:
    known = values.notna().tolist()
    cells = values.astype(object).tolist()
    return [cell if has else None for cell, has in zip(cells, known, strict=True)]


def _safe(text: str, defused: bool) -> str:
    return defuse(text) if defused else text


def _csv_cell(cell: object, defused: bool) -> object:
    if cell is None:
        return ""
    if isinstance(cell, bool):
        return "TRUE" if cell else "FALSE"
    if isinstance(cell, pd.Timestamp | dt.datetime):
        return _moment(cell)
    if isinstance(cell, int | float):
        return repr(cell)
    return _safe(str(cell), defused)


def _moment(cell: dt.datetime) -> str:
    text = cell.isoformat(" ")
    return text.removesuffix(" 00:00:00")


def _xlsx_cell(  # type: ignore[no-untyped-def]
    page, place: tuple[int, int], cell: object, how: tuple[_Looks, object]
) -> None:
    looks, number = how
    if cell is None:
        return
    if isinstance(cell, bool):
        page.write_boolean(*place, cell)
    elif isinstance(cell, dt.datetime) and cell.tzinfo is None and 1900 <= cell.year <= 9999:
        page.write_datetime(*place, cell, looks.moment)
    elif isinstance(cell, dt.date) and not isinstance(cell, dt.datetime) and cell.year >= 1900:
        page.write_datetime(*place, cell, looks.day)
    elif isinstance(cell, int | float) and abs(cell) < 1e15:
        page.write_number(*place, cell, number)
    else:
        text = str(cell)
        safe = _safe(text, looks.defused and not _is_phone(text))
        page.write_string(*place, _fitting(safe, place))


def _fitting(text: str, place: tuple[int, int]) -> str:
    """The text; AppError cell_too_long_for_xlsx where a cell of a workbook cannot hold it."""
    if len(text) > _XLSX_TEXT:
        row, column = place
        facts = {"row": row + 1, "column": column + 1, "length": len(text), "limit": _XLSX_TEXT}
        raise AppError("cell_too_long_for_xlsx", **facts)
    return text
