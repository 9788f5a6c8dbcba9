"""Steps that turn columns into rows, or cells into columns."""

import re
from collections.abc import Sequence

import numpy as np
import pyarrow as pa

from core.base.errors import AppError
from core.base.recipe import RecipeStep
from core.data.steps.block import Block, Run, words


def days_down(step: RecipeStep) -> Run:
    """A column for each day (d_1, d_2, ...) becomes a row for each day.

    Adds the columns `key` (the day), `into` (its cell), and `mark_into`: nothing
    was sold of it until then, so it was probably not on sale yet. Without any
    such column it raises AppError columns_missing.
    """
    pattern = re.compile(step.facts["pattern"])

    def run(block: Block) -> tuple[Block, int]:
        days = [name for name in block.cells if pattern.fullmatch(name)]
        if not days:
            first = step.facts["pattern"].replace(r"\d+", "1")
            raise AppError("columns_missing", columns=[first])
        after = _down(block, days, step)
        sold = np.stack([block.texts(name) for name in days], axis=1)
        never = ~np.logical_or.accumulate(~np.isin(sold, ["0", "0.0", ""]), axis=1)
        return after.put(step.facts["mark_into"], words(never.ravel())), after.rows

    return run


def others_down(step: RecipeStep) -> Run:
    """Every column but those of the step becomes a row: its name as `key`, its cell as `into`.

    Without any it raises AppError columns_missing.
    """

    def run(block: Block) -> tuple[Block, int]:
        others = [name for name in block.cells if name not in step.columns]
        if not others:
            raise AppError("columns_missing", columns=[step.facts["key"]])
        after = _down(block, others, step)
        return after, after.rows

    return run


def _down(block: Block, columns: Sequence[str], step: RecipeStep) -> Block:
    """The rows once for each of `columns`, in their order."""
    kept = {name: texts for name, texts in block.cells.items() if name not in columns}
    again = np.repeat(np.arange(block.rows), len(columns))
    after = Block(kept, block.lines, block.left).take(again)
    names = pa.array(list(columns), pa.string())
    key = names.take(pa.array(np.tile(np.arange(len(columns)), block.rows)))
    values = np.stack([block.texts(name) for name in columns], axis=1).ravel()
    after = after.put(step.facts["key"], key)
    return after.put(step.facts["into"], pa.array(values, pa.string()))


def name_columns(step: RecipeStep) -> Run:
    """The columns of a file without header get the names that are known for them."""
    names = step.facts["names"].split(";")

    def run(block: Block) -> tuple[Block, int]:
        if len(block.cells) != len(names):
            return block, 0
        cells = dict(zip(names, block.cells.values(), strict=True))
        return Block(cells, block.lines, block.left), 0

    return run
