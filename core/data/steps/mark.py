"""Steps that mark rows: returns, cancellations, lines that are no products. No cell is changed."""

from collections.abc import Callable

import numpy as np
from numpy.typing import NDArray

from core.base.recipe import RecipeStep
from core.data.cells import clean
from core.data.numbers import parse_numbers
from core.data.steps.block import Block, Run, listed, test, words


def starts_with(step: RecipeStep) -> Run:
    """Marks rows whose cell begins with `prefix` and goes on with a digit."""
    prefix = step.facts["prefix"].casefold()

    def true(text: str) -> bool:
        code = clean(text).casefold()
        return code.startswith(prefix) and code[len(prefix) : len(prefix) + 1].isdigit()

    return lambda block: _marked(block, test(block.cells[step.columns[0]], true), step)


def negative(step: RecipeStep) -> Run:
    """Marks rows with a number below zero in any of the columns."""

    def true(text: str) -> bool:
        return bool(parse_numbers([clean(text)], "").values[0] < 0)

    return lambda block: _marked(block, _any(block, step, true), step)


def has_value(step: RecipeStep) -> Run:
    """Marks rows whose cell is one of `values`, in any case, but for those marked in `unless`."""
    values = listed(step, "values")

    def true(text: str) -> bool:
        return clean(text).casefold() in values

    return lambda block: _marked(block, _any(block, step, true), step)


def unpaid(step: RecipeStep) -> Run:
    """Marks rows whose first cell is one of `values`, and whose others (when it was paid, when it
    was sent) are blank, zeros or one of `nothing`."""
    values = listed(step, "values")
    nothing = listed(step, "nothing") if "nothing" in step.facts else frozenset()

    def ended(text: str) -> bool:
        return clean(text).casefold() in values

    def paid(text: str) -> bool:
        return clean(text).strip("0.,:- ") != "" and clean(text).casefold() not in nothing

    def run(block: Block) -> tuple[Block, int]:
        flags = test(block.cells[step.columns[0]], ended)
        for name in step.columns[1:]:
            flags &= ~test(block.cells[name], paid)
        return _marked(block, flags, step)

    return run


def is_filled(step: RecipeStep) -> Run:
    """Marks rows that have a cell at all, but for those marked in `unless`."""
    return lambda block: _marked(block, _any(block, step, lambda text: bool(clean(text))), step)


def no_product(step: RecipeStep) -> Run:
    """Marks what is a product: all but the codes `values`; one that ends in _ begins a code."""
    values = listed(step, "values")
    begins = tuple(value for value in values if value.endswith("_"))

    def true(text: str) -> bool:
        code = clean(text).casefold()
        return code in values or code.startswith(begins)

    def run(block: Block) -> tuple[Block, int]:
        flags = test(block.cells[step.columns[0]], true)
        return block.put(step.facts["into"], words(~flags)), int(flags.sum())

    return run


def _any(block: Block, step: RecipeStep, true: Callable[[str], bool]) -> NDArray[np.bool_]:
    flags = np.zeros(block.rows, dtype=bool)
    for name in step.columns:
        if name in block.cells:
            flags |= test(block.cells[name], true)
    return flags


def _marked(block: Block, flags: NDArray[np.bool_], step: RecipeStep) -> tuple[Block, int]:
    """The mark set where neither it was yet (an earlier step may have set it elsewhere) nor that in
    `unless` is."""
    into, unless = step.facts["into"], step.facts.get("unless", "")
    if unless in block.cells:
        flags = flags & (block.texts(unless) != "true")
    before = np.zeros(block.rows, dtype=bool)
    if into in block.cells:
        before = block.texts(into) == "true"
    return block.put(into, words(before | flags)), int((flags & ~before).sum())
