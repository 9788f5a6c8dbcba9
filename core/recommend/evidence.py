"""How sure two items go together, of those that lists and histories hold: by the customers who met
both, and by the baskets that hold both."""

from dataclasses import dataclass, replace

import numpy as np
from numpy.typing import NDArray
from scipy import sparse

from core.recommend.baskets import baskets_of, met_by_customers
from core.recommend.interactions import Interactions
from core.recommend.pairs import Unit, lift_bounds, together

Numbers = NDArray[np.float64]
Items = NDArray[np.int64]


@dataclass(frozen=True)
class Evidence:
    """1 where a group (a customer, or a basket) holds an item: `held` (groups, items), by columns,
    and how many hold each: `each` (items,). Where many customers are asked about, `pairs` (items,
    items) are counted before: above the diagonal, those of at least some groups."""

    held: sparse.csc_matrix
    each: Numbers
    pairs: sparse.csr_matrix | None = None

    def counted(self, found: Interactions, unit: Unit, fewest: int) -> "Evidence":
        """The same with all pairs counted that at least `fewest` groups hold; fewer are none."""
        return replace(self, pairs=together(found, fewest, unit).matrix())

    def both(self, one: Items, other: Items) -> Numbers:
        """How many groups hold two items (one, other)."""
        if self.pairs is not None:
            found = self.pairs[one][:, other] + self.pairs[other][:, one].T
            return np.asarray(found.toarray(), float)
        return np.asarray((self.held[:, one].T @ self.held[:, other]).toarray(), float)

    def sure(self, both: Numbers, one: Items, other: Items) -> tuple[Numbers, Numbers]:
        """How many times as many groups hold both as by chance, and the low end of it."""
        expected = np.outer(self.each[one], self.each[other]) / max(self.held.shape[0], 1)
        lift, low, _ = lift_bounds(both, expected)
        return np.nan_to_num(lift), np.nan_to_num(low)

    def cosine(self, both: Numbers, one: Items, other: Items) -> Numbers:
        """The cosine of the groups that hold them."""
        size = np.sqrt(np.outer(self.each[one], self.each[other]))
        return both / np.where(size > 0, size, 1)


def of_customers(found: Interactions) -> Evidence:
    """By who met both; customers who met nothing are none."""
    return _evidence(met_by_customers(found))


def of_baskets(found: Interactions) -> Evidence:
    """By what stands in one basket."""
    return _evidence(baskets_of(found).held)


def _evidence(held: sparse.csr_matrix) -> Evidence:
    each = np.bincount(held.indices, minlength=held.shape[1]).astype(float)
    return Evidence(held.tocsc(), each)
