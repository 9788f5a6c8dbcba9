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
    _, first, place = np.unique(found.basket, return_index=True, return_inverse=True)
    order = np.lexsort((first, found.user[first]))
    turn = np.empty(len(order), np.int64)
    turn[order] = np.arange(len(order))
    row = turn[place]
    last = np.zeros(len(order), np.int64)
    np.maximum.at(last, row, np.arange(len(found)))
    held = matrix_of(row, found.item, np.ones(len(found)), (len(order), len(found.items)))
    held.data[:] = 1.0
    return Baskets(held, found.user[first[order]].astype(np.int64), last)


def met_by_customers(found: Interactions) -> sparse.csr_matrix:
    """1 where a customer met an item (customers, items); who met nothing is left out."""
    met = found.matrix()
    met.data[:] = 1.0
    return met[np.diff(met.indptr) > 0]
