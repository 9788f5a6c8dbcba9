"""How often items are bought together, and how sure it is that this is more, or less, than chance.

This is the one place where baskets are counted. Intervals take the count as Poisson's with the
expectation that independence gives (Garwood 1936), which is wide where counts are small and holds
for a count of 0.
"""

from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.typing import NDArray
from scipy import sparse, special

from core.recommend.interactions import Interactions, matrix_of

Numbers = NDArray[np.float64]
_CHUNK = 1024
_SIDE = 0.025


@dataclass(frozen=True)
class PairCounts:
    """`counts` (items, items), symmetric with an empty diagonal, of the baskets that hold both;
    `supports` (items,) of those that hold one; `baskets` of all."""

    counts: sparse.csr_matrix
    supports: NDArray[np.int64]
    baskets: int


def baskets_of(found: Interactions) -> sparse.csr_matrix:
    """1 where a basket holds an item (baskets, items), however often."""
    _, row = np.unique(found.basket, return_inverse=True)
    shape = (int(row.max(initial=-1)) + 1, len(found.items))
    held = matrix_of(row, found.item, np.ones(len(found)), shape)
    held.data[:] = 1.0
    return held


def pair_counts(found: Interactions, fewest: int = 1) -> PairCounts:
    """Counts all pairs that are in at least `fewest` baskets together.

    The product of baskets x items with itself, some rows at a time, so that pairs below `fewest`
    never stand in memory all at once.
    """
    held = baskets_of(found)
    supports = np.bincount(held.indices, minlength=held.shape[1])
    held = held.multiply((supports >= fewest).astype(np.float32)).tocsr()
    held.eliminate_zeros()
    turned = held.T.tocsr()
    parts = [
        _kept(turned[first : first + _CHUNK] @ held, first, fewest)
        for first in range(0, held.shape[1], _CHUNK)
    ]
    size = held.shape[1]
    counts = sparse.vstack(parts, format="csr") if parts else sparse.csr_matrix((size, size))
    return PairCounts(counts, supports, held.shape[0])


def _kept(counts: Any, first: int, fewest: int) -> sparse.coo_matrix:
    """Without the diagonal, and pairs of fewer baskets."""
    found = counts.tocoo()
    there = (found.row + first != found.col) & (found.data >= fewest)
    kept = (found.data[there], (found.row[there], found.col[there]))
    return sparse.coo_matrix(kept, shape=found.shape)


def lift_bounds(count: Any, expected: Any) -> tuple[Numbers, Numbers, Numbers]:
    """The lift count / expected with the ends of its 95 % interval; NaN where nothing is expected.
    Counts are whole numbers.

    >>> lift, low, high = lift_bounds(np.array([0.0, 10.0]), np.array([4.0, 2.0]))
    >>> lift.tolist(), low.round(2).tolist(), high.round(2).tolist()
    ([0.0, 5.0], [0.0, 2.4], [0.92, 9.2])
    """
    count, expected = np.asarray(count, float), np.asarray(expected, float)
    expected = np.where(expected > 0, expected, np.nan)
    low, high = _ends(count.astype(np.int64))
    return count / expected, low / expected, high / expected


def _ends(count: NDArray[np.int64]) -> tuple[Numbers, Numbers]:
    """The ends of the interval of a Poisson mean; worked out once for each count, as the same few
    come again and again."""
    each = np.flatnonzero(np.bincount(count.ravel()))
    low, high = np.zeros(count.max(initial=0) + 1), np.zeros(count.max(initial=0) + 1)
    low[each] = special.gammaincinv(np.maximum(each, 1), _SIDE) * (each > 0)
    high[each] = special.gammaincinv(each + 1, 1 - _SIDE)
    return low[count], high[count]
