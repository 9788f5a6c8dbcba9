"""JSON: one document or one record a line; digits are kept, every record is accounted for."""

import json
import math
import random
import string
from pathlib import Path
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from core.base.errors import AppError
from core.data.json_form import json_form
from core.data.mapping import suggest
from core.data.options import EVERY, People
from tests.data.files import read_all, read_text

QUIET = settings(suppress_health_check=[HealthCheck.function_scoped_fixture], max_examples=80)
KEY = st.text(alphabet=string.ascii_letters + "茶é _-", min_size=1, max_size=5)
TEXT = st.text(st.characters(exclude_categories=["Cs"]), max_size=8)
LEAF = st.one_of(st.none(), st.booleans(), st.integers(), TEXT, st.floats(allow_nan=False))
VALUE = st.recursive(
    LEAF, lambda inner: st.lists(inner, max_size=3) | st.dictionaries(KEY, inner, max_size=3)
)
RECORDS = st.lists(st.dictionaries(KEY, VALUE, min_size=1, max_size=4), min_size=2, max_size=6)


def flat(record: dict[str, Any], above: str = "") -> dict[str, Any]:
    """The leaves of a record by dotted name, as the standard library sees them."""
    made: dict[str, Any] = {}
    for key, value in record.items():
        if isinstance(value, dict) and value:
            made |= flat(value, f"{above}{key}.")
        else:
            made[f"{above}{key}"] = value
    return made


def same(cell: str, value: Any) -> bool:
    """Whether a cell says what the value is."""
    if value is None:
        return cell == ""
    if isinstance(value, str):
        return cell == value
    told = json.loads(cell)
    return type(told) is type(value) and told == value


@QUIET
@given(RECORDS, st.sampled_from(["a.jsonl", "a.json", "pretty.json", "held.json"]))
def test_what_python_writes_is_read_back(
    tmp_path: Path, records: list[dict[str, Any]], name: str
) -> None:
    indent = 1 if name == "pretty.json" else None
    if name == "a.jsonl":
        text = "".join(json.dumps(record, ensure_ascii=False) + "\n" for record in records)
    elif name == "held.json":
        text = json.dumps({"n": 1, "rows": records})
    else:
        text = json.dumps(records, indent=indent, ensure_ascii=False)
    raw = read_text(tmp_path, text, name, encoding="utf-8", people=People(keep=(EVERY,)))
    wanted = [flat(record) for record in records]
    cells = raw.frame().to_numpy().tolist()
    assert raw.rows == len(records)
    assert set(raw.header) == {key for record in wanted for key in record}
    for row, record in zip(cells, wanted, strict=True):
        for key, cell in zip(raw.header, row, strict=True):
            assert same(cell, record.get(key)), (key, cell)


@QUIET
@given(st.lists(st.sampled_from([
    '{"a": 1}', '{"a": 2, "b": {"c": [1, 2.50]}}', "", "  ", "{", '{"a": 1, "a": 2}', "[1]", "12",
    '{"a.b": 1, "a": {"b": 2}}', "{}", '{"a": "\\ud800"}', '"x"', '{"a": NaN}', "[" * 3000,
    '{"a": ' + "[" * 400 + "]" * 400 + "}",
]), max_size=12))  # fmt: skip
def test_every_line_is_in_one_class(tmp_path: Path, lines: list[str]) -> None:
    text = '{"id": 7}\n{"id": 8}\n' + "\n".join(lines)
    raw = read_text(tmp_path, text, "a.jsonl")
    physical = text.count("\n") + (not text.endswith("\n"))
    assert sum(raw.lines.values()) == physical
    aside = raw.set_aside()
    assert raw.rows + len(aside) == physical - raw.lines.get("blank", 0)
    places = text.split("\n")
    for line, cells in zip(aside["line"], aside["cells"], strict=True):
        assert json.loads(cells) == [places[line - 1].strip()]
    for line in raw.line_numbers():
        assert isinstance(json.loads(places[line - 1]), dict)


def test_reasons_are_told_by_line(tmp_path: Path) -> None:
    text = '{"a": 1}\n{"a": 1,\n[1, 2]\n{"a": 1, "a": 2}\n\n{"a": 3}\n'
    raw = read_text(tmp_path, text, "a.ndjson")
    aside = raw.set_aside()
    assert list(zip(aside["line"], aside["reason"], strict=True)) == [
        (2, "json_broken"), (3, "json_no_object"), (4, "json_repeated_key"),
    ]  # fmt: skip
    assert raw.lines == {"row": 2, "set_aside": 3, "blank": 1}
    assert {"aside_json_broken", "aside_json_no_object"} <= {note.code for note in raw.notes}


def test_numbers_keep_their_spelling(tmp_path: Path) -> None:
    text = (
        '[{"id": 1234567890123456789, "p": 1.50, "e": 1E3, "big": 1e999, "l": [1.50, "x", null]}]'
    )
    raw = read_text(tmp_path, text, "a.json")
    assert raw.frame().to_numpy().tolist() == [
        ["1234567890123456789", "1.50", "1E3", "1e999", '[1.50, "x", null]']
    ]
    assert not math.isinf(float(raw.frame()["p"][0]))


def test_records_with_other_keys_are_filled_up(tmp_path: Path) -> None:
    raw = read_text(tmp_path, '{"a": 1}\n{"b": {"c": true, "d": {}}}\n', "a.jsonl")
    assert raw.names == ("a", "b.c", "b.d")
    assert raw.frame().to_numpy().tolist() == [["1", "", ""], ["", "true", "{}"]]


