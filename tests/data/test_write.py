"""Tables out: nothing that a spreadsheet would run, nothing that is lost."""

import io
import re
from pathlib import Path
from zipfile import ZipFile

import numpy as np
import pandas as pd
import pytest
from hypothesis import given
from hypothesis import strategies as st
from python_calamine import CalamineWorkbook

from core.base.errors import AppError
from core.data.write import defuse, to_book, to_csv, to_xlsx

DANGEROUS = ["=1+1", "+1", "-1+cmd|' /C calc'!A0", "@SUM(A1)", "\t=1", "\r=1"]


def csv_text(frame: pd.DataFrame, **options: bool) -> str:
    buffer = io.BytesIO()
    to_csv(frame, buffer, **options)
    assert not buffer.closed
    return buffer.getvalue().decode()


def test_csv_is_for_excel() -> None:
    frame = pd.DataFrame(
        {
            "n": pd.array([1, None, -3], "Int64"),
            "x": [0.1, np.nan, -2.5],
            "b": pd.array([True, None, False], "boolean"),
            "d": pd.Series(["2024-01-05", None, "2024-01-05 10:30"]).astype("datetime64[us]"),
            "茶": pd.array(["a,b", None, "-x"], "string"),
        }
    )
    assert csv_text(frame) == (
        "\ufeffn,x,b,d,茶\r\n"
        '1,0.1,TRUE,2024-01-05,"a,b"\r\n'
        ",,,,\r\n"
        "-3,-2.5,FALSE,2024-01-05 10:30:00,'-x\r\n"
    )


def test_faithful_csv_changes_nothing() -> None:
    frame = pd.DataFrame([["=1", "-2", "a\nb"]], columns=["x", "x", "=y"])
    assert csv_text(frame, defused=False) == 'x,x,=y\r\n=1,-2,"a\nb"\r\n'


@pytest.mark.parametrize("text", DANGEROUS)
def test_no_text_is_a_formula(text: str, tmp_path: Path) -> None:
    frame = pd.DataFrame({text: [text, "tea"]})
    read = pd.read_csv(io.StringIO(csv_text(frame).removeprefix("\ufeff")), quotechar='"')
    assert read.columns[0].startswith("'")
    assert read.iloc[0, 0].startswith("'")
    to_xlsx(frame, tmp_path / "a.xlsx")
    rows = CalamineWorkbook.from_path(tmp_path / "a.xlsx").get_sheet_by_index(0).to_python()
    assert rows[0][0].startswith("'")
    assert rows[1][0].startswith("'")


@given(st.text())
def test_defusing_only_ever_adds_an_apostrophe(text: str) -> None:
    assert defuse(text) in (text, "'" + text)
    assert defuse(text)[:1] not in ("=", "+", "-", "@", "\t", "\r")


def test_xlsx_keeps_types(tmp_path: Path) -> None:
    frame = pd.DataFrame(
        {
            "n": pd.array([1, None, 2**60], "Int64"),
            "x": [0.5, np.inf, np.nan],
            "b": pd.array([True, False, None], "boolean"),
            "d": pd.Series(["2024-01-05 10:30", None, None]).astype("datetime64[us]"),
            "s": pd.array(["http://x.y", "007", None], "string"),
        }
    )
    to_xlsx(frame, tmp_path / "a.xlsx")
    rows = CalamineWorkbook.from_path(tmp_path / "a.xlsx").get_sheet_by_index(0).to_python()
    assert rows[0] == ["n", "x", "b", "d", "s"]
    assert rows[1] == [1.0, 0.5, True, pd.Timestamp("2024-01-05 10:30"), "http://x.y"]
    assert rows[2] == ["", "inf", False, "", "007"]
    assert rows[3][0] == str(2**60)


