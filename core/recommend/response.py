"""How likely a customer takes an item, by where a model puts it: counted, not claimed by a score.

Scores of a model only order the items of one customer, so the place in this order is what counts.
Of a judged question it is known who took what: the share of all items at a rank that were taken,
apart for items that the customer had met before and for others, and for items of similar
popularity. Shares of few items are drawn to those of all popularities (a beta prior), and none is
higher at a worse rank (isotonic regression, Barlow et al. 1972).
"""

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from core.recommend.family import Ranker
from core.recommend.protocol import Asked
from core.recommend.ranks import Ranks, ranks

Numbers = NDArray[np.float64]
PRIOR = 100.0
"""Items as at the same rank in general that are held to have been seen."""
POPULARITIES = 4
_GROWTH = 1.4
_CELLS = 60_000_000
"""Customers x items that are looked at at most: beyond, every n-th customer stands for all."""
_BLOCK = 256
_HELD = 6_000_000
"""Customers x items that are ranked at a time, of about 50 bytes."""


@dataclass(frozen=True)
class Response:
    """`rate` (2, p, r): the share taken of items not met before, and met before, of a popularity
    and at a rank. `first` (r,) are the ranks at which bins begin, `popular` (p - 1,) the numbers of
    customers that part the popularities; `customers` how many it was counted of.

    It is the share of those who took something in the judged time: `returning.Returning` says who
    does.
    """

    rate: Numbers
    first: Ranks
    popular: Numbers
    customers: int

    def of(self, rank: Ranks, customers: Numbers, met: NDArray[np.bool_]) -> Numbers:
        """The probability that items at these ranks, from 1, are taken; `customers` say how many
        have met the item, `met` whether this one had. NaN at a rank of 0."""
        bins = np.searchsorted(self.first, np.maximum(rank, 1), side="right") - 1
        group = np.searchsorted(self.popular, customers, side="right")
        return np.where(rank > 0, self.rate[met.astype(int), group, bins], np.nan)


def response_of(ranker: Ranker, asked: Asked) -> Response:
    """Counts, over the customers asked about, what a model put where and what of it was taken."""
    met = asked.known.matrix()
    customers = np.bincount(met.indices, minlength=met.shape[1]).astype(float)
    known = customers > 0
    parts = np.arange(1, POPULARITIES) / POPULARITIES
    popular = np.quantile(customers[known], parts) if known.any() else np.zeros(len(parts))
    first = _firsts(len(known))
    group = np.searchsorted(popular, customers, side="right")
    shape = (2, POPULARITIES, len(first))
    seen, taken = np.zeros(np.prod(shape)), np.zeros(np.prod(shape))
    size = max(1, min(_BLOCK, _HELD // max(len(known), 1)))
    rows = _some(len(asked.users), len(known), size)
    for at in rows:
        block = asked.histories.block(at, min(at + size, len(asked.users)))
        place = ranks(ranker.scores(block), known)
        bins = np.searchsorted(first, np.maximum(place, 1), side="right") - 1
        had = (block.times().toarray() > 0).astype(int)
        cell = np.ravel_multi_index((had, np.broadcast_to(group, had.shape), bins), shape)
        mine = asked.taken[at : at + len(block)].toarray() > 0
        seen += np.bincount(cell[:, known].ravel(), minlength=len(seen))
        taken += np.bincount(cell[mine & known], minlength=len(seen))
    looked = sum(min(size, len(asked.users) - at) for at in rows)
    return Response(smoothed(taken.reshape(shape), seen.reshape(shape)), first, popular, looked)


def smoothed(taken: Numbers, seen: Numbers) -> Numbers:
    """Shares (2, p, r) of counts, drawn to those of all popularities, never rising along r."""
    found = np.empty(taken.shape)
    for met in range(len(taken)):
        hits, tries = taken[met].sum(axis=0), seen[met].sum(axis=0)
        overall = (hits.sum() + 0.5) / (tries.sum() + 1)
        common = falling((hits + PRIOR * overall) / (tries + PRIOR), tries)
        for group in range(taken.shape[1]):
            mine = (taken[met, group] + PRIOR * common) / (seen[met, group] + PRIOR)
            found[met, group] = falling(mine, seen[met, group])
    return found


def falling(values: Numbers, weights: Numbers) -> Numbers:
    """The nearest values that never rise."""
    from scipy.optimize import isotonic_regression

    fitted = isotonic_regression(values, weights=weights + 1e-6, increasing=False)
    return np.asarray(fitted.x, np.float64)


def _firsts(items: int) -> Ranks:
    """1, 2, 3, 4, 6, 8, ...: bins of ranks grow, as what is taken of them falls."""
    found = [1]
    while found[-1] < items:
        found.append(max(found[-1] + 1, int(found[-1] * _GROWTH)))
    return np.array(found, np.int64)


def _some(users: int, items: int, size: int) -> list[int]:
    """Where the blocks of so many customers begin that are looked at, spread over all."""
    every = max(1, round(users * items / _CELLS))
    return list(range(0, users, size))[::every]
