"""What is known of the customers who are asked about: models rank items by it.

So a customer who came after the training, an anonymous session and a basket are asked alike. Who of
those learned from is asked about may be told beside (`user`), for what else is known of customers.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace

import numpy as np
from numpy.typing import NDArray
from scipy import sparse

from core.recommend.interactions import Floats, Interactions, Places, matrix_of

MINUTES = 24 * 60
"""Of a day."""


@dataclass(frozen=True)
class Histories:
    """The histories of `b` customers: those of the first lie at `start[0]:start[1]` of the other
    arrays, in the order of time, and so on; `start` (b + 1,).

    `item`, `weight`, `day` and `basket` are as in `Interactions`; `items` is how many items there
    are, `now` (b,) the time for which is asked, in days since 1970 (0 where no times are known).
    `user` (b,) are the customers' places in `Interactions.users`, -1 of nobody who is known; None
    where that is so of all.
    """

    start: NDArray[np.int64]
    item: Places
    weight: Floats
    day: NDArray[np.float64]
    basket: Places
    items: int
    now: NDArray[np.float64]
    user: NDArray[np.int64] | None = None

    def __len__(self) -> int:
        return len(self.start) - 1

    @property
    def row(self) -> NDArray[np.int64]:
        """The customer of every entry, from 0."""
        return np.repeat(np.arange(len(self)), np.diff(self.start))

    @property
    def who(self) -> NDArray[np.int64]:
        """`user` of every customer (b,)."""
        return np.full(len(self), -1, np.int64) if self.user is None else self.user

    def matrix(self) -> sparse.csr_matrix:
        """The summed weights (b, items)."""
        return matrix_of(self.row, self.item, self.weight, (len(self), self.items))

    def times(self) -> sparse.csr_matrix:
        """How often each customer met each item (b, items)."""
        return matrix_of(self.row, self.item, np.ones(len(self.item)), (len(self), self.items))

    def where(self, rows: NDArray[np.int64]) -> "Histories":
        """The customers at those places, in that order."""
        count = np.diff(self.start)[rows]
        start = np.concatenate([[0], np.cumsum(count)]).astype(np.int64)
        at = np.arange(start[-1]) + np.repeat(self.start[rows] - start[:-1], count)
        return replace(
            self,
            start=start,
            item=self.item[at],
            weight=self.weight[at],
            day=self.day[at],
            basket=self.basket[at],
            now=self.now[rows],
            user=None if self.user is None else self.user[rows],
        )

    def block(self, first: int, last: int) -> "Histories":
        """The customers `first` to `last`, without `last`."""
        inside = slice(self.start[first], self.start[last])
        return Histories(
            self.start[first : last + 1] - self.start[first],
            self.item[inside],
            self.weight[inside],
            self.day[inside],
            self.basket[inside],
            self.items,
            self.now[first:last],
            None if self.user is None else self.user[first:last],
        )

    def blocks(self, size: int) -> Iterator["Histories"]:
        """All customers, so many at a time."""
        for first in range(0, len(self), size):
            yield self.block(first, min(first + size, len(self)))


def histories_of(known: Interactions, users: NDArray[np.integer], now: float) -> Histories:
    """What `known` tells of the customers at those places, each once; nothing of some is no
    mistake."""
    place = np.full(len(known.users), -1)
    place[users] = np.arange(len(users))
    rows = np.flatnonzero(place[known.user] >= 0)
    rows = rows[np.argsort(place[known.user[rows]], kind="stable")]
    counts = np.bincount(place[known.user[rows]], minlength=len(users))
    start = np.concatenate([[0], np.cumsum(counts)]).astype(np.int64)
    return Histories(
        start,
        known.item[rows],
        known.weight[rows],
        known.day[rows],
        known.basket[rows],
        len(known.items),
        np.full(len(users), now),
        np.asarray(users, np.int64),
    )


def of_baskets(baskets: Sequence[Sequence[int]], items: int, now: float) -> Histories:
    """Of customers who are known by one basket, or one session, of items alone."""
    counts = [len(basket) for basket in baskets]
    item = np.array([one for basket in baskets for one in basket], np.int32)
    return Histories(
        np.concatenate([[0], np.cumsum(counts)]).astype(np.int64),
        item,
        np.ones(len(item), np.float32),
        np.full(len(item), now),
        np.repeat(np.arange(len(baskets), dtype=np.int32), counts),
        items,
        np.full(len(baskets), now),
    )


def one_by_one(told: Histories) -> Histories:
    """The same, each entry after the one before: a minute later, and a basket of its own; the last
    is at `now`."""
    behind = told.start[told.row + 1] - 1 - np.arange(len(told.item))
    day = told.now[told.row] - behind / MINUTES
    return replace(told, day=day, basket=np.arange(len(told.item), dtype=np.int32))
