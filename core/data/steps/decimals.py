"""Steps that say which mark of a number is that of decimals; the cells stay as they are."""

from core.base.recipe import RecipeStep
from core.data.cells import clean
from core.data.numbers import is_open
from core.data.steps.block import Block, Run, columns_of, test


def told_mark(step: RecipeStep) -> Run:
    """Counts the cells that can be read in two ways: how they are read is a matter of typing."""

    def run(block: Block) -> tuple[Block, int]:
        flags = (
            test(block.cells[name], lambda text: is_open(clean(text)))
            for name in columns_of(step, block)
        )
        return block, sum(int(found.sum()) for found in flags)

    return run
