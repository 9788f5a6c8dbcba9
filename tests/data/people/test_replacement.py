"""Stand-ins: equal for what reads alike, another key another stand-in, nothing else touched."""

import hashlib
import hmac
import stat
from pathlib import Path

import pyarrow as pa
import pytest
from hypothesis import given
from hypothesis import strategies as st

from core.base.errors import AppError
from core.base.recipe import PersonalColumn
from core.data.people import key
from core.data.people.patterns import masked_emails, masked_phones
from core.data.people.replacement import Replacement
from core.data.people.tokens import TOKEN, Tokens

KEY = bytes(range(32))
TOKENS = Tokens(lambda: KEY)


def test_a_stand_in_is_the_hmac_of_how_the_value_reads() -> None:
    told = hmac.new(KEY, b"ann lee", hashlib.sha256).hexdigest()[:20]
    assert TOKENS.of("Ann Lee") == f"p_{told}"
    assert Tokens(lambda: KEY[::-1]).of("Ann Lee") != TOKENS.of("Ann Lee")


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("Ann@Example.com", " ann@example.com "), ("Ann  LEE", "ann lee"), ("'01151", "01151"),
        ("+86 138-1234-5678", "13812345678"), ("0049 151 1234567", "+49 (151) 123-4567"),
        ('="13812345678"', "13812345678.0"), ("\t13812345678", "１３８１２３４５６７８"),
    ],
)  # fmt: skip
def test_what_reads_alike_is_one_person(one: str, other: str) -> None:
    phone = one.strip("\t=\"'+")[0].isdigit()
    assert TOKENS.of(one, phone) == TOKENS.of(other, phone)


def test_digits_are_folded_for_phones_only() -> None:
    assert TOKENS.of("001234567") != TOKENS.of("1234567")
    assert TOKENS.of("12345678") != TOKENS.of("1234567-8")
    assert TOKENS.of("001234567", phone=True) == TOKENS.of("1234567", phone=True)


@pytest.mark.parametrize("cell", ["", "  ", "-", "N/A", "无", "p_0123456789abcdef0123"])
def test_nothing_and_stand_ins_stay(cell: str) -> None:
    assert TOKENS.of(cell) == cell


@given(st.text(max_size=30))
def test_a_stand_in_never_holds_the_value(text: str) -> None:
    told = TOKENS.of(text)
    assert told == text or TOKEN.fullmatch(told)
    assert TOKENS.of(told) == told


@pytest.mark.parametrize(
    ("text", "told"),
    [
        ("请打13812345678联系", "请打□联系"),
        ("call +49 151 1234567 or (555) 123-4567", "call □ or □"),
        ("call 555-123-4567.", "call □."),
        ("bitte 0151 23456001 rufen", "bitte □ rufen"),
        ("06 12 34 56 01, or 07700 900001", "□, or □"),
        ("(030) 123 45 67; 0171/1234567", "□; □"),
        ("from 0049 151 1234567 on", "from □ on"),
        ("ask 079 123 45 67", "ask □"),
        ("tel.13812345001", "tel.□"),
        ("Tel.-Nr.: 30 1234567", "Tel.-Nr.: □"),
        ("Handy 01511234567; Fax: 030/1234567", "Handy □; Fax: □"),
        ("手机号13812345001，电话:12345678", "手机号□，电话:□"),
        ("mobile=(555)1234567", "mobile=□"),
        ("iPhone 12 2020 128 GB 1234567", "iPhone 12 2020 128 GB 1234567"),
        ("phone 2024-03-01 10:00", "phone 2024-03-01 10:00"),
        ("Handy 1.234.567 Stück, phone 12345.67", "Handy 1.234.567 Stück, phone 12345.67"),
        ("01/02/2024 10:30 and 01-02-2024 1030", "01/02/2024 10:30 and 01-02-2024 1030"),
        ("week 01 2024-03-05, open 09-17 2024-01-05", "week 01 2024-03-05, open 09-17 2024-01-05"),
        ("order 0151 23456001", "order 0151 23456001"),
        ("UPC 0 12345 67890 5", "UPC 0 12345 67890 5"),
        ("EAN 0012345678905", "EAN 0012345678905"),
        ("ISBN 0-306-40615-2", "ISBN 0-306-40615-2"),
        ("0123-45678", "0123-45678"),
        ("sizes 01 02 03 04 05 06", "sizes 01 02 03 04 05 06"),
        ("at 0012345678 since 2021", "at 0012345678 since 2021"),
        ("08 00 to 17 30", "08 00 to 17 30"),
        ("电话：010-12345678", "电话：□"),
        ("order 13812345678 late", "order 13812345678 late"),
        ("单号：13812345678", "单号：13812345678"),
        ("13812345678", "13812345678"),
        ("EAN 4006381333931 ok", "EAN 4006381333931 ok"),
        ("at 1699999999999 ms", "at 1699999999999 ms"),
        ("2024-03-01 10:00:00", "2024-03-01 10:00:00"),
        ("SKU-13812345678-A", "SKU-13812345678-A"),
        ("113-1234567-1234567", "113-1234567-1234567"),
        ("+12.50", "+12.50"),
        ("+12.345.678", "+12.345.678"),
        ("1.234.567,89 EUR", "1.234.567,89 EUR"),
        ("+1,234,567", "+1,234,567"),
        ("WHITE MUG 6 x 330 ml", "WHITE MUG 6 x 330 ml"),
        ("a1b2c3d4-1381-2345-6780-13812345678f", "a1b2c3d4-1381-2345-6780-13812345678f"),
    ],
)  # fmt: skip
def test_phones_in_text_are_told_from_other_numbers(text: str, told: str) -> None:
    assert masked_phones(text, lambda _: "□") == told


