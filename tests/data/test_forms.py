"""The same table in every form there is gives the same cells."""

import csv
import gzip
import io
import json
import zipfile
from collections.abc import Callable
from pathlib import Path

import pandas as pd
import pytest
import xlsxwriter

from core.base.errors import AppError
from core.data.options import ALL_SHEETS
from tests.data.books import ods, ods_rows, xls
from tests.data.files import read_all, read_here, text_cell, workbook, written

HEADER = ["order_id", "item", "quantity", "price", "note"]
ROWS = [
    ["1000000000000000001", "Jasmine tea", 3, 4.5, "a, b"],
    ["0000000000000000002", "茶 100 g", 12, 19.99, ""],
    ["1000000000000000003", "Mug \"blue\"", 1, 7, "gift"],
]  # fmt: skip
CELLS = [[str(cell) for cell in row] for row in ROWS]


def as_csv(delimiter: str = ",") -> str:
    out = io.StringIO()
    csv.writer(out, delimiter=delimiter).writerows([HEADER, *ROWS])
    return out.getvalue()


def records() -> list[dict[str, object]]:
    """As a shop system writes them: what is empty is left out or null."""
    made = [dict(zip(HEADER, row, strict=True)) for row in ROWS]
    return [{k: v for k, v in record.items() if v != ""} for record in made]


def in_zip(path: Path) -> None:
    with zipfile.ZipFile(path, "w") as archive:
        archive.writestr("sales.csv", as_csv())


def in_xlsx(path: Path) -> None:
    with xlsxwriter.Workbook(path) as book:
        page = book.add_worksheet("Sales")
        for place, row in enumerate([HEADER, *ROWS]):
            page.write_row(place, 0, row)


def lines() -> str:
    return "".join(json.dumps(record, ensure_ascii=False) + "\n" for record in records())


def columns() -> dict[str, list[object]]:
    return {name: [row[place] for row in ROWS] for place, name in enumerate(HEADER)}


def text(content: str) -> Callable[[Path], object]:
    return lambda path: path.write_text(content, "utf-8", newline="")


FORMS: dict[str, tuple[Callable[[Path], object], str]] = {
    "a.csv": (text(as_csv()), "csv"),
    "a.txt": (text(as_csv("|")), "csv"),
    "a.csv.gz": (lambda path: path.write_bytes(gzip.compress(as_csv("\t").encode())), "csv"),
    "a.zip": (in_zip, "csv"),
    "a.xlsx": (in_xlsx, "xlsx"),
    "a.xls": (lambda path: xls(path, {"Sales": [HEADER, *ROWS]}), "xls"),
    "b.xls": (in_xlsx, "xlsx"),
    "c.xls": (text(as_csv("\t")), "csv"),
    "a.ods": (lambda path: ods(path, {"Sales": ods_rows([HEADER, *ROWS])}), "ods"),
    "a.json": (text(json.dumps(records())), "json"),
    "pretty.json": (text(json.dumps(records(), indent=2, ensure_ascii=False)), "json"),
    "held.json": (text(json.dumps({"page": 1, "data": {"orders": records()}})), "json"),
    "columns.json": (text(json.dumps(columns())), "json"),
    "pandas.json": (
        text(json.dumps({k: dict(enumerate(v)) for k, v in columns().items()})),
        "json",
    ),
    "cells.json": (text(json.dumps([HEADER, *ROWS])), "json"),
    "a.jsonl": (text(lines()), "jsonl"),
    "lines.json": (text(lines()), "jsonl"),
    "lines.txt": (text(lines()), "jsonl"),
    "a.jsonl.gz": (lambda path: path.write_bytes(gzip.compress(lines().encode())), "jsonl"),
    "utf16.json": (lambda path: path.write_bytes(json.dumps(records()).encode("utf-16")), "json"),
    "a.parquet": (
        lambda path: pd.DataFrame(CELLS, columns=HEADER).to_parquet(path),
        "parquet",
    ),
}


@pytest.mark.parametrize("name", FORMS)
def test_the_same_table_gives_the_same_cells(tmp_path: Path, name: str) -> None:
    make, form = FORMS[name]
    make(tmp_path / name)
    raw = read_here(tmp_path / name, tmp_path)
    assert sorted(raw.names) == sorted(HEADER)
    assert raw.frame()[HEADER].to_numpy().tolist() == CELLS
    assert raw.lines["row"] == raw.rows == 3
    assert raw.rows_set_aside == 0
    assert raw.form == form
    assert raw.source.name == (f"{name}/sales.csv" if name == "a.zip" else name)
    assert not list(raw.folder.rglob("unpacked*"))


def test_a_gzip_is_known_by_the_file_that_came(tmp_path: Path) -> None:
    import hashlib

    data = gzip.compress(as_csv().encode())
    raw = read_here(written(tmp_path, "a.csv.gz", data), tmp_path)
    assert raw.source.bytes == len(data)
    assert raw.source.sha256 == hashlib.sha256(data).hexdigest()


