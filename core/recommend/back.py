"""How far back in a history each of its entries lies: counted in baskets, or in moments."""

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray
from scipy import sparse

from core.recommend.histories import Histories
from core.recommend.interactions import matrix_of

Numbers = NDArray[np.int64]


def baskets_back(asked: Histories) -> Numbers:
    """How many baskets of the same customer ended later (entries,): 0 in the last one."""
    return _later(asked.row, asked.basket.astype(np.int64))


def moments_back(asked: Histories) -> Numbers:
    """How many moments of the same customer came later (entries,): what stands in the same basket
    at the same time, or without times, is one moment."""
    days, when = np.unique(asked.day, return_inverse=True)
    return _later(asked.row, asked.basket.astype(np.int64) * max(len(days), 1) + when)


def _later(row: Numbers, group: Numbers) -> Numbers:
    """How many groups of the same row, which lie in the order of time, end after that of each
    entry."""
    if not len(row):
        return np.zeros(0, np.int64)
    names, group = np.unique(group, return_inverse=True)
    pair, place = np.unique(row * len(names) + group, return_inverse=True)
    last = np.empty(len(pair), np.int64)
    last[place] = np.arange(len(row))
    order = np.argsort(last)
    rank = np.empty(len(pair), np.int64)
    rank[order] = np.arange(len(pair))
    ends = np.cumsum(np.bincount(pair // len(names)))
    return np.asarray((ends[pair // len(names)] - 1 - rank)[place])


def decayed(asked: Histories, decay: float) -> sparse.csr_matrix:
    """The weights of each customer's items (b, items), `decay` times as much with every basket that
    lies behind it; of an item met several times the sum."""
    value = asked.weight * decay ** baskets_back(asked)
    return matrix_of(asked.row, asked.item, value, (len(asked), asked.items))


@dataclass(frozen=True)
class Latest:
    """The items of the last `baskets` of a history, each by the last time it was met: a moment, or
    a basket, back tells `decay` of the one after it."""

    baskets: int
    decay: float

    def by_baskets(self, asked: Histories) -> sparse.csr_matrix:
        """How much each item tells (b, items): 1 in the last basket, `decay` in that before."""
        back = baskets_back(asked)
        return self._weights(asked, back, back)

    def by_moments(self, asked: Histories) -> sparse.csr_matrix:
        """How much each item tells (b, items): 1 at the last moment, `decay` at that before."""
        return self._weights(asked, baskets_back(asked), moments_back(asked))

    def _weights(self, asked: Histories, baskets: Numbers, steps: Numbers) -> sparse.csr_matrix:
        shape = (len(asked), asked.items)
        inside = baskets < self.baskets
        row, item, steps = asked.row[inside], asked.item[inside], steps[inside]
        pair = row * asked.items + item
        order = np.lexsort((steps, pair))
        first = order[np.unique(pair[order], return_index=True)[1]]
        told = np.maximum(self.decay ** steps[first].astype(float), 1e-30)
        return matrix_of(row[first], item[first], told, shape)
