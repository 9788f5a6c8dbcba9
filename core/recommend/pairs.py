"""Which items are together, and how sure it is that this is more, or less, than chance.

This is the one place where pairs are counted. Support, confidence and lift as in Agrawal et al.
(1993) and Brin et al. (1997). Pairs that came together a few times by chance have the highest
lifts; so each is tested, one-sided, against chance, and only so many are kept that the expected
share of false ones is small (Benjamini and Hochberg 1995). The tail of the binomial distribution
stands for Fisher's exact one: it is never smaller above the mean (Hoeffding 1956), and quick.
Intervals take the count as Poisson's with the expectation that independence gives (Garwood 1936),
which is wide where counts are small and holds for a count of 0.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any, Literal

import numpy as np
from numpy.typing import NDArray
from scipy import sparse, special

from core.recommend.baskets import baskets_of, met_by_customers
from core.recommend.interactions import Interactions, Places, matrix_of

Unit = Literal["basket", "customer"]
Numbers = NDArray[np.float64]
CELLS = 10_000_000
"""Pairs that are counted at a time, of 12 bytes."""
_SIDE = 0.025


@dataclass(frozen=True)
class Together:
    """Pairs of items that were together: of each `one` (p,) and `other` (p,), places in the items,
    `one` before `other`, and the `count` (p,) of `baskets` with both; `held` (items,) is how many
    have each item."""

    one: Places
    other: Places
    count: Numbers
    held: Numbers
    baskets: int

    @property
    def expected(self) -> Numbers:
        """How many baskets would have both by chance (p,)."""
        return self.held[self.one] * self.held[self.other] / max(self.baskets, 1)

    @property
    def lift(self) -> Numbers:
        """How many times more have both than by chance (p,)."""
        return self.count / self.expected

    @property
    def chance(self) -> Numbers:
        """How likely so many of the baskets with the rarer item, or more, have the other by chance
        alone (p,); 1 where they are no more than expected."""
        one, other = self.held[self.one], self.held[self.other]
        share = np.maximum(one, other) / max(self.baskets, 1)
        without = np.minimum(one, other) - self.count
        tail = special.betainc(self.count, without + 1, share)
        return np.where(self.count > self.expected, tail, 1.0)

    def matrix(self) -> sparse.csr_matrix:
        """The counts (items, items) in the row of `one` and the column of `other`, 0 elsewhere."""
        items = len(self.held)
        return matrix_of(self.one, self.other, self.count, (items, items))

    def where(self, rows: NDArray[np.bool_]) -> "Together":
        """Those pairs."""
        return Together(self.one[rows], self.other[rows], self.count[rows], self.held, self.baskets)

    def trusted(self, fewest: int, false_share: float) -> "Together":
        """The pairs that are more than chance: of those kept no more than `false_share` are
        expected not to be; 1 keeps all. Tested are all pairs of items that `fewest` baskets have,
        whether they were ever together or not."""
        if false_share >= 1:
            return self
        items = float((self.held >= fewest).sum())
        tested = items * (items - 1) / 2
        chance = self.chance
        ascending = np.sort(chance)
        passed = ascending <= np.arange(1, len(chance) + 1) * false_share / max(tested, 1.0)
        if not passed.any():
            return self.where(np.zeros(len(chance), bool))
        return self.where(chance <= ascending[np.flatnonzero(passed)[-1]])


def together(found: Interactions, fewest: int, unit: Unit = "basket") -> Together:
    """The pairs of items that at least `fewest` baskets, or customers, have both of."""
    held = baskets_of(found).held if unit == "basket" else met_by_customers(found)
    every = np.bincount(held.indices, minlength=held.shape[1]).astype(float)
    several = held[np.diff(held.indptr) >= 2]
    several.data *= every[several.indices] >= fewest
    several.eliminate_zeros()
    parts = [(np.zeros(0, np.int32), np.zeros(0, np.int32), np.zeros(0))]
    parts += _counted(several, fewest)
    one, other, count = (np.concatenate(each) for each in zip(*parts, strict=True))
    return Together(one, other, count, every, held.shape[0])


def _counted(held: sparse.csr_matrix, fewest: int) -> Iterator[tuple[Places, Places, Numbers]]:
    """The pairs of some items after the other, and how often they are together: pairs below
    `fewest` never stand in memory all at once."""
    items = held.shape[1]
    by_item = held.T.tocsr()
    size = max(1, CELLS // max(items, 1))
    for first in range(0, items, size):
        both = (by_item[first : first + size] @ held).tocoo()
        kept = (both.data >= max(fewest, 1)) & (both.row + first < both.col)
        one = (both.row[kept] + first).astype(np.int32)
        yield one, both.col[kept].astype(np.int32), both.data[kept].astype(float)


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
