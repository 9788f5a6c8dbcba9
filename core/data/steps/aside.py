"""Steps that set rows aside because they are totals of others."""

import numpy as np

from core.base.recipe import RecipeStep
from core.data.steps.block import Block, Run

TOTALS = frozenset(
    {"total", "totals", "grand total", "gesamt", "summe", "gesamtsumme", "合计", "总计", "总和"}
)


def total_rows(step: RecipeStep) -> Run:
    """Sets aside rows that say Total in one of the columns and nothing else in the others."""

    def run(block: Block) -> tuple[Block, int]:
        said = np.zeros(block.rows, dtype=bool)
        other = np.zeros(block.rows, dtype=bool)
        for name in step.columns:
            low = np.array([text.casefold().rstrip(":：") for text in block.texts(name)])
            total = np.isin(low, list(TOTALS)) if block.rows else said
            said |= total
            other |= ~total & ~np.isin(low, ["", "-"])
        flags = said & ~other
        return block.without(flags, "total_row"), int(flags.sum())

    return run


def settlement_total(step: RecipeStep) -> Run:
    """Sets aside the row that holds the total of a settlement and no transaction."""
    total, kind, amount = step.columns

    def run(block: Block) -> tuple[Block, int]:
        flags = (block.texts(total) != "") & (block.texts(kind) == "") & (block.texts(amount) == "")
        return block.without(flags, "total_row"), int(flags.sum())

    return run
