"""A step that looks a cell up in another file of the same shop."""

import json
from collections.abc import Mapping

import pyarrow.compute as pc

from core.base.recipe import RecipeStep
from core.data.cells import clean
from core.data.exports.names import plain
from core.data.raw import RawTable
from core.data.steps.block import Block, Run, each


def with_tables(step: RecipeStep, beside: Mapping[str, RawTable]) -> RecipeStep:
    """A step that looks something up, with what it looks it up in; any other as it is."""
    if step.code not in ("look_up_person", "look_up_date"):
        return step
    pairs = _pairs(beside.get(step.facts["table"]), step.facts["by"], step.facts["value"])
    return step.model_copy(update={"facts": {**step.facts, "pairs": json.dumps(pairs)}})


def _pairs(raw: RawTable | None, key: str, value: str) -> dict[str, str]:
    if raw is None:
        return {}
    places = {plain(name): place for place, name in enumerate(raw.names)}
    if plain(key) not in places or plain(value) not in places:
        return {}
    keys = raw.column(places[plain(key)]).to_pylist()
    values = raw.column(places[plain(value)]).to_pylist()
    return {clean(k): v for k, v in zip(keys, values, strict=True) if k and v}


def look_up(step: RecipeStep) -> Run:
    """Adds the column `into`: what `value` stands beside the cell's text in the other table."""
    pairs: dict[str, str] = json.loads(step.facts["pairs"])
    source, into = step.columns[0], step.facts["into"]

    def run(block: Block) -> tuple[Block, int]:
        found, _ = each(block.cells[source], lambda text: pairs.get(clean(text), ""))
        count = block.rows - (pc.sum(pc.equal(pc.fill_null(found, ""), "")).as_py() or 0)
        return block.put(into, found), count

    return run
