"""Records and the lines they stand on; the standard library's writer is the oracle."""

import csv
import io
from collections.abc import Iterator

import pytest
from hypothesis import given
from hypothesis import strategies as st

from core.base.errors import AppError
from core.data.dialect import WHITE, Dialect
from core.data.find_dialect import find_dialect
from core.data.records import Record, Records

COMMA = Dialect(",")
CELL = st.text(alphabet=st.sampled_from('ab1 ,;"\n\r\t|é茶'), max_size=8)
TABLES = st.integers(2, 5).flatmap(
    lambda width: st.lists(st.lists(CELL, min_size=width, max_size=width), min_size=1, max_size=12)
)


def lines(text: str) -> Iterator[str]:
    return io.StringIO(text, newline="")


def read(text: str, dialect: Dialect = COMMA) -> list[Record]:
    return list(Records(lines(text), dialect, "x.csv"))


@given(TABLES, st.sampled_from(["\n", "\r\n"]))
def test_what_python_writes_is_read_back_and_lines_add_up(table: list[list[str]], end: str) -> None:
    buffer = io.StringIO(newline="")
    csv.writer(buffer, lineterminator=end, quoting=csv.QUOTE_ALL).writerows(table)
    text = buffer.getvalue()
    found = read(text)
    assert [record.cells for record in found] == table
    assert sum(record.span for record in found) == sum(1 for _ in lines(text))
    places = [record.line for record in found]
    assert places == [1 + sum(r.span for r in found[:i]) for i in range(len(found))]


@given(st.text(alphabet='a,"\n\r;', max_size=60))
def test_lines_add_up_whatever_the_quotes(text: str) -> None:
    assert sum(record.span for record in read(text)) == sum(1 for _ in lines(text))


def test_an_open_quote_costs_one_line() -> None:
    found = read('a,b\n1,"open\n2,x\n3,y\n')
    assert [(r.line, r.problem) for r in found] == [
        (1, None), (2, "quote_not_closed"), (3, None), (4, None),
    ]  # fmt: skip
    assert found[2].cells == ["2", "x"]


def test_a_runaway_quote_in_a_large_file_costs_one_line() -> None:
    found = read('a,b\n1,"open\n' + "2,xxxxxxxxxxxxxxxxxxxxxxxx\n" * 60_000)
    assert len(found) == 60_002
    assert found[1].problem == "quote_not_closed"


@pytest.mark.parametrize("end", [",y\n", "\n"])
def test_a_long_cell_that_closes_is_a_cell(end: str) -> None:
    long = ("z" * 1000 + '""\n') * 2_000
    found = read(f'a,b\n1,x\n2,"{long}"{end}3,"open\n' + "4,y\n" * 400_000 + '5,"q"\n')
    assert [record.problem for record in found[:4]] == [None, None, None, "quote_not_closed"]
    assert found[2].cells == ["2", long.replace('""', '"'), *end.strip("\n").split(",")[1:]]
    assert (found[2].span, len(found), found[-1].cells) == (2_001, 400_005, ["5", "q"])


def test_a_file_of_open_quotes_is_refused(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("core.data.records.LONGEST_CELL", 10)
    with pytest.raises(AppError, match="csv_quotes"):
        read("a,b\n" + '"xxxxxxxxxxxxxxxx\n' * 1001)
    assert len(read("a,b\n" + '"xxxxxxxxxxxxxxxx\n' * 1000)) == 1001


@pytest.mark.parametrize(
    ("text", "delimiter"),
    [
        ("a,b,c\n1,2,3\n", ","),
        ("a;b\n1,5;2,5\n3,5;4,5\n", ";"),
        ("a\tb\nx, y\tz\nq, r\ts\n", "\t"),
        ("a|b\n1|2\n", "|"),
        ('name;note\nx;"a;b"\ny;"c,d"\n', ";"),
        ("review\nI like it, a lot\nBad\nGood, but dear, sadly\nFine\n", ""),
        ("one\n1\n2\n", ""),
    ],
)
def test_delimiters(text: str, delimiter: str) -> None:
    assert find_dialect(text.splitlines(keepends=True), None).delimiter == delimiter


def test_a_quote_after_a_blank_opens_a_cell() -> None:
    text = 'a, b\n1, "x, y"\n2, "z"\n'
    dialect = find_dialect(text.splitlines(keepends=True), None)
    assert [r.cells for r in read(text, dialect)] == [["a", "b"], ["1", "x, y"], ["2", "z"]]


@pytest.mark.parametrize(
    ("text", "delimiter", "row"),
    [
        ("1::1193::5\n1::661::3\n2::10::4\n", "::", ["1", "1193", "5"]),
        ("a||b\nx||1\ny||2\n", "||", ["a", "b"]),
        ("  x   y \n 1   2\n 10  3\n", WHITE, ["x", "y"]),
        ("a b\n1 2\n3 4\n", " ", ["a", "b"]),
        ("day\n2024-01-01 10:00\n2024-01-02 11:00\n", "", ["day"]),
        ("price\n1,5\n2,25\n", "", ["price"]),
        ("price\n1,000.50\n20\n", "", ["price"]),
        ("name\nJohn Smith\nJane Doe\n", "", ["name"]),
        ("Title\nShop: A\n\nid;n;x;y\n1;2,5;3,5;4\n2;2,5;1,5;4\n", ";", ["Title"]),
        ("a^b\n1^2\n3^4\n", "^", ["a", "b"]),
    ],
)
def test_rare_delimiters(text: str, delimiter: str, row: list[str]) -> None:
    dialect = find_dialect(text.splitlines(keepends=True))
    assert dialect.delimiter == delimiter
    assert read(text, dialect)[0].cells == row


@pytest.mark.parametrize(
    ("text", "quote", "escape", "row"),
    [
        ("a,b\n'x, y',1\n'z',2\n", "'", "", ["x, y", "1"]),
        ("a,b\nit's,1\n'tis,2\n", '"', "", ["it's", "1"]),
        ('a,b\n"x ""y""",1\n', '"', "", ['x "y"', "1"]),
        ('a,b\n"x \\"y, z\\"",1\n"u",2\n', '"', "\\", ['x "y, z"', "1"]),
        ('a,b\n"C:\\dir\\",1\n"D:\\",2\n', '"', "", ["C:\\dir\\", "1"]),
        ('size,n\n"5 inch,1\n"6 inch,2\n"7 inch,3\n', "", "", ['"5 inch', "1"]),
        ("a,b\nx\\,y,1\nz,2\nu,3\n", '"', "\\", ["x,y", "1"]),
        ("a,b\nx\\, y,\\N\nz,2\nu,3\n", '"', "\\", ["x, y", "\\N"]),
    ],
)
def test_quotes_and_escapes(text: str, quote: str, escape: str, row: list[str]) -> None:
    dialect = find_dialect(text.splitlines(keepends=True))
    assert (dialect.quote, dialect.escape) == (quote, escape)
    assert read(text, dialect)[1].cells == row


def test_a_delimiter_of_several_is_kept_inside_quotes() -> None:
    assert read('"a::b"::c\n', Dialect("::"))[0].cells == ["a::b", "c"]
    assert read('"a b"  c\n', Dialect(WHITE))[0].cells == ["a b", "c"]


def test_a_quote_that_swallows_the_end_is_found_after_a_stray_one() -> None:
    found = read('"a"b,1\n2,"open\n3,4\n')
    assert [record.problem for record in found] == [None, "quote_not_closed", None]
