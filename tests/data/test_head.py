"""The first lines of a file with their classes, in its own and in other encodings."""

import json
from pathlib import Path

import pytest

from core.data import head
from core.data.head import HEAD_BYTES, decoded, head_lines
from tests.data.books import xls
from tests.data.files import read_here, read_text


def kinds(lines: list) -> list[tuple[int, str | None, str]]:
    return [(line.line, line.kind, line.cells[0]) for line in lines]


def test_each_line_stands_with_its_class(tmp_path: Path) -> None:
    text = 'Report\n\nid,n,note\n1,2,"two\nlines"\n2,3,x\n3,y,z,9,9\n4,4,w\nTotal,9,\n'
    raw = read_text(tmp_path, text)
    assert kinds(head_lines(raw, 20)) == [
        (1, "preamble", "Report"), (2, "blank", ""), (3, "header", "id,n,note"),
        (4, "row", '1,2,"two'), (5, "continuation", 'lines"'), (6, "row", "2,3,x"),
        (7, "set_aside", "3,y,z,9,9"), (8, "row", "4,4,w"), (9, "total", "Total,9,"),
    ]  # fmt: skip
    assert sum(raw.lines.values()) == 9


def test_a_table_far_down_is_shown_where_it_begins(tmp_path: Path) -> None:
    above = "".join(f"note {n}\n" for n in range(30))
    rows = "".join(f"{n},x{n}\n" for n in range(40))
    raw = read_text(tmp_path, above + "\nid,name\n" + rows)
    lines = head_lines(raw)
    assert len(lines) == 8
    assert ("header", "id,name") in [(line.kind, line.cells[0]) for line in lines]


def test_rows_of_a_sheet_are_shown_with_their_cells(tmp_path: Path) -> None:
    path = xls(tmp_path / "a.xls", {"S": [["Stock"], [], ["sku", "n"], ["a", 1], ["b", 2]]})
    lines = head_lines(read_here(path, tmp_path))
    assert [(line.kind, [c for c in line.cells if c]) for line in lines] == [
        ("preamble", ["Stock"]), ("blank", []), ("header", ["sku", "n"]),
        ("row", ["a", "1"]), ("row", ["b", "2"]),
    ]  # fmt: skip


@pytest.mark.parametrize("encoding", ["utf-8", "gb18030", "utf-16"])
def test_a_head_cut_inside_a_letter_is_still_decoded(tmp_path: Path, encoding: str) -> None:
    text = "名称,数量\n" + "".join(f"{'茶' * (n % 7)},{n}\n" for n in range(9_000))
    raw = read_text(tmp_path, text.encode(encoding), encoding=encoding)
    assert head._place(raw.folder, "head.bin").stat().st_size == HEAD_BYTES
    assert decoded(raw, encoding) == text.split("\n")[:5]
    assert head_lines(raw)[0].cells == ("名称,数量",)


def test_an_encoding_that_does_not_fit_gives_nothing(tmp_path: Path) -> None:
    raw = read_text(tmp_path, "名称,数量\n红茶,1\n".encode("gb18030"), encoding="gb18030")
    assert decoded(raw, "utf-8") is None
    assert decoded(raw, "nonsense") is None
    assert decoded(raw, "cp1251") is not None


def test_json_lines_have_classes_and_a_document_has_none(tmp_path: Path) -> None:
    raw = read_text(tmp_path, '{"a": 1}\n\nx\n{"a": 2}\n', "a.jsonl")
    assert [line.kind for line in head_lines(raw)] == ["row", "blank", "set_aside", "row"]
    raw = read_text(tmp_path, json.dumps([{"a": 1}, {"a": 2}], indent=1), "a.json")
    assert {line.kind for line in head_lines(raw)} == {None}