def test_columns_of_a_workbook_are_as_wide_as_their_cells(tmp_path: Path) -> None:
    frame = pd.DataFrame(
        {"id": ["a"], "reason": ["x" * 30], "名称": ["商品" * 10], "long": ["y" * 99]}
    )
    to_xlsx(frame, tmp_path / "w.xlsx")
    with ZipFile(tmp_path / "w.xlsx") as book:
        sheet = book.read("xl/worksheets/sheet1.xml").decode()
    widths = [float(width) for width in re.findall(r'<col [^>]*width="([\d.]+)"', sheet)]
    assert [round(width - 0.7) for width in widths] == [8, 32, 42, 60]


@pytest.mark.parametrize("text", ["+49 151 1234567", "+491511234567", "+1 (555) 123.4567"])
def test_a_phone_number_is_written_as_it_is(text: str, tmp_path: Path) -> None:
    frame = pd.DataFrame({"phone": [text]})
    assert csv_text(frame) == f"\ufeffphone\r\n{text}\r\n"
    to_xlsx(frame, tmp_path / "a.xlsx")
    rows = CalamineWorkbook.from_path(tmp_path / "a.xlsx").get_sheet_by_index(0).to_python()
    assert rows[1][0] == text


@pytest.mark.parametrize("text", ["+49-151-1234567", "+49 151/1234567"])
def test_a_phone_number_that_excel_would_reckon_with_is_guarded_in_csv_only(
    text: str, tmp_path: Path
) -> None:
    frame = pd.DataFrame({"phone": [text]})
    assert csv_text(frame) == f"\ufeffphone\r\n'{text}\r\n"
    to_xlsx(frame, tmp_path / "a.xlsx")
    rows = CalamineWorkbook.from_path(tmp_path / "a.xlsx").get_sheet_by_index(0).to_python()
    assert rows[1][0] == text


@pytest.mark.parametrize(
    "text", ["+1", "+1234567", "+49 151 1234567+1", "+49 A1 1234567", "+4915112345678901234"]
)
def test_what_only_begins_like_a_phone_number_is_guarded(text: str) -> None:
    assert defuse(text) == f"'{text}"


def test_a_cell_that_a_workbook_cannot_hold_is_refused(tmp_path: Path) -> None:
    frame = pd.DataFrame({"a": ["x", "y" * 32_768]})
    with pytest.raises(AppError) as refused:
        to_xlsx(frame, tmp_path / "long.xlsx")
    assert refused.value.code == "cell_too_long_for_xlsx"
    assert (refused.value.facts["row"], refused.value.facts["column"]) == (3, 1)
    to_xlsx(frame.assign(a=["x", "y" * 32_767]), tmp_path / "full.xlsx")
    with CalamineWorkbook.from_path(tmp_path / "full.xlsx") as book:
        assert [len(row[0]) for row in book.get_sheet_by_index(0).to_python()] == [1, 1, 32_767]


@pytest.mark.parametrize(
    ("text", "safe"),
    [("a;=1+1", "a;'=1+1"), ("a\n+1", "a\n'+1"), ("a; b-1", "a; b-1"), ("＝1+1", "'＝1+1"),
     ("100;200", "100;200"), ("a;\t@x", "a;\t'@x")],
)  # fmt: skip
def test_a_formula_behind_a_separator_is_defused(text: str, safe: str) -> None:
    assert defuse(text) == safe


def test_sheets_get_names_that_a_workbook_can_have() -> None:
    names = [
        "Alba/Nord: [1]*?",
        "alba nord   1",
        "",
        "'History'",
        "history_",
        "x" * 40,
        "x" * 35,
        "'",
    ]
    out = io.BytesIO()
    to_book([(name, pd.DataFrame({"n": [1]})) for name in names], out)
    found = CalamineWorkbook.from_filelike(io.BytesIO(out.getvalue())).sheet_names
    assert len({name.casefold() for name in found}) == len(names)
    assert all(0 < len(name) <= 31 for name in found)
    assert not any(set(name) & set("[]:*?/\\") or name.strip("'") != name for name in found)
    assert found[3] == "History_"
    assert found[-2] == "x" * 27 + " (2)"