@pytest.mark.parametrize(
    ("text", "told"),
    [
        ("写信给ann.lee@example.com吧", "写信给□吧"), ("<a@x.co.uk>, B@Y.DE", "<□>, □"),
        ("jürgen@müller.de", "□"), ("2@3.50", "2@3.50"), ("@home", "@home"), ("a@b", "a@b"),
    ],
)  # fmt: skip
def test_emails_in_text(text: str, told: str) -> None:
    assert masked_emails(text, lambda _: "□") == told


def replacement() -> Replacement:
    """Of a table of four columns, the second and third personal, the third kept."""
    people = (
        PersonalColumn(column="who", kind="name", reason="name"),
        PersonalColumn(column="mail", kind="email", reason="name", kept=True),
    )
    rows = [
        ["1", "Ann Lee", "a@x.com", "paid"],
        ["2", "Jan Kok", "b@x.com", "open"],
        ["3", "Jan Kok", "b@x.com", "paid"],
        ["4", "Mia Lee", "d@x.com", "open"],
        ["5", "", "", "Kai Kim"],
    ]
    return Replacement(["n", "who", "mail", "state"], rows, people)


def test_columns_are_replaced_and_others_only_masked() -> None:
    told = replacement().columns(
        [pa.array(["1", "2", None]), pa.array(["Ann Lee", "", None]), pa.array(["a@x.com"] * 3),
         pa.array(["paid", "ask c@x.com", None])]
    )  # fmt: skip
    assert told[0].to_pylist() == ["1", "2", None]
    assert TOKEN.fullmatch(told[1][0].as_py())
    assert told[1].to_pylist()[1:] == ["", None]
    assert told[2].to_pylist() == ["a@x.com"] * 3
    first, second = told[3].to_pylist()[:2]
    assert first == "paid"
    assert second.startswith("ask p_")


def test_a_record_of_another_length_keeps_only_what_is_surely_no_person() -> None:
    told = replacement().cells(["3", "Lee", "Ann", "c@x.com", "paid", "12.50", "2024-03-01"])
    assert [told[0], *told[4:]] == ["3", "paid", "12.50", "2024-03-01"]
    assert all(TOKEN.fullmatch(cell) for cell in told[1:4])
    [line] = replacement().cells(['4,"Lee, Ann,c@x.com,open'])
    assert line.startswith('4,"')
    assert line.endswith(",open")
    assert not any(word in line for word in ("Lee", "Ann", "c@x.com"))
    assert replacement().cells(["Total", "Total", "", ""]) == ["Total", "Total", "", ""]


def test_sliced_columns_are_read_by_their_own_cells() -> None:
    whole = pa.array(["x@y.com", "a", "b", "mail z@y.com"])
    table = Replacement(["a"], [["a"]], ())
    assert table.columns([whole.slice(1, 2)])[0].to_pylist() == ["a", "b"]
    assert table.columns([whole.slice(1)])[0][2].as_py().startswith("mail p_")


def test_the_key_is_made_once_for_its_owner_only(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    path = tmp_path / "deep" / "key"
    monkeypatch.setenv(key.ENVIRONMENT, str(path))
    first = key.load_key()
    assert key.load_key() == first
    assert len(first) == 32
    assert stat.S_IMODE(path.stat().st_mode) == 0o600
    assert [one.name for one in path.parent.iterdir()] == ["key"]
    path.write_text("no key")
    with pytest.raises(AppError, match="key_damaged"):
        key.load_key()
    (tmp_path / "file").write_text("")
    monkeypatch.setenv(key.ENVIRONMENT, str(tmp_path / "file" / "key"))
    with pytest.raises(AppError, match="key_unusable"):
        key.load_key()


def test_a_table_without_people_needs_no_key(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv(key.ENVIRONMENT, str(tmp_path / "none"))
    Replacement(["a"], [["1"]], ()).columns([pa.array(["1", "x"])])
    assert not (tmp_path / "none").exists()


@pytest.mark.parametrize(
    "cells",
    [["Ann Lee"], ["ann lee"], ["王小明"], ["5 Ann Lee"], ["bitte Ann Lee rufen"], ["Ann", "Lee"],
     ['{"who": "Ann Lee", '], ["3 Ann Lee a@x.com paid"]],
)  # fmt: skip
def test_a_line_that_is_no_row_names_nobody(cells: list[str]) -> None:
    told = "".join(replacement().cells(cells, placed=False)).casefold()
    assert not any(word in told for word in ("ann", "lee", "小明", "a@x.com"))
    assert "p_" in told


def test_a_note_as_wide_as_the_table_stands_in_no_columns() -> None:
    [first, *rest] = replacement().cells(["Printed by Ann Lee", "", "", ""], placed=False)
    assert TOKEN.fullmatch(first)
    assert rest == ["", "", ""]
    assert "Kai" not in replacement().cells(["Kai Kim", "", "", ""], placed=False)[0]
    assert replacement().cells(["3", "Total", "", "paid"], placed=False) == [
        "3", "Total", "", "paid",
    ]  # fmt: skip


def test_lines_beside_a_table_without_people_stay() -> None:
    people = (PersonalColumn(column="mail", kind="email", reason="name"),)
    mails = Replacement(["n", "mail"], [["1", "a@x.com"]], people)
    assert mails.cells(["Report for spring"], placed=False) == ["Report for spring"]
    assert Replacement(["n"], [["1"]], ()).cells(["by Ann Lee"], placed=False) == ["by Ann Lee"]
