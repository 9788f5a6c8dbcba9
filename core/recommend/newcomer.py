"""What if a product came in: whose lists it would be on, by products that are like it.

No model knows it. Its score for a customer is the mean of the scores of the products that are most
like it, weighed by their likeness: the mapping of attributes by neighbours of Gantner et al. (2010,
"Learning attribute-to-feature mappings for cold-start recommendations"), put to scores, so that it
serves every model without training one.
"""

from dataclasses import dataclass

import numpy as np
import pandas as pd
from numpy.typing import NDArray
from scipy import sparse

from core.recommend.attributes import Attributes
from core.recommend.cells import cells
from core.recommend.context import Codes
from core.recommend.effect import LISTS
from core.recommend.family import Ranker, at_a_time
from core.recommend.interactions import Floats, Interactions
from core.recommend.listing import Facts, apply
from core.recommend.metrics import Lists
from core.recommend.ranks import ranks_of
from core.recommend.response import Response
from core.recommend.rules import Rules
from core.recommend.terms import vectors

NEIGHBOURS = 10
_TEXT_SHARE = 0.5
_MOST_TERMS = 20_000


@dataclass(frozen=True)
class Change:
    """A difference with the ends of its 95 % interval (NaN of a single customer)."""

    value: float
    low: float
    high: float


@dataclass(frozen=True)
class Landing:
    """Where a newcomer lands in the lists of k of the customers: its `rank` (u,) for each of
    `users`, from 1, its `place` (u,) among all items that somebody met, and the item that leaves
    for it (`out` (u,), -1 where it is on no list, or fills a short one), with its `out_place`
    (u,), 0 for none. There are so many `items`."""

    users: Codes
    rank: Codes
    place: Codes
    out: Codes
    out_place: Codes
    items: int
    k: int

    @property
    def on(self) -> NDArray[np.bool_]:
        """Whose list it is on (u,)."""
        return self.rank <= self.k

    @property
    def reached(self) -> int:
        """How many lists it is on."""
        return int(self.on.sum())

    @property
    def displaced(self) -> Codes:
        """How many lists each item leaves (items,)."""
        return np.bincount(self.out[self.out >= 0], minlength=self.items)

    def lost(self, taken: sparse.csr_matrix) -> int:
        """How many right answers it pushes out, where the customers took `taken` (u, items)."""
        row = np.flatnonzero(self.out >= 0)
        return int((cells(taken, row, self.out[row]) > 0).sum())


def likenesses(
    items: pd.DataFrame, newcomer: dict[str, object], met: NDArray[np.floating]
) -> Floats:
    """How alike each of the items (n,) is to the newcomer, from 0 to 1: the cosine of what they are
    like (`terms.vectors`), of the `NEIGHBOURS` most alike that somebody `met` (n,); others 0.
    Of those that are equally alike the nearest in price come first: a price alone says little of
    what a product is, and is only gone by where nothing else is told."""
    told = [name for name, value in newcomer.items() if value is not None and name in items]
    told = [name for name in told if name != "price"] or told
    if not told:
        return np.zeros(len(items), np.float32)
    every = pd.concat([items[told], pd.DataFrame([newcomer])[told]], ignore_index=True)
    found = vectors(every, _TEXT_SHARE, _MOST_TERMS)
    cosine = (found[:-1] @ found[-1].T).toarray().ravel()
    cosine = np.where(met > 0, cosine, 0)
    kept = np.lexsort((_dearer(items, newcomer), -cosine.round(6)))[:NEIGHBOURS]
    weights = np.zeros(len(items), np.float32)
    weights[kept] = cosine[kept]
    return weights


def _dearer(items: pd.DataFrame, newcomer: dict[str, object]) -> NDArray[np.float64]:
    """How many times dearer, or cheaper, each item is, as a logarithm; unknown ones are last."""
    asked = pd.to_numeric(pd.Series([newcomer.get("price")]), errors="coerce").iloc[0]
    if "price" not in items or not asked > 0:
        return np.zeros(len(items))
    price = items["price"].to_numpy(float, na_value=np.nan)
    apart = np.full(len(items), np.inf)
    known = price > 0
    apart[known] = np.abs(np.log(price[known] / asked))
    return apart


def land(ranker: Ranker, facts: Facts, rules: Rules, weights: Floats, users: Codes) -> Landing:
    """Where it stands among the items that rules leave to the customers of `facts`, who are
    `users`. It is behind items of the same score, and of lists that it is on the last item
    leaves."""
    share = weights / max(float(weights.sum()), 1e-9)
    parts, size = [], at_a_time(len(facts.told))
    for first in range(0, len(users), size):
        some = facts.block(first, min(first + size, len(users)))
        scores = np.asarray(ranker.scores(some.histories), np.float32)
        parts.append(_landed(scores, scores @ share, apply(scores, rules, some).lists, some))
    rank, place, out, out_place = np.concatenate([np.zeros((4, 0), np.int64), *parts], axis=1)
    return Landing(users, rank, place, out, out_place, len(weights), facts.k)


def _landed(scores: Floats, mine: Floats, lists: Lists, facts: Facts) -> Codes:
    """Of customers with these scores (b, items), where the newcomer has `mine` (b,): its rank and
    place, what leaves, and the place of that (4, b)."""
    known = facts.told.customers > 0
    behind = scores >= mine[:, None]
    before = (lists >= 0) & np.take_along_axis(behind, np.maximum(lists, 0), axis=1)
    rank = before.sum(axis=1) + 1
    out = np.where(rank <= facts.k, lists[:, -1], -1)
    row = np.flatnonzero(out >= 0)
    out_place = np.zeros(len(out), np.int64)
    out_place[row] = ranks_of(scores, known, row, out[row])
    return np.stack([rank, (behind & known).sum(axis=1) + 1, out, out_place])


def margin_change(
    landing: Landing, facts: Facts, response: Response, weights: Floats, margin: float
) -> Change:
    """What 1,000 of the lists that it is on are expected to bring more, when its margin a unit is
    `margin`: probability x margin of it, less that of what leaves (nothing where its margin is not
    known). It is held to be taken as often as items as popular as those it is like, by their
    `weights`, at its place; `facts` are those of `land`. The interval is of the customers (95 %).
    NaN where it is on no list.
    """
    told = facts.told
    row = np.flatnonzero(landing.on)
    customers = np.full(len(row), float(weights @ told.customers) / max(float(weights.sum()), 1e-9))
    brings = response.of(landing.place[row], customers, np.zeros(len(row), bool)) * margin
    left = landing.out[row] >= 0
    who, out = row[left], landing.out[row][left]
    had = cells(facts.histories.times(), who, out) > 0
    chance = response.of(landing.out_place[who], told.customers[out], had)
    brings[left] -= chance * np.nan_to_num(told.margin[out])
    brings *= LISTS
    many = len(brings)
    middle = float(brings.mean()) if many else np.nan
    error = float(brings.std(ddof=1)) / np.sqrt(many) if many > 1 else np.nan
    return Change(middle, middle - 1.96 * error, middle + 1.96 * error)


def margin_alike(weights: Floats, price: float, told: Attributes) -> float | None:
    """The margin a unit at this price, by the margins of what it is like as shares of their prices;
    None where these are not known."""
    known = (weights > 0) & (told.price > 0) & ~np.isnan(told.margin)
    if not known.any():
        return None
    return price * float(np.average(told.margin[known] / told.price[known], weights=weights[known]))


def everyone_of(found: Interactions) -> Codes:
    """The customers who have a history."""
    return np.unique(found.user).astype(np.int64)
