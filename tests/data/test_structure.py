"""Whatever the text, its lines are all accounted for; what Python writes is read back."""

import csv
import io
import re
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from core.base.errors import AppError
from core.data.options import ReadOptions
from core.data.structure import find_structure
from tests.data.files import read_text

QUIET = settings(suppress_health_check=[HealthCheck.function_scoped_fixture], max_examples=60)
WORD = st.text(alphabet="abcdeé茶 ,;'|", min_size=1, max_size=6).map(lambda text: f"w{text}w")
NUMBER = st.integers(0, 9999).map(str)


def lines_of(text: str) -> int:
    return len(re.findall("\r\n|\r|\n", text)) + (text != "" and text[-1] not in "\r\n")


@QUIET
@given(
    st.one_of(
        st.text(max_size=200),
        st.text(alphabet='ab1,;"\'\\\n\r\t #:|-合计Total', max_size=200),
        st.lists(st.sampled_from(["1,2,3", "a,b,c", "x", "", ",,", "Total,1,2", '"', "# n", "1;2"]))
        .map("\n".join),
    )
)  # fmt: skip
def test_lines_by_class_add_up_to_the_lines(tmp_path: Path, text: str) -> None:
    try:
        raw = read_text(tmp_path, text.encode("utf-8", "replace"), encoding="utf-8")
    except AppError:
        return
    plain = text.encode("utf-8", "replace").decode("utf-8")
    assert sum(raw.lines.values()) == lines_of(plain)
    assert raw.lines["row"] == raw.rows == len(raw.line_numbers())
    assert raw.lines.get("set_aside", 0) == raw.rows_set_aside == len(raw.set_aside())


@QUIET
@given(
    st.lists(st.tuples(WORD, NUMBER, WORD), min_size=2, max_size=8),
    st.sampled_from([",", ";", "\t", "|"]),
    st.sampled_from(['"', "'"]),
    st.sampled_from(["\n", "\r\n"]),
    st.sampled_from([csv.QUOTE_ALL, csv.QUOTE_NONNUMERIC]),
)
def test_what_python_writes_is_read_back(
    tmp_path: Path,
    rows: list[tuple[str, str, str]],
    delimiter: str,
    quote: str,
    end: str,
    quoting: int,
) -> None:
    buffer = io.StringIO(newline="")
    writer = csv.writer(
        buffer, delimiter=delimiter, quotechar=quote, lineterminator=end, quoting=quoting
    )
    writer.writerows([("name", "sold", "note"), *rows])
    known = {"delimiter": delimiter, "quote": quote, "escape": ""}
    raw = read_text(tmp_path, buffer.getvalue(), header_rows=1, **known)
    assert raw.frame().values.tolist() == [list(row) for row in rows]


@pytest.mark.parametrize(
    ("text", "delimiter", "quote", "escape"),
    [
        ("name,sold\n'a, b',2\n'c',3\n", ",", "'", ""),
        ('name;sold\n"a; ""b""";2\n"c";3\n', ";", '"', ""),
        ('name|sold\n"a \\"b\\" | c"|2\n"d"|3\n', "|", '"', "\\"),
        ("user::item::stars\n1::2::5\n2::4::3\n", "::", '"', ""),
    ],
)
def test_a_structure_is_proposed_and_each_part_can_be_told(
    text: str, delimiter: str, quote: str, escape: str
) -> None:
    lines = text.splitlines(keepends=True)
    found = find_structure(lines, ReadOptions(), "utf-8")
    assert (found.delimiter, found.quote, found.escape) == (delimiter, quote, escape)
    assert (found.first_line, found.header_rows) == (1, 1)
    told = ReadOptions(delimiter="#", quote="", escape="", header_rows=0, first_line=2)
    other = find_structure(lines[1:], told, "utf-8", begin=2)
    assert (other.delimiter, other.quote, other.escape) == ("#", "", "")
    assert (other.first_line, other.header_rows) == (2, 0)
    assert found.options(told).header_rows == 1


def test_invisible_marks_are_read_as_the_letters_they_were(tmp_path: Path) -> None:
    raw = read_text(tmp_path, "name,note\nA,\x93fine\x94 \x96 5 \x80\nB,caf\u00e9 茶\n")
    assert raw.frame()["note"].tolist() == ["“fine” – 5 €", "café 茶"]
    told = [note for note in raw.notes if note.code == "letters_mended"]
    assert [note.examples for note in told] == [("2",)]


def test_a_first_line_beyond_the_end_is_refused(tmp_path: Path) -> None:
    with pytest.raises(AppError, match="first_line_wrong"):
        read_text(tmp_path, "a,b\n1,2\n", first_line=9)
