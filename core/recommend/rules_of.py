"""What is bought together: rules between two items, and how much they can be trusted.

Support, confidence and lift as in Agrawal et al. (1993) and Brin et al. (1997). Pairs that came
together a few times by chance have the highest lifts; so each is tested, one-sided, against
chance, and only so many are kept that the expected share of false ones is small (Benjamini and
Hochberg 1995). The tail of the binomial distribution stands for Fisher's exact one: it is never
smaller above the mean (Hoeffding 1956), and quick.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Literal

import numpy as np
import pandas as pd
from numpy.typing import NDArray
from scipy import sparse

from core.recommend.interactions import Interactions, Places, matrix_of

Unit = Literal["basket", "customer"]
Array = NDArray[np.float64]
CELLS = 10_000_000
"""Pairs that are counted at a time, of 12 bytes."""
MOST = 100_000
"""Rules of a table at most."""


@dataclass(frozen=True)
class Together:
    """Pairs of items that were together: of each `one` (p,) and `other` (p,), places in the items,
    `one` before `other`, and the `count` (p,) of `baskets` with both; `held` (items,) is how many
    have each item."""

    one: Places
    other: Places
    count: Array
    held: Array
    baskets: int

    @property
    def expected(self) -> Array:
        """How many baskets would have both by chance (p,)."""
        return self.held[self.one] * self.held[self.other] / max(self.baskets, 1)

    @property
    def lift(self) -> Array:
        """How many times more have both than by chance (p,)."""
        return self.count / self.expected

    @property
    def chance(self) -> Array:
        """How likely so many of the baskets with the rarer item, or more, have the other by chance
        alone (p,); 1 where they are no more than expected."""
        from scipy.special import betainc

        one, other = self.held[self.one], self.held[self.other]
        share = np.maximum(one, other) / max(self.baskets, 1)
        without = np.minimum(one, other) - self.count
        tail = betainc(self.count, without + 1, share)
        return np.where(self.count > self.expected, tail, 1.0)

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
    held = _held(found, unit)
    several = held[np.diff(held.indptr) >= 2]
    parts = [(np.zeros(0, np.int32), np.zeros(0, np.int32), np.zeros(0))]
    parts += _counted(several, fewest)
    one, other, count = (np.concatenate(each) for each in zip(*parts, strict=True))
    every = np.bincount(held.indices, minlength=held.shape[1]).astype(float)
    return Together(one, other, count, every, held.shape[0])


def _held(found: Interactions, unit: Unit) -> sparse.csr_matrix:
    """1 where an item is in a basket, or was met by a customer (baskets, items), empty ones left
    out."""
    names, row = np.unique(found.basket if unit == "basket" else found.user, return_inverse=True)
    ones = np.ones(len(found), np.float32)
    held = matrix_of(row, found.item, ones, (len(names), len(found.items)))
    held.data[:] = 1.0
    return held


def _counted(held: sparse.csr_matrix, fewest: int) -> Iterator[tuple[Places, Places, Array]]:
    """The pairs of some items after the other, and how often they are together."""
    items = held.shape[1]
    by_item = held.T.tocsr()
    size = max(1, CELLS // max(items, 1))
    for first in range(0, items, size):
        both = (by_item[first : first + size] @ held).tocoo()
        kept = (both.data >= max(fewest, 1)) & (both.row + first < both.col)
        one = (both.row[kept] + first).astype(np.int32)
        yield one, both.col[kept].astype(np.int32), both.data[kept].astype(float)


def rules_of(
    found: Interactions, fewest: int = 5, false_share: float = 0.05, unit: Unit = "basket"
) -> pd.DataFrame:
    """The rules of a shop, both ways round, the highest lift first, at most `MOST`.

    Columns: `antecedent` and `consequent`, ids of items; `count` of baskets with both, `support`:
    their share of all baskets, `confidence`: their share of those with the antecedent, `lift`:
    confidence over the share of all baskets that have the consequent. Only pairs with a lift above
    1, together in at least `fewest` baskets, that `Together.trusted` are told, so that a lift of a
    tiny count does not lead.
    """
    pairs = together(found, fewest, unit).trusted(fewest, false_share)
    return _table(pairs.where(pairs.lift > 1), found.items)


def _table(pairs: Together, items: NDArray[np.object_]) -> pd.DataFrame:
    """Both rules of every pair, in order."""
    one = np.concatenate([pairs.one, pairs.other])
    other = np.concatenate([pairs.other, pairs.one])
    count, lift = np.tile(pairs.count, 2), np.tile(pairs.lift, 2)
    confidence = count / pairs.held[one]
    order = np.lexsort((other, one, -confidence, -count, -lift))[:MOST]
    return pd.DataFrame(
        {
            "antecedent": items[one[order]],
            "consequent": items[other[order]],
            "count": count[order].astype(np.int64),
            "support": count[order] / max(pairs.baskets, 1),
            "confidence": confidence[order],
            "lift": lift[order],
        }
    )
