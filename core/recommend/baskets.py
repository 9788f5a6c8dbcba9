"""What was together: in one basket, or with one customer."""

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray
from scipy import sparse

from core.recommend.interactions import Interactions, matrix_of


@dataclass(frozen=True)
class Baskets:
    """1 where a basket holds an item, however often: `held` (baskets, items). Those of a customer
    stand one after the other in the order of time; `user` (baskets,) is whose each is, `last`
    (baskets,) the last row that belongs to it."""

    held: sparse.csr_matrix
    user: NDArray[np.int64]
    last: NDArray[np.int64]


def baskets_of(found: Interactions) -> Baskets:
    """The baskets; one that several customers share is that of the first of them."""
    rows = np.arange(len(found), dtype=np.int32)
    place = found.basket - found.basket.min(initial=0)
    first = np.full(place.max(initial=-1) + 1, -1, np.int32)
    first[place[::-1]] = rows[::-1]
    order = np.flatnonzero(first >= 0)
    order = order[np.lexsort((first[order], found.user[first[order]]))]
    user = found.user[first[order]].astype(np.int64)
    first[order] = rows[: len(order)]
    row = first[place]
    last = np.zeros(len(order), np.int64)
    last[row] = rows
    del rows, place, first, order
    held = matrix_of(row, found.item, np.ones(len(row), np.float32), (len(user), len(found.items)))
    held.data[:] = 1.0
    return Baskets(held, user, last)


def met_by_customers(found: Interactions) -> sparse.csr_matrix:
    """1 where a customer met an item (customers, items); who met nothing is left out."""
    met = found.matrix()
    met.data[:] = 1.0
    return met[np.diff(met.indptr) > 0]
