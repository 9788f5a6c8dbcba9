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

from core.recommend.context import Codes
from core.recommend.family import BLOCK, Ranker
from core.recommend.interactions import Floats, Interactions
from core.recommend.listing import Facts, apply
from core.recommend.metrics import Lists
from core.recommend.rules import Rules
from core.recommend.terms import vectors

NEIGHBOURS = 10
_TEXT_SHARE = 0.5
_MOST_TERMS = 20_000


@dataclass(frozen=True)
class Landing:
    """Where a newcomer lands in the lists of the customers: its `rank` (u,) for each of `users`,
    from 1, and how many lists each other item leaves for it (`displaced` (items,)); `reached` are
    those with a rank of at most k."""

    users: Codes
    rank: Codes
    displaced: Codes
    k: int

    @property
    def reached(self) -> int:
        """How many lists it is on."""
        return int((self.rank <= self.k).sum())


def likenesses(
    items: pd.DataFrame, newcomer: dict[str, object], met: NDArray[np.floating]
) -> Floats:
    """How alike each of the items (n,) is to the newcomer, from 0 to 1: the cosine of what they are
    like (`terms.vectors`), of the `NEIGHBOURS` most alike that somebody `met` (n,); others 0."""
    told = [name for name, value in newcomer.items() if value is not None and name in items]
    if not told:
        return np.zeros(len(items), np.float32)
    every = pd.concat([items[told], pd.DataFrame([newcomer])[told]], ignore_index=True)
    found = vectors(every, _TEXT_SHARE, _MOST_TERMS)
    cosine = (found[:-1] @ found[-1].T).toarray().ravel()
    cosine = np.where(met > 0, cosine, 0)
    kept = np.argsort(-cosine, kind="stable")[:NEIGHBOURS]
    weights = np.zeros(len(items), np.float32)
    weights[kept] = cosine[kept]
    return weights


def land(ranker: Ranker, facts: Facts, rules: Rules, weights: Floats, users: Codes) -> Landing:
    """Where it stands among the items that rules leave to the customers of `facts`, who are
    `users`. It is behind items of the same score, and of lists that it is on the last item
    leaves."""
    rank = np.empty(len(users), np.int64)
    displaced = np.zeros(len(weights), np.int64)
    share = weights / max(float(weights.sum()), 1e-9)
    for first in range(0, len(users), BLOCK):
        some = facts.block(first, min(first + BLOCK, len(users)))
        scores = np.asarray(ranker.scores(some.histories), np.float32)
        lists: Lists = apply(scores, rules, some).lists
        shown = np.take_along_axis(scores, np.maximum(lists, 0), axis=1)
        before = (lists >= 0) & (shown >= (scores @ share)[:, None])
        mine = before.sum(axis=1) + 1
        rank[first : first + len(mine)] = mine
        last = lists[mine <= facts.k, -1]
        np.add.at(displaced, last[last >= 0], 1)
    return Landing(users, rank, displaced, facts.k)


def everyone_of(found: Interactions) -> Codes:
    """The customers who have a history."""
    return np.unique(found.user).astype(np.int64)
