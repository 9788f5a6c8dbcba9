"""Histories and behaviour by steps: the baskets of a customer one after the other."""

import numpy as np
from numpy.typing import NDArray
from scipy import sparse

from core.recommend.back import baskets_back
from core.recommend.histories import Histories
from core.recommend.interactions import Interactions, matrix_of


def decayed(asked: Histories, decay: float) -> sparse.csr_matrix:
    """The weights of each customer's items (b, items), `decay` times as much with every basket that
    lies behind it; of an item met several times the sum."""
    value = asked.weight * decay ** baskets_back(asked)
    return matrix_of(asked.row, asked.item, value, (len(asked), asked.items))


def baskets_of(found: Interactions) -> tuple[sparse.csr_matrix, NDArray[np.int64]]:
    """1 where a basket holds an item (baskets, items), the baskets of a customer in the order of
    time and customers one after the other, and whose each is (baskets,)."""
    order = np.lexsort((np.arange(len(found)), found.user))
    user, basket = found.user[order], found.basket[order]
    new = np.ones(len(order), bool)
    new[1:] = (np.diff(user) != 0) | (np.diff(basket) != 0)
    place = np.cumsum(new) - 1
    shape = (int(place[-1]) + 1 if len(place) else 0, len(found.items))
    held = matrix_of(place, found.item[order], np.ones(len(order)), shape)
    held.data[:] = 1.0
    return held, user[new].astype(np.int64)
