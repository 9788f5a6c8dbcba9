"""Thumbs up and down among what is learned and in what is listed.

A thumb up is one more meeting of its customer with the item, at the end of the data, of what the
customer's meetings weigh (the median; that of all meetings for who has none), in a basket of its
own: nothing was bought with it. A thumb down takes the customer's meetings with the item out of
what is learned, and the item out of that customer's lists. What a customer had stays what it was:
a thumb up hides nothing as had before.

Thumbs are given when the data have ended, so no question that a model is judged by may know them.
"""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any, Protocol

import numpy as np
import pandas as pd
from numpy.typing import NDArray
from scipy import sparse

from core.recommend.family import Ranker
from core.recommend.histories import Histories
from core.recommend.interactions import Floats, Interactions, matrix_of


class Said(Protocol):
    """A thumb of a `user` for an `item`: up (1) or down (-1)."""

    @property
    def user(self) -> str: ...

    @property
    def item(self) -> str: ...

    @property
    def value(self) -> int: ...


@dataclass(frozen=True)
class Thumbs:
    """The thumbs of known customers for known items, in the order they were given: places `user`,
    `item` (t,), whether it is `up` (t,), what a thumb up weighs `weight` (t,). `day` is the end of
    the data, NaN where no times are known; `unknown` thumbs were of others."""

    user: NDArray[np.int64]
    item: NDArray[np.int64]
    up: NDArray[np.bool_]
    weight: Floats
    day: float
    unknown: int

    def __len__(self) -> int:
        return len(self.user)

    def learned(self, found: Interactions) -> Interactions:
        """The meetings with the thumbs among them, in the order of time."""
        left = found.where(~self.down(found.user, found.item))
        many = int(self.up.sum())
        first = int(found.basket.max(initial=-1)) + 1
        return replace(
            left,
            user=_with(left.user, self.user[self.up]),
            item=_with(left.item, self.item[self.up]),
            weight=_with(left.weight, self.weight[self.up]),
            day=_with(left.day, np.full(many, self.day)),
            basket=_with(left.basket, first + np.arange(many)),
            beside={
                name: replace(one, code=_with(one.code, np.full(many, -1)))
                for name, one in left.beside.items()
            },
        )

    def told(self, asked: Histories) -> Histories:
        """Histories with the thumbs among them; of those nobody knows as they are."""
        who, row = asked.who, asked.row
        kept = ~self.down(who[row], asked.item)
        more, place = self._of(who, self.up)
        rows = np.concatenate([row[kept], more])
        order = np.argsort(rows, kind="stable")
        baskets = int(asked.basket.max(initial=-1)) + 1 + np.arange(len(more))
        return replace(
            asked,
            start=np.searchsorted(rows[order], np.arange(len(asked) + 1)).astype(np.int64),
            item=_with(asked.item[kept], self.item[place])[order],
            weight=_with(asked.weight[kept], self.weight[place])[order],
            day=_with(asked.day[kept], np.full(len(more), self.day))[order],
            basket=_with(asked.basket[kept], baskets)[order],
        )

    def refused(self, asked: Histories) -> sparse.csr_matrix:
        """1 where an item is to be on no list of a customer (b, items)."""
        row, place = self._of(asked.who, ~self.up)
        shape = (len(asked), asked.items)
        return matrix_of(row, self.item[place], np.ones(len(row)), shape)

    def down(self, user: NDArray[np.integer], item: NDArray[np.integer]) -> NDArray[np.bool_]:
        """Which of those pairs of places (n,) have a thumb down."""
        items = int(max(self.item.max(initial=0), item.max(initial=0))) + 1
        pairs = self.user[~self.up] * items + self.item[~self.up]
        return np.asarray((user >= 0) & np.isin(user.astype(np.int64) * items + item, pairs))

    def _of(
        self, who: NDArray[np.int64], some: NDArray[np.bool_]
    ) -> tuple[NDArray[np.int64], NDArray[np.int64]]:
        """Some of the thumbs of the customers each by its row of `who` and its
        place, in the order they were given."""
        mine = np.flatnonzero(some)
        mine = mine[np.argsort(self.user[mine], kind="stable")]
        first = np.searchsorted(self.user[mine], who, side="left")
        many = np.searchsorted(self.user[mine], who, side="right") - first
        row = np.repeat(np.arange(len(who)), many)
        at = np.arange(len(row)) - np.repeat(np.cumsum(many) - many, many) + first[row]
        return row, mine[at]


def thumbs_of(given: Sequence[Said], found: Interactions) -> Thumbs:
    """The thumbs by places in `found`."""
    user = _places(found.users, [one.user for one in given])
    item = _places(found.items, [one.item for one in given])
    known = (user >= 0) & (item >= 0)
    up = np.array([one.value > 0 for one in given], bool)
    weights = pd.Series(found.weight).groupby(found.user).median()
    usual = float(np.median(found.weight)) if len(found) else 1.0
    weight = weights.reindex(user[known]).fillna(usual).to_numpy(np.float32)
    day = found.end if found.timed else float("nan")
    return Thumbs(user[known], item[known], up[known], weight, day, int((~known).sum()))


@dataclass(frozen=True)
class Heard:
    """A model that hears the thumbs of the customers it is asked about: their histories have
    them."""

    model: Ranker
    thumbs: Thumbs

    def scores(self, asked: Histories) -> Floats:
        """Those of the model (b, items)."""
        return self.model.scores(self.thumbs.told(asked))

    def save(self, folder: Path) -> None:
        """Writes the model; thumbs are kept where it is told what it has learned from."""
        self.model.save(folder)


def _places(ids: NDArray[np.object_], asked: Sequence[str]) -> NDArray[np.int64]:
    found = pd.Index(ids.astype(str)).get_indexer(pd.Index(asked, dtype=object))
    return np.asarray(found, np.int64)


def _with(some: NDArray[Any], more: NDArray[Any]) -> NDArray[Any]:
    """Both, of the type of the first."""
    return np.concatenate([some, more.astype(some.dtype)])
