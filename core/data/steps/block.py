"""A block of text rows, and what steps share to work on it."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass, field

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc
from numpy.typing import NDArray

from core.base.recipe import RecipeStep


@dataclass(frozen=True)
class Left:
    """Rows that a step took out of the table: their `lines`, the `reason`, their `cells`."""

    lines: list[int]
    reason: str
    cells: list[list[str | None]]


@dataclass(frozen=True)
class Block:
    """Consecutive rows: `cells` by column, text (n,), and the `lines` (n,) they begin on.

    `left` is what steps took out of it so far.
    """

    cells: dict[str, pa.Array]
    lines: pa.Array
    left: tuple[Left, ...] = field(default=())

    @property
    def rows(self) -> int:
        """How many rows it has."""
        return len(self.lines)

    def put(self, name: str, texts: pa.Array) -> "Block":
        """The block with a column replaced, or added at the end."""
        return Block({**self.cells, name: texts}, self.lines, self.left)

    def put_where(self, name: str, flags: NDArray[np.bool_], texts: NDArray[np.object_]) -> "Block":
        """The block with other texts (n,) in the flagged cells of a column; all others stay."""
        if not flags.any():
            return self
        told = pc.if_else(pa.array(flags), pa.array(texts, pa.string()), self.cells[name])
        return self.put(name, told)

    def take(self, places: NDArray[np.int64]) -> "Block":
        """The rows at `places`, which may repeat."""
        chosen = pa.array(places)
        cells = {name: texts.take(chosen) for name, texts in self.cells.items()}
        return Block(cells, self.lines.take(chosen), self.left)

    def without(self, flags: NDArray[np.bool_], reason: str) -> "Block":
        """The block without the flagged rows, which are set aside."""
        if not flags.any():
            return self
        out = self.take(np.flatnonzero(flags))
        columns = [texts.to_pylist() for texts in out.cells.values()]
        left = Left(
            out.lines.to_pylist(), reason, [list(row) for row in zip(*columns, strict=True)]
        )
        kept = self.take(np.flatnonzero(~flags))
        return Block(kept.cells, kept.lines, (*kept.left, left))

    def texts(self, name: str) -> NDArray[np.object_]:
        """The cells of a column (n,), trimmed; "" for a null."""
        trimmed = pc.utf8_trim_whitespace(pc.fill_null(self.cells[name], ""))
        found: NDArray[np.object_] = trimmed.to_numpy(zero_copy_only=False)
        return found


Run = Callable[[Block], tuple[Block, int]]
"""Does a step to a block and says how many cells or rows it touched. It may remember earlier
blocks of the same file."""
Maker = Callable[[RecipeStep], Run]


def each(texts: pa.Array, change: Callable[[str], str]) -> tuple[pa.Array, int]:
    """Every cell changed, each different one once; nulls stay. Also how many cells differ now."""
    encoded = texts.dictionary_encode()
    before = encoded.dictionary.to_pylist()
    after = [change(text) for text in before]
    different = np.array([a != b for a, b in zip(before, after, strict=True)] + [False])
    if not different.any():
        return texts, 0
    codes = encoded.indices.fill_null(len(before)).to_numpy(zero_copy_only=False)
    return pa.array(after, pa.string()).take(encoded.indices), int(different[codes].sum())


def test(texts: pa.Array, true: Callable[[str], bool]) -> NDArray[np.bool_]:
    """Which cells pass, (n,); a null does not."""
    encoded = texts.dictionary_encode()
    answers = np.array([true(text) for text in encoded.dictionary.to_pylist()] + [False])
    codes = encoded.indices.fill_null(len(answers) - 1).to_numpy(zero_copy_only=False)
    return answers[codes]


def words(flags: NDArray[np.bool_]) -> pa.Array:
    """Flags (n,) as the text that a yes/no column has."""
    return pa.array(np.where(flags, "true", "false"), pa.string())


def listed(step: RecipeStep, fact: str) -> frozenset[str]:
    """The values of a fact that is a list, case folded."""
    return frozenset(value.strip().casefold() for value in step.facts[fact].split(";"))


def columns_of(step: RecipeStep, block: Block) -> Sequence[str]:
    """The columns of the step that the block has."""
    return [name for name in step.columns if name in block.cells]
