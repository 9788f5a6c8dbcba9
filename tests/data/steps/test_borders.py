"""Where a block ends changes nothing: every step, over rows cut anywhere, as over one block."""

import itertools
import tempfile
from collections.abc import Iterator
from pathlib import Path
from unittest.mock import patch

import numpy as np
import pyarrow as pa
import pyarrow.parquet as pq
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from core.base.recipe import Recipe, RecipeStep
from core.base.values import Source
from core.data import recipe_run
from core.data.raw import ASIDE, CELLS, RawTable, cells_writer
from core.data.side_writer import _SCHEMA
from core.data.steps.block import Block
from core.data.steps.catalog import STEPS

NAMES = ("key", "a", "b", "d_1", "d_2", "gone")
WORDS = ["", " ", "x", " x ", "Total", "1", "2.0", "-3", "1;2", "7", "2× Tee, 1× Mug", "C12",
         '{"path": 1}', "0000-00-00", "(1990)"]  # fmt: skip
TIMES = ["03/04/2024", "13/04/2024", "04/14/2024", "10:30", "Berlin", "Arizona", "1699999999",
         "2024-03-01T23:30:00-05:00", ""]  # fmt: skip
FACTS: dict[str, dict[str, str]] = {
    "blank_words": {"values": "x;total"}, "blank_means": {"value": "x"},
    "zeros_at_front": {"width": "3"}, "returns_prefix": {"prefix": "c", "into": "is_return"},
    "adjustments_prefix": {"prefix": "c", "into": "is_adjustment"},
    "not_products": {"values": "x;c_", "into": "is_product"},
    "unpack_products": {"into": "product", "quantity": "pieces"},
    "days_down": {"pattern": r"d_\d+", "key": "day", "into": "sold", "mark_into": "never"},
    "locations_down": {"key": "place", "into": "stock"},
    "name_columns": {"names": "k;l;m;n;o;p"},
    "outside_window": {"first": "2", "last": "1600000000"},
    "zone_date": {"zone": "Europe/Berlin", "into": "day"}, "event_words": {"pairs": "x=y;1=one"},
    "numbers_of_n": {"pattern": r"(\d+)", "into": "n"},
    "year_of_title": {"pattern": r"\((\d{4})\)"},
    "json_field": {"path": "path"}, "look_up_person": {"table": "t", "by": "i", "value": "v"},
    "look_up_date": {"table": "t", "by": "i", "value": "v"},
}  # fmt: skip
VALUES = {"values": "x", "into": "flag"}
WIDE = {"sums_once", "fill_order", "fill_product", "split_orders", "instant", "settlement_total",
        "unpack_products", "total_rows"}  # fmt: skip
"""Steps that take three columns."""


def step(code: str) -> RecipeStep:
    columns = NAMES[:3] if code in WIDE else NAMES[:2]
    facts = {"into": "made", **(VALUES if "into" not in FACTS.get(code, {}) else {})}
    return RecipeStep(code=code, columns=columns, facts={**facts, **FACTS.get(code, {})})


GONE = RecipeStep(code="outside_window", columns=("gone",), facts={"first": "0", "last": "0"})
"""Takes rows out first, so that whole blocks may be empty."""


def table(folder: Path, rows: list[tuple[str | None, ...]]) -> RawTable:
    """A table of text as a reader leaves it."""
    columns = [pa.array(cells, pa.string()) for cells in zip(*rows, strict=True)]
    lines = pa.array(range(2, len(rows) + 2), pa.int64())
    with cells_writer(folder / CELLS, NAMES) as writer:
        writer.write_table(pa.Table.from_arrays([*columns, lines], schema=writer.schema))
    pq.write_table(pa.Table.from_pylist([], schema=_SCHEMA), folder / ASIDE)
    source = Source(name="a.csv", bytes=1, sha256="0" * 64)
    raw = RawTable(folder=folder, source=source, header=NAMES, names=NAMES, rows=len(rows),
                   rows_set_aside=0, lines={"header": 1, "row": len(rows)})  # fmt: skip
    raw.save()
    return raw


def cut(raw: RawTable, sizes: list[int]) -> Iterator[Block]:
    """The rows in blocks of these sizes, over and over."""
    cells = {name: raw.column(place).combine_chunks() for place, name in enumerate(raw.names)}
    lines, start = pa.array(raw.line_numbers()), 0
    for size in itertools.cycle(sizes):
        if start >= raw.rows:
            return
        part = {name: texts.slice(start, size) for name, texts in cells.items()}
        yield Block(part, lines.slice(start, size))
        start += size


def done(rows: list[tuple[str | None, ...]], code: str, sizes: list[int]) -> tuple[object, ...]:
    """What is left of the rows, what is set aside, and the counts."""
    with tempfile.TemporaryDirectory() as name:
        raw = table(Path(name), rows)
        with patch.object(recipe_run, "_blocks", lambda raw: cut(raw, sizes)):
            found = recipe_run.run_recipe([raw], Recipe(steps=(GONE, step(code))))
        (after,) = found.raws
        frame, aside = after.frame(), after.set_aside()
        aside = aside.sort_values(["line", "reason"], kind="stable")
        return (
            after.names, [*frame.itertuples(index=False, name=None)],
            after.line_numbers().tolist(), aside.values.tolist(), found.counts,
        )  # fmt: skip


def rows_of(code: str) -> st.SearchStrategy[list[tuple[str | None, ...]]]:
    told = TIMES if code in ("instant", "zone_date", "local_date") else WORDS
    cell = st.sampled_from([None, *told])
    keys = cell if told is TIMES else st.sampled_from([None, "", "1", "2", " 2", "1;2", "3"])
    gone = st.sampled_from(["0", "0", "5"])
    return st.lists(st.tuples(keys, cell, cell, cell, cell, gone), min_size=1, max_size=12)


@pytest.mark.parametrize("code", sorted(STEPS))
@settings(max_examples=12)
@given(data=st.data())
def test_where_a_block_ends_changes_nothing(code: str, data: st.DataObject) -> None:
    rows = data.draw(rows_of(code))
    sizes = data.draw(st.lists(st.integers(1, 4), min_size=1, max_size=4))
    assert done(rows, code, sizes) == done(rows, code, [len(rows)])


def filled(code: str, rows: list[tuple[str, str]]) -> list[str]:
    """The second column after a step that takes it by the first."""
    given = [(key, cell, "", "", "", "0") for key, cell in rows]
    return [str(row[1]) for row in np.array(done(given, code, [2])[1])]


def test_a_group_that_comes_again_begins_anew_and_blank_is_none() -> None:
    rows = [("1", "a"), ("1", ""), ("2", ""), ("1", ""), ("", "b"), ("", ""), ("3", "c"), ("3", "")]
    assert filled("fill_order", rows) == ["a", "a", "", "", "b", "", "c", "c"]


def test_sums_stay_once_an_order_wherever_its_lines_stand() -> None:
    rows = [("1", "5"), ("1", "5"), ("2", "7"), ("", "9"), ("", "9"), ("1", "5"), ("2", "7")]
    assert filled("sums_once", rows) == ["5", "", "7", "9", "9", "", ""]
