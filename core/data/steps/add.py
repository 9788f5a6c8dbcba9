"""Steps that add a column made of others."""

import json
import re
from collections.abc import Callable
from decimal import Decimal, InvalidOperation
from typing import Any

import pyarrow as pa
import pyarrow.compute as pc

from core.base.recipe import RecipeStep
from core.data.cells import clean
from core.data.steps.block import Block, Run, each


def one_a_row(step: RecipeStep) -> Run:
    """Adds `into` with 1 in every row: each row is one unit."""

    def run(block: Block) -> tuple[Block, int]:
        ones = pa.array(["1"], pa.string()).take(pa.array([0] * block.rows, pa.int64()))
        return block.put(step.facts["into"], ones), block.rows

    return run


def words_for(step: RecipeStep) -> Run:
    """Adds `into` with other words for those of a column (`pairs` is a=b;c=d); others stay."""
    pairs = dict(pair.split("=") for pair in step.facts["pairs"].split(";"))
    return _made(step, lambda text: pairs.get(clean(text), clean(text)))


def extract(step: RecipeStep) -> Run:
    """Adds `into` with what the first group of `pattern` finds in a column."""
    pattern = re.compile(step.facts["pattern"])

    def change(text: str) -> str:
        found = pattern.search(clean(text))
        return found[1] if found else ""

    return _made(step, change)


def image_path(step: RecipeStep) -> Run:
    """Adds `into` with the path of a product's image: images/010/0108775015.jpg."""
    return _made(step, lambda text: f"images/{clean(text)[:3]}/{clean(text)}.jpg")


def json_field(step: RecipeStep) -> Run:
    """Adds `into` with one field of a nested cell: {"path": 1} or [{"key": "path", ...}]."""
    path = step.facts["path"]

    def change(text: str) -> str:
        try:
            found = _field(json.loads(text), path)
        except ValueError:
            return ""
        return "" if found is None else str(found)

    return _made(step, change)


def _field(nested: Any, path: str) -> Any:
    if isinstance(nested, dict):
        return nested.get(path)
    if not isinstance(nested, list):
        return None
    mine = (one for one in nested if isinstance(one, dict) and one.get("key") == path)
    value = next(mine, {}).get("value")
    if not isinstance(value, dict):
        return value
    return next((one for one in value.values() if one is not None), None)


def session(step: RecipeStep) -> Run:
    """Adds `into` with two columns joined by a point, where both have a cell."""

    def run(block: Block) -> tuple[Block, int]:
        left, right = (pc.fill_null(block.cells[name], "") for name in step.columns)
        both = pc.and_(pc.not_equal(left, ""), pc.not_equal(right, ""))
        joined = pc.if_else(both, pc.binary_join_element_wise(left, right, "."), "")
        return block.put(step.facts["into"], joined), pc.sum(both).as_py() or 0

    return run


def millionths(step: RecipeStep) -> Run:
    """Money written in millionths becomes money."""

    def change(text: str) -> str:
        try:
            return f"{Decimal(clean(text)).scaleb(-6).normalize():f}" if clean(text) else text
        except InvalidOperation:
            return text

    def run(block: Block) -> tuple[Block, int]:
        texts, count = each(block.cells[step.columns[0]], change)
        return block.put(step.columns[0], texts), count

    return run


def _made(step: RecipeStep, change: Callable[[str], str]) -> Run:
    """Adds `into`, made of the first column; a null counts as a blank cell."""

    def run(block: Block) -> tuple[Block, int]:
        texts, _ = each(pc.fill_null(block.cells[step.columns[0]], ""), change)
        blank = pc.sum(pc.equal(texts, "")).as_py() or 0
        return block.put(step.facts["into"], texts), block.rows - blank

    return run