def test_every_sheet_can_be_its_own_table(tmp_path: Path) -> None:
    path = xls(tmp_path / "b.xls", {"Empty": [], "A": [["x"], [1]], "B": [["y", "z"], [2, 3]]})
    one = read_here(path, tmp_path)
    assert (one.source.name, one.source.sheet, one.sheets) == ("b.xls", "A", ("Empty", "A", "B"))
    assert [note.code for note in one.notes].count("other_sheets") == 1
    both = read_all(path, tmp_path, sheet=ALL_SHEETS)
    assert [(raw.source.name, raw.names) for raw in both] == [
        ("b.xls/A", ("x",)), ("b.xls/B", ("y", "z")),
    ]  # fmt: skip
    again = read_all(path, tmp_path, sheet=ALL_SHEETS, part="B")
    assert [raw.source.name for raw in again] == ["b.xls/B"]
    with pytest.raises(AppError, match="sheet_unknown"):
        read_all(path, tmp_path, sheet=ALL_SHEETS, part="C")


def test_the_structure_of_a_sheet_is_told_and_can_be_said(tmp_path: Path) -> None:
    rows = [["Sales report"], [], ["id", "n"], ["a", 1], ["b", 2], ["Total", 3]]
    path = ods(tmp_path / "r.ods", {"S": ods_rows(rows)})
    raw = read_here(path, tmp_path)
    assert raw.structure is not None
    assert (raw.structure.first_line, raw.structure.header_rows) == (3, 1)
    assert raw.lines == {"preamble": 1, "blank": 1, "header": 1, "row": 2, "total": 1}
    kept = read_here(path, tmp_path, first_line=4, header_rows=0, totals="keep")
    assert kept.frame().to_numpy().tolist() == [["a", "1"], ["b", "2"], ["Total", "3"]]


@pytest.mark.parametrize(
    ("rows", "cells"),
    [
        ('<table:table-row table:number-rows-repeated="1048576">{}</table:table-row>', 16_384),
        ("<table:table-row>{}</table:table-row>", 30_000),
        ('<table:table-row table:number-rows-repeated="3000000">{}</table:table-row>', 1),
    ],
)
def test_cells_that_repeat_without_end_are_refused(tmp_path: Path, rows: str, cells: int) -> None:
    cell = (
        f'<table:table-cell table:number-columns-repeated="{cells}" office:value-type="float" '
        'office:value="1"><text:p>1</text:p></table:table-cell>'
    )
    path = ods(tmp_path / "bomb.ods", {"S": rows.format(cell)})
    assert path.stat().st_size < 2000
    with pytest.raises(AppError) as caught:
        read_here(path, tmp_path)
    assert (caught.value.code, caught.value.facts["sheet"]) == ("xlsx_too_wide", "S")


def test_formats_that_repeat_are_no_cells(tmp_path: Path) -> None:
    rows = ods_rows([["x"], [1]])
    rows += (
        '<table:table-row table:number-rows-repeated="1048574">'
        '<table:table-cell table:number-columns-repeated="16384"/></table:table-row>'
    )
    raw = read_here(ods(tmp_path / "a.ods", {"S": rows}), tmp_path)
    assert raw.frame().to_dict("list") == {"x": ["1"]}


def test_entities_without_end_are_refused(tmp_path: Path) -> None:
    path = tmp_path / "laughs.ods"
    with zipfile.ZipFile(path, "w") as archive:
        archive.writestr("mimetype", "application/vnd.oasis.opendocument.spreadsheet")
        archive.writestr("content.xml", '<!DOCTYPE a [<!ENTITY b "lol">]><a>&b;</a>')
    with pytest.raises(AppError, match="xlsx_damaged"):
        read_here(path, tmp_path)


def test_a_sheet_far_too_large_is_refused_in_the_old_form_too(tmp_path: Path) -> None:
    rows: list[list[object]] = [["x"] * 50] * 40
    path = xls(tmp_path / "a.xls", {"S": rows})
    limits = {"cells": 1_999, "memory_mb": 1 << 22, "seconds": 1e6}
    with pytest.raises(AppError) as caught:
        read_here(path, tmp_path, limits=limits)
    assert caught.value.code == "xlsx_too_wide"
    assert caught.value.facts["rows"] == 40


def test_a_name_that_promises_another_form_is_refused(tmp_path: Path) -> None:
    rows = f"<row>{text_cell('A1', 'x')}</row><row>{text_cell('A2', '1')}</row>"
    workbook(tmp_path / "w.xlsx", rows)
    data = (tmp_path / "w.xlsx").read_bytes()
    for name in ("w.csv", "w.json", "w.gz", "w.ods"):
        with pytest.raises(AppError) as caught:
            read_here(written(tmp_path, name, data), tmp_path)
        assert caught.value.code == "file_not_as_named"
    assert read_here(written(tmp_path, "w.bak", data), tmp_path).form == "xlsx"
