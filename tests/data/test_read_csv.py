"""Delimited text into rows: nothing is lost, every line has one class."""

import csv
import io
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from core.base.errors import AppError
from core.data.layout import find_layout
from core.data.naming import repair_header, shown_name, slug
from tests.data.files import read_here, read_text, written


def test_a_plain_file(tmp_path: Path) -> None:
    raw = read_text(tmp_path, 'id,note\r\n1,"two\r\nlines"\r\n\r\n2,"a ""b"""\r\n')
    assert raw.frame().values.tolist() == [["1", "two\r\nlines"], ["2", 'a "b"']]
    assert raw.lines == {"header": 1, "row": 2, "continuation": 1, "blank": 1}
    assert raw.line_numbers().tolist() == [2, 5]
    assert (raw.source.encoding, raw.source.delimiter) == ("utf-8", ",")


def test_ragged_rows_are_set_aside_with_line_and_reason(tmp_path: Path) -> None:
    raw = read_text(tmp_path, "a,b,c\n1,2,3\n4,5\n6,7,8,9\n1,2,3,\n5,5,5\n")
    assert (raw.rows, raw.rows_set_aside) == (3, 2)
    assert raw.set_aside()[["file", "line", "reason", "cells"]].values.tolist() == [
        ["data.csv", 3, "too_few_cells", '["4", "5"]'],
        ["data.csv", 4, "too_many_cells", '["6", "7", "8", "9"]'],
    ]
    assert raw.lines == {"header": 1, "row": 3, "set_aside": 2}
    assert [note.code for note in raw.notes] == [
        "aside_too_few_cells", "aside_too_many_cells", "trailing_cells",
    ]  # fmt: skip


def test_names_are_made_unique_and_kept_as_they_were(tmp_path: Path) -> None:
    raw = read_text(tmp_path, "a, ,a,a_2\n1,2,3,4\n")
    assert raw.header == ("a", " ", "a", "a_2")
    assert raw.names == ("a", "column_2", "a_3", "a_2")
    assert raw.notes[0].code == "names_repaired"
    assert raw.notes[0].examples == ("column_2", "a_3")


def test_titles_above_the_header_are_preamble(tmp_path: Path) -> None:
    raw = read_text(tmp_path, "Sales report\n\nShop,North\nday,item,sold\n1,tea,2\n2,tea,3\n")
    assert raw.names == ("day", "item", "sold")
    assert raw.lines == {"preamble": 2, "blank": 1, "header": 1, "row": 2}


def test_the_separator_line_of_excel_is_obeyed(tmp_path: Path) -> None:
    raw = read_text(tmp_path, "sep=;\na;b\n1,5;x\n")
    assert raw.frame().values.tolist() == [["1,5", "x"]]
    assert raw.line_numbers().tolist() == [3]
    assert raw.lines == {"preamble": 1, "header": 1, "row": 1}


def test_a_header_as_r_writes_it() -> None:
    layout = find_layout([["x", "y"], ["1", "2", "3"], ["2", "5", "6"]])
    assert (layout.header, layout.missing_first) == (("", "x", "y"), True)


def test_a_header_with_delimiters_too_many_is_cut() -> None:
    assert find_layout([["x", "y", ""], ["1", "2"], ["2", "5"], ["3", "6"]]).header == ("x", "y")


def test_lines_of_empty_cells_are_blank_as_in_a_sheet(tmp_path: Path) -> None:
    raw = read_text(tmp_path, 'a,b\n,\n   \n\n1,2\n"",""\n')
    assert raw.frame().values.tolist() == [["1", "2"]]
    assert raw.lines == {"header": 1, "row": 1, "blank": 4}
    one = read_text(tmp_path, 'a\n""\n\nx\n', "one.csv")
    assert one.frame()["a"].tolist() == ["", "x"]


def test_without_a_header_every_line_is_a_row(tmp_path: Path) -> None:
    raw = read_text(tmp_path, "1,2\n3,4\n", header=False)
    assert raw.names == ("col_0", "col_1")
    assert raw.rows == 2


