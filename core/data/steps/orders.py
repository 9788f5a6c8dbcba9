"""Steps about orders that stand on several lines, or several orders on one."""

import re
from collections.abc import Sequence
from decimal import Decimal
from itertools import repeat

import numpy as np
import pandas as pd
import pyarrow as pa

from core.base.recipe import RecipeStep
from core.data.cells import clean
from core.data.steps.block import Block, Run
from core.data.steps.seen import Seen

_PACKED = re.compile(r",\s*(?=\d+\s*[×x]\s)")
_SIGNS = "¥￥$€£ \u00a0"
_PLAIN = re.compile(r"-?(?:\d{1,3}(?:,\d{3})+|\d+)(?:\.\d+)?")
_ITEM = re.compile(r"(\d+)\s*[×x]\s+(.*)", re.DOTALL)


def fill_down(step: RecipeStep) -> Run:
    """Blank cells of a group's later lines take the cell of the line above.

    The first column tells the groups (orders, products): lines that follow one another with the
    same cell there. A group that comes again further down begins anew; blank is no group.
    """
    key, *filled = step.columns
    last = dict.fromkeys(step.columns, "")

    def run(block: Block) -> tuple[Block, int]:
        frame = pd.DataFrame({name: block.texts(name) for name in step.columns})
        both = pd.concat([pd.DataFrame([last]), frame], ignore_index=True).astype("string")
        keys = both[key].to_numpy(dtype=object)
        group = np.cumsum(np.append(True, keys[1:] != keys[:-1]) | (keys == ""))
        cells = both[filled].mask(both[filled] == "")
        both[filled] = cells.groupby(group, sort=False).ffill().fillna("")
        last.update({name: str(both[name].iloc[-1]) for name in step.columns})
        touched = 0
        for name in filled:
            after = both[name].iloc[1:].to_numpy(dtype=object)
            flags = (frame[name].to_numpy() == "") & (after != "")
            block = block.put_where(name, flags, after)
            touched += int(flags.sum())
        return block, touched

    return run


def sums_once(step: RecipeStep) -> Run:
    """Sums of a whole order that stand on each of its lines stay on the first one only.

    An order that comes again further down is the same order; lines without a key are none.
    """
    key, *sums = step.columns
    seen = Seen()

    def run(block: Block) -> tuple[Block, int]:
        keys = block.texts(key)
        again = (keys != "") & ~seen.first(keys)
        touched = 0
        for name in sums:
            flags = again & (block.texts(name) != "")
            block = block.put_where(name, flags, np.full(block.rows, "", dtype=object))
            touched += int(flags.sum())
        return block, touched

    return run


def split_orders(step: RecipeStep) -> Run:
    """A line of several sub-orders (`1;2`) becomes a line each, with its share.

    Whole pieces and cents are divided, what does not divide goes to the first
    ones, so that sums stay. A line stays whole that has fewer pieces than sub-orders,
    or a sum that cannot be read.
    """
    ids, quantity, *sums = step.columns

    def run(block: Block) -> tuple[Block, int]:
        parts = [[i.strip() for i in text.split(";") if i.strip()] for text in block.texts(ids)]
        money = zip(*(block.texts(name) for name in sums), strict=True) if sums else repeat(())
        lines = zip(parts, block.texts(quantity), money)  # noqa: B905 (money may be endless)
        times = [len(found) if _divides(found, n, own) else 1 for found, n, own in lines]
        touched = sum(count > 1 for count in times)
        if not touched:
            return block, 0
        after = block.take(np.repeat(np.arange(block.rows), times))
        own = [i for found, n in zip(parts, times, strict=True) for i in (found if n > 1 else [""])]
        before = after.texts(ids)
        chosen = [new or old for new, old in zip(own, before, strict=True)]
        split = np.repeat(np.array(times) > 1, times)
        after = after.put_where(ids, split, np.array(chosen, dtype=object))
        for name, step_of in ((quantity, Decimal(1)), *((name, Decimal("0.01")) for name in sums)):
            cells = zip(block.texts(name), times, strict=True)
            shares = [share for text, n in cells for share in _shares(text, n, step_of)]
            after = after.put_where(name, split, np.array(shares, dtype=object))
        return after, touched

    return run


def _divides(parts: Sequence[str], pieces: str, money: Sequence[str]) -> bool:
    """Whether there are as many pieces as sub-orders, and all sums can be read."""
    count = _number(pieces)
    readable = all(_number(text) is not None for text in money if text)
    return len(parts) > 1 and count is not None and count >= len(parts) and readable


def _number(text: str) -> Decimal | None:
    """The number in a cell, exactly, with a currency sign or without; None where it holds none."""
    bare = clean(text).strip(_SIGNS)
    if not _PLAIN.fullmatch(bare):
        return None
    return Decimal(bare.replace(",", ""))


def _shares(text: str, times: int, smallest: Decimal) -> list[str]:
    """The number in `text` in as many parts, each a multiple of `smallest`; their sum is it."""
    if times == 1 or not text:
        return [text] * times
    signed = _number(text)
    assert signed is not None
    whole = abs(signed)
    each = (whole / times // smallest) * smallest
    rest = whole - each * times
    extra = int(rest // smallest)
    parts = [each + (smallest if place < extra else 0) for place in range(times)]
    parts[0] += rest - smallest * extra
    return [str(-part if signed < 0 else part) for part in parts]


def unpack(step: RecipeStep) -> Run:
    """`2× Tee, 1× Mug` becomes a line for each product; the order's own sums stay on the first."""
    packed, *whole = step.columns
    into, quantity = step.facts["into"], step.facts["quantity"]

    def run(block: Block) -> tuple[Block, int]:
        items = [_items(text) for text in block.texts(packed)]
        times = [len(found) for found in items]
        after = block.take(np.repeat(np.arange(block.rows), times))
        first = np.concatenate([np.arange(n) == 0 for n in times]) if times else np.empty(0, bool)
        for name in whole:
            after = after.put_where(name, ~first, np.full(after.rows, "", dtype=object))
        flat = [item for found in items for item in found]
        after = after.put(into, pa.array([name for _, name in flat], pa.string()))
        after = after.put(quantity, pa.array([number for number, _ in flat], pa.string()))
        return after, sum(n > 1 for n in times)

    return run


def _items(text: str) -> list[tuple[str, str]]:
    """(quantity, name) of each product in a packed cell; its text alone where it is not packed."""
    found = [_ITEM.fullmatch(part.strip()) for part in _PACKED.split(text)]
    if not all(found):
        return [("", text)]
    return [(match[1], match[2].strip()) for match in found if match]
