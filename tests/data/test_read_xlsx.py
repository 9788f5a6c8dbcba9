"""Workbooks: XlsxWriter writes them, hostile ones are made by hand."""

import datetime as dt
import zipfile
from pathlib import Path

import pytest
import xlsxwriter

from core.base.errors import AppError
from core.data.options import Limits
from core.data.xlsx_guard import measure, sheets_of
from tests.data.files import ROOMY, read_here, text_cell, workbook, written


def shop(path: Path) -> Path:
    with xlsxwriter.Workbook(path) as book:
        day = book.add_format({"num_format": "yyyy-mm-dd"})
        hours = book.add_format({"num_format": "[h]:mm"})
        book.add_worksheet("Empty")
        page = book.add_worksheet("Sales")
        page.write_row(2, 1, ["id", "n", "yes", "day", "span", "odd"])
        page.write_row(4, 1, ["007", 3, True])
        page.write_datetime(4, 4, dt.datetime(2024, 1, 5), day)
        page.write_number(4, 5, 1.25, hours)
        page.write_formula(4, 6, "=1/0", None, "#DIV/0!")
        page.write_row(5, 1, ["008", 0.1])
        page.write_blank(400, 300, None, day)
    return path


def test_a_workbook_is_read_as_it_shows(tmp_path: Path) -> None:
    raw = read_here(shop(tmp_path / "shop.xlsx"), tmp_path)
    assert raw.names == ("id", "n", "yes", "day", "span", "odd")
    assert raw.frame().values.tolist() == [
        ["007", "3", "TRUE", "2024-01-05", "30:00:00", ""],
        ["008", "0.1", "", "", "", ""],
    ]
    assert raw.lines == {"blank": 3, "header": 1, "row": 2}
    assert raw.line_numbers().tolist() == [5, 6]
    assert (raw.source.sheet, raw.sheets) == ("Sales", ("Empty", "Sales"))
    assert {note.code for note in raw.notes} == {"other_sheets", "error_cells"}


def test_the_sheet_can_be_chosen(tmp_path: Path) -> None:
    path = shop(tmp_path / "shop.xlsx")
    with pytest.raises(AppError) as caught:
        read_here(path, tmp_path, sheet="None")
    assert (caught.value.code, caught.value.facts["sheets"]) == (
        "sheet_unknown",
        ["Empty", "Sales"],
    )
    with pytest.raises(AppError, match="file_empty"):
        read_here(path, tmp_path, sheet="Empty")


@pytest.mark.parametrize("place", ["XFD1048576", "XFD2000", "A99999999", "ZZZZ1"])
def test_a_cell_far_away_is_refused_before_a_reader_opens_it(tmp_path: Path, place: str) -> None:
    rows = f"<row>{text_cell('A1', 'x')}{text_cell(place, 'y')}</row>"
    path = workbook(tmp_path / "far.xlsx", rows)
    assert path.stat().st_size < 2000
    with pytest.raises(AppError) as caught:
        read_here(path, tmp_path)
    assert caught.value.code == "xlsx_too_wide"
    assert caught.value.facts["sheet"] == "Data"


def test_a_declared_dimension_beyond_any_sheet_is_refused(tmp_path: Path) -> None:
    rows = f"<row>{text_cell('A1', 'x')}</row>"
    path = workbook(tmp_path / "far.xlsx", rows, '<dimension ref="A1:ZZZ99999999"/>')
    with pytest.raises(AppError, match="xlsx_too_wide"):
        read_here(path, tmp_path)


def test_formats_far_away_are_no_cells(tmp_path: Path) -> None:
    rows = f"<row>{text_cell('A1', 'x')}</row><row>{text_cell('A2', '1')}</row>"
    rows += '<row r="1048576"><c r="XFD1048576" s="1"/></row>'
    raw = read_here(
        workbook(tmp_path / "a.xlsx", rows, '<dimension ref="A1:XFD1048576"/>'), tmp_path
    )
    assert raw.frame().to_dict("list") == {"x": ["1"]}


def test_cells_without_a_place_count_too(tmp_path: Path) -> None:
    rows = '<row r="7"><c t="inlineStr"><is><t>x</t></is></c><c><v>3</v></c></row>'
    path = workbook(tmp_path / "a.xlsx", rows)
    extent = measure(path, "a.xlsx", sheets_of(path, "a.xlsx", ROOMY)[0], ROOMY)
    assert (extent.rows, extent.cells) == (7, 2)


def test_what_inflates_too_far_is_refused(tmp_path: Path) -> None:
    path = workbook(tmp_path / "bomb.xlsx", "", pad=3 * 1024 * 1024)
    assert path.stat().st_size < 10_000
    limits = Limits(inflated_mb=1).model_dump() | {"memory_mb": 1 << 22, "seconds": 1e6}
    with pytest.raises(AppError) as caught:
        read_here(path, tmp_path, limits=limits)
    assert caught.value.facts == {"file": "bomb.xlsx", "megabytes": 3, "limit": 1}


def test_a_lie_about_the_inflated_size_is_noticed(tmp_path: Path) -> None:
    path = workbook(tmp_path / "lie.xlsx", f"<row>{text_cell('A1', 'x')}</row>", pad=100_000)
    with zipfile.ZipFile(path) as archive:
        size = archive.getinfo("xl/worksheets/sheet1.xml").file_size
    data = path.read_bytes().replace(size.to_bytes(4, "little"), (300).to_bytes(4, "little"))
    with pytest.raises(AppError, match="xlsx_damaged"):
        read_here(written(tmp_path, "lie2.xlsx", data), tmp_path)


def test_a_damaged_or_protected_workbook_is_refused(tmp_path: Path) -> None:
    data = shop(tmp_path / "shop.xlsx").read_bytes()
    for cut in (len(data) // 2, len(data) - 30):
        with pytest.raises(AppError, match="xlsx_damaged"):
            read_here(written(tmp_path, f"cut{cut}.xlsx", data[:cut]), tmp_path)
    ole = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + b"\x00" * 600
    locked = ole + "EncryptedPackage".encode("utf-16-le") + b"\x00" * 600
    with pytest.raises(AppError, match="file_password"):
        read_here(written(tmp_path, "locked.xlsx", locked), tmp_path)


def test_every_flipped_byte_is_a_table_or_a_sentence(tmp_path: Path) -> None:
    data = bytearray(shop(tmp_path / "shop.xlsx").read_bytes())
    outcomes = set()
    for place in range(0, len(data), 97):
        torn = data.copy()
        torn[place] ^= 0x55
        path = written(tmp_path, "torn.xlsx", bytes(torn))
        try:
            read_here(path, tmp_path)
            outcomes.add("read")
        except AppError as error:
            outcomes.add(error.code)
    assert outcomes <= {"read", "xlsx_damaged", "file_not_as_named", "file_binary", "xlsx_too_wide"}
    assert "xlsx_damaged" in outcomes