@pytest.mark.parametrize(
    ("content", "name", "code"),
    [
        ("", "a.csv", "file_empty"),
        ("\n \n\r\n", "a.csv", "file_empty"),
        ("\ufeff\n", "a.csv", "file_empty"),
        ("a,b,c\n", "a.csv", "no_rows"),
        ("a,b\n1,2,3\n1,2,3,4\n1,2,3,4,5\n", "a.csv", "rows_ragged"),
        (b"\x00\x01\x02\x03" * 50, "a.csv", "file_binary"),
        (b"PAR1" + b"\x00" * 50, "a.csv", "file_not_as_named"),
        (b"%PDF-1.7 ...", "a.csv", "file_not_as_named"),
        ("<!DOCTYPE html><html></html>", "a.csv", "file_not_as_named"),
        ("a,b\n1,2\n", "a.xlsx", "file_not_as_named"),
        ("a,b\n1,2\n", "a.parquet", "file_not_as_named"),
        ("{}", "a.json", "json_no_table"),
        (b"\x1f\x8b\x08\x00rest", "a.csv.gz", "archive_damaged"),
        (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + b"\x00" * 600, "a.xls", "xlsx_damaged"),
        (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + b"\x00" * 600, "a.xlsx", "file_not_as_named"),
    ],
)
def test_what_is_no_table_is_refused(
    tmp_path: Path, content: str | bytes, name: str, code: str
) -> None:
    with pytest.raises(AppError) as caught:
        read_text(tmp_path, content, name)
    assert caught.value.code == code
    assert caught.value.facts["file"] == name


def test_a_folder_and_a_missing_file_are_refused(tmp_path: Path) -> None:
    with pytest.raises(AppError, match="file_is_folder"):
        read_here(tmp_path, tmp_path)
    with pytest.raises(AppError, match="file_missing"):
        read_here(tmp_path / "none.csv", tmp_path)


def test_limits_are_told(tmp_path: Path) -> None:
    path = written(tmp_path, "a.csv", "a,b,c\n1,2,3\n")
    limits = {"memory_mb": 1 << 22, "seconds": 1e6, "columns": 2}
    with pytest.raises(AppError) as caught:
        read_here(path, tmp_path, limits=limits)
    assert caught.value.facts == {"file": "a.csv", "columns": 3, "limit": 2}
    big = written(tmp_path, "big.csv", b"a\n" + b"1\n" * 600_000)
    with pytest.raises(AppError, match="file_too_large"):
        read_here(big, tmp_path, limits=limits | {"file_mb": 1})


CELL = st.text(alphabet=st.sampled_from('abc 123,;"\n\té茶'), max_size=6)


@settings(suppress_health_check=[HealthCheck.function_scoped_fixture], max_examples=40)
@given(
    st.lists(st.lists(CELL, min_size=1, max_size=4), min_size=1, max_size=15),
    st.sampled_from(["\n", "\r\n"]),
)
def test_rows_read_are_rows_kept_and_set_aside(
    tmp_path: Path, table: list[list[str]], end: str
) -> None:
    buffer = io.StringIO(newline="")
    csv.writer(buffer, lineterminator=end).writerows([["first", "second", "third"], *table])
    text = buffer.getvalue()
    try:
        raw = read_text(tmp_path, text, delimiter=",")
    except AppError as error:
        assert error.code in {"no_rows", "rows_ragged"}
        return
    total = sum(1 for _ in io.StringIO(text, newline=""))
    assert sum(raw.lines.values()) == total
    assert raw.lines["row"] == raw.rows
    assert raw.lines.get("set_aside", 0) == raw.rows_set_aside == len(raw.set_aside())


@given(st.lists(st.text(max_size=5), min_size=1, max_size=30))
def test_repaired_names_are_unique_and_not_blank(header: list[str]) -> None:
    names, _ = repair_header(header)
    assert len(names) == len(header)
    assert len({name.casefold() for name in names}) == len(names)
    assert all(name.strip() for name in names)


@pytest.mark.parametrize(
    ("name", "shown"),
    [
        ("../../etc/passwd", "passwd"),
        ("..\\..\\evil.csv", "evil.csv"),
        ("a\x00b.csv", "a b.csv"),
        ("..", "file"),
        ("/", "file"),
        ("订单 2024.csv", "订单 2024.csv"),
    ],
)
def test_file_names_are_only_names(name: str, shown: str) -> None:
    assert shown_name(name) == shown


@given(st.text(max_size=300))
def test_no_file_name_leaves_its_folder(name: str) -> None:
    shown = shown_name(name)
    assert Path(shown).name == shown
    assert 0 < len(shown) <= 120
    assert slug(name).isascii()


@pytest.mark.parametrize(
    "cell", ["word, and\n" * 150_000, "z" * 1_500_000], ids=["many lines", "one line"]
)
@pytest.mark.parametrize("before", [0, 3_000])
def test_a_cell_above_a_megabyte_is_read(tmp_path: Path, cell: str, before: int) -> None:
    rows = "".join(f"{place},x\n" for place in range(before))
    raw = read_text(tmp_path, f'id,text\n{rows}8,"{cell}"\n9,b\n')
    assert raw.frame()["text"].tolist()[before:] == [cell, "b"]
    assert (raw.rows_set_aside, raw.lines.get("continuation", 0)) == (0, cell.count("\n"))
