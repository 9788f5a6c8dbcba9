"""At which rank a model puts items: equal scores share the best of their ranks, so that no order
of the file becomes a claim."""

from typing import Any

import numpy as np
from numpy.typing import NDArray

from core.recommend.interactions import Floats

Ranks = NDArray[np.int64]
_CELLS = 8_000_000


def ranks(scores: Floats, allowed: NDArray[np.bool_]) -> Ranks:
    """The rank of every item in its row, from 1, among those that are `allowed` (items,); 0 for the
    others. `scores` (b, items)."""
    scores = np.where(allowed, scores, -np.inf)
    order = np.argsort(-scores, axis=1, kind="stable")
    sorted_ = np.take_along_axis(scores, order, axis=1)
    fresh = np.ones(scores.shape, bool)
    fresh[:, 1:] = sorted_[:, 1:] != sorted_[:, :-1]
    first = np.maximum.accumulate(np.where(fresh, np.arange(scores.shape[1]), 0), axis=1) + 1
    found = np.empty(scores.shape, np.int64)
    np.put_along_axis(found, order, first, axis=1)
    return np.where(allowed, found, 0)


def ranks_of(scores: Floats, allowed: NDArray[np.bool_], row: Any, item: Any) -> Ranks:
    """The same of some pairs (n,) only, without sorting: 1 + how many allowed items of the row have
    a higher score; 0 where the item itself is not allowed."""
    row, item = np.asarray(row, np.int64), np.asarray(item, np.int64)
    scores = np.where(allowed, scores, -np.inf)
    found = np.zeros(len(row), np.int64)
    size = max(1, _CELLS // max(scores.shape[1], 1))
    for first in range(0, len(row), size):
        some = slice(first, first + size)
        mine = scores[row[some], item[some]]
        found[some] = (scores[row[some]] > mine[:, None]).sum(axis=1) + 1
    return np.where(allowed[item], found, 0)


def apart(values: NDArray[Any], keys: tuple[NDArray[Any], ...]) -> Floats:
    """`values` (items,) of 0 or more in float32, which orders them exactly as their `keys` do, the
    first one first: where rounding would make equals of what differs, the next float32 is taken.

    Of floats above 0 the bits, read as whole numbers, are in the same order and without gaps.
    """
    order = np.lexsort(keys[::-1])
    differ = np.zeros(len(values), bool)
    for key in keys:
        differ[1:] |= key[order][1:] != key[order][:-1]
    step = np.cumsum(differ)
    bits = values[order].astype(np.float32).view(np.int32)
    found = np.empty(len(values), np.float32)
    found[order] = (np.maximum.accumulate(bits - step) + step).astype(np.int32).view(np.float32)
    return found