@pytest.mark.parametrize("name", ["a.jsonl", "a.json"])
def test_a_key_that_comes_late_is_a_column_too(tmp_path: Path, name: str) -> None:
    records = [{"n": n} for n in range(7_000)] + [{"late": "x"}]
    text = "\n".join(map(json.dumps, records)) if name == "a.jsonl" else json.dumps(records)
    raw = read_text(tmp_path, text, name)
    assert (raw.names, raw.rows) == (("n", "late"), 7_001)
    assert raw.frame().to_numpy().tolist()[-1] == ["", "x"]
    text = "\n".join(['{"x'] * 3_000 + ['{"a": 1}', "x"])
    raw = read_text(tmp_path, text, "b.jsonl") if name == "a.jsonl" else raw
    assert raw.lines in ({"row": 1, "set_aside": 3_001}, {"row": 7_001})


def test_several_arrays_are_several_tables(tmp_path: Path) -> None:
    path = tmp_path / "dump.json"
    path.write_text(json.dumps({"shop": "A", "orders": [{"id": 1}], "x": {"items": [{"sku": 2}]}}))
    raws = read_all(path, tmp_path)
    assert [raw.source.name for raw in raws] == ["dump.json/orders", "dump.json/x.items"]
    assert [raw.source.name for raw in read_all(path, tmp_path, part="x.items")] == [
        "dump.json/x.items"
    ]


def test_what_stands_beside_the_array_is_told(tmp_path: Path) -> None:
    raw = read_text(tmp_path, '{"page": 1, "more": false, "rows": [{"a": 1}]}', "a.json")
    (told,) = [note for note in raw.notes if note.code == "json_beside"]
    assert told.examples == ("page: 1", "more: false")


@pytest.mark.parametrize(
    ("text", "cells"),
    [
        ('{"u1": {"n": 1}, "u2": {"n": 2}}', {"key": ["u1", "u2"], "n": ["1", "2"]}),
        ('{"n": {"0": 1, "1": 2}, "m": {"0": 3}}', {"n": ["1", "2"], "m": ["3", ""]}),
        ('{"n": {"7": 1}, "m": {"7": 3}}', {"index": ["7"], "n": ["1"], "m": ["3"]}),
        ('{"a": 1, "b": {"c": "x"}}', {"a": ["1"], "b.c": ["x"]}),
        ('{"a": 1}\n{\n"a": 2}', None),
    ],
)
def test_objects_without_an_array(
    tmp_path: Path, text: str, cells: dict[str, list[str]] | None
) -> None:
    if cells is None:
        raw = read_text(tmp_path, text, "a.json")
        assert raw.lines == {"row": 1, "set_aside": 2}
    else:
        assert read_text(tmp_path, text, "a.json").frame().to_dict("list") == cells


@pytest.mark.parametrize(
    ("text", "code"),
    [
        ('[{"a": 1}, {"a": 2}, {"a"', "json_damaged"),
        ('[{"a": 1} {"a": 2}]', "json_damaged"),
        ('[{"a": 1}] x', "json_damaged"),
        ('{"a": [{"b": 1}', "json_damaged"),
        ('{"a": 1, "a": 2}', "json_damaged"),
        ("[1, 2, 3]", "json_no_table"),
        ('{"a": [1], "b": [1, 2]}', "json_no_table"),
        ("[]", "json_no_table"),
        ("[" * 5000, "json_damaged"),
        ("a,b\n1,2\n", "file_not_as_named"),
    ],
)
def test_what_is_no_table_is_refused(tmp_path: Path, text: str, code: str) -> None:
    with pytest.raises(AppError) as caught:
        read_text(tmp_path, text, "a.json")
    assert (caught.value.code, caught.value.facts["file"]) == (code, "a.json")


def test_a_long_document_is_read_across_its_blocks(tmp_path: Path) -> None:
    draw = random.Random(3)
    records = [
        {"n": n, "text": "茶x" * draw.randrange(60), "list": [draw.random()] * draw.randrange(9)}
        for n in range(20_000)
    ]
    text = json.dumps(records, ensure_ascii=False, indent=draw.choice([None, 2]))
    assert len(text) > 1 << 20
    raw = read_text(tmp_path, text, "a.json")
    frame = raw.frame()
    assert frame["n"].tolist() == [str(n) for n in range(20_000)]
    assert frame["text"].tolist() == [record["text"] for record in records]
    assert [json.loads(cell) for cell in frame["list"]] == [record["list"] for record in records]


@pytest.mark.parametrize(
    ("text", "form"),
    [
        ("[Header]\na,b\n1,2\n", None),
        ('{"a",b}\n1,2\n', None),
        ("[1]\n", None),
        ('{"a":1},2\n', None),
        ("{}\n", "json"),
        ('{"a": 1}', "json"),
        ('{"a": 1}\n{"a": 2}', "jsonl"),
        ('{\n"a": 1\n}', "json"),
    ],
)
def test_text_is_told_from_json_by_its_content(text: str, form: str | None) -> None:
    assert json_form(text, ".txt", cut=False) == form


def test_nested_lists_are_told_with_a_way_on(tmp_path: Path) -> None:
    rows = [
        {"id": n, "tags": ["a", "b"], "ship": {"city": "X"}, "note": "[sic]"} for n in range(60)
    ]
    mapping = suggest([read_text(tmp_path, json.dumps(rows), "orders.json")])
    told = {(note.code, note.column): (note.count, note.rows) for note in mapping.notes}
    assert told == {("nested_cells", "tags"): (60, 60)}
