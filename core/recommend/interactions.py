"""Who met what, and when: what every recommender learns from."""

from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from typing import Any

import numpy as np
from numpy.typing import NDArray
from scipy import sparse

Places = NDArray[np.int32]
Floats = NDArray[np.float32]
Ids = NDArray[np.object_]


@dataclass(frozen=True)
class Coded:
    """A word of each meeting: `code` (n,) is its place in `words`, -1 where none is told."""

    code: NDArray[np.int16]
    words: tuple[str, ...]


@dataclass(frozen=True)
class Interactions:
    """A row for each meeting of a customer with an item, in the order of time.

    `user` (n,) and `item` (n,) are places in `users` and `items`, the ids as text; `weight` (n,) is
    how much a meeting tells, above 0; `day` (n,) is the time in days since 1970, with its fraction,
    NaN where no time is known; `basket` (n,) is the same number for what was bought, or looked at,
    together. Items without a row are known by their attributes alone. `beside` has what else is
    told of each meeting, by its name: of which store it was, by which device and so on.
    """

    user: Places
    item: Places
    weight: Floats
    day: NDArray[np.float64]
    basket: Places
    users: Ids
    items: Ids
    beside: Mapping[str, Coded] = field(default_factory=dict)

    def __len__(self) -> int:
        return len(self.user)

    @property
    def timed(self) -> bool:
        """Whether every row has its time."""
        return not bool(np.isnan(self.day).any())

    @property
    def end(self) -> float:
        """The time of the last row; 0 where no time is known."""
        return float(np.nanmax(self.day)) if len(self) and self.timed else 0.0

    @property
    def shape(self) -> tuple[int, int]:
        """How many customers and items there are."""
        return len(self.users), len(self.items)

    def where(self, rows: NDArray[Any]) -> "Interactions":
        """Those rows, a mask or places in their order; customers and items keep their places."""
        return replace(
            self,
            user=self.user[rows],
            item=self.item[rows],
            weight=self.weight[rows],
            day=self.day[rows],
            basket=self.basket[rows],
            beside={name: replace(one, code=one.code[rows]) for name, one in self.beside.items()},
        )

    def before(self, day: float) -> "Interactions":
        """What happened before that time."""
        return self.where(self.day < day)

    def matrix(self) -> sparse.csr_matrix:
        """The summed weights (users, items), in float32."""
        return matrix_of(self.user, self.item, self.weight, self.shape)


_LEAST = np.float32(1e-12)
"""What a meeting of long ago tells at the least: above 0, as all weights are."""


def kept_of(day: NDArray[np.float64], now: float, half_life: float) -> Floats:
    """How much of its weight each meeting keeps until `now`: half after so many days."""
    kept = 0.5 ** ((now - day) / half_life)
    return np.maximum(kept.astype(np.float32), _LEAST)


def matrix_of(
    row: NDArray[Any], column: NDArray[Any], value: NDArray[Any], shape: tuple[int, int]
) -> sparse.csr_matrix:
    """A sparse matrix of that shape, in float32; values of the same place are summed."""
    found = sparse.csr_matrix((value.astype(np.float32), (row, column)), shape=shape)
    found.sum_duplicates()
    return found


def sorted_by_time(found: Interactions) -> Interactions:
    """The rows in the order of time; rows of the same time, or of none, keep theirs."""
    return found.where(np.argsort(found.day, kind="stable"))


def first_of_pairs(found: Interactions) -> Interactions:
    """The first row of every customer with every item, in the order of time."""
    pair = found.user.astype(np.int64) * len(found.items) + found.item
    return found.where(np.sort(np.unique(pair, return_index=True)[1]))


def core_of(found: Interactions, of_user: int, of_item: int) -> Interactions:
    """Without customers of fewer than `of_user` different items, and items of fewer than `of_item`
    different customers, until all that are left have as many; places are kept."""
    pairs = first_of_pairs(found)
    user, item = np.ones(len(found.users), bool), np.ones(len(found.items), bool)
    while True:
        there = user[pairs.user] & item[pairs.item]
        users = np.bincount(pairs.user[there], minlength=len(user)) >= of_user
        items = np.bincount(pairs.item[there], minlength=len(item)) >= of_item
        if (users & user == user).all() and (items & item == item).all():
            return found.where(user[found.user] & item[found.item])
        user, item = user & users, item & items
