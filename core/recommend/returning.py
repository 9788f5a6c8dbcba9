"""How likely a customer comes back at all within the time that was judged, by how long ago the last
visit was and how many there were."""

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from core.recommend.interactions import Interactions
from core.recommend.protocol import Asked

Numbers = NDArray[np.float64]
PRIOR = 20.0
"""Customers as all are that are held to have been seen."""
PARTS = 5


@dataclass(frozen=True)
class Returning:
    """`share` (v, r) of the customers with so many visits and such a recency who came back within
    the judged `days`; `visits` (v - 1,) and `recency` (r - 1,) part them."""

    share: Numbers
    visits: Numbers
    recency: Numbers
    days: float

    def of(self, found: Interactions, now: float) -> Numbers:
        """The probability for every customer of `found` (users,), at the time `now`; NaN for who
        was never there."""
        visits, last = _seen(found)
        mine = self.share[_place(self.visits, visits), _place(self.recency, now - last)]
        return np.where(visits > 0, mine, np.nan)


def returning_of(asked: Asked, days: float) -> Returning | None:
    """Of all who were known before the time asked about, which lasted `days`, how many came. None
    where the question is not of one time: without times, or with each customer's last item left
    out."""
    now = np.unique(asked.histories.now)
    if not asked.known.timed or len(now) != 1 or not len(asked.known) or now[0] < asked.known.end:
        return None
    visits, last = _seen(asked.known)
    there = visits > 0
    came = np.zeros(len(visits), bool)
    came[asked.users] = True
    ago = now[0] - last
    edges = np.unique(np.quantile(ago[there], np.arange(1, PARTS) / PARTS))
    steps = np.array([2.0, 4.0, 8.0])
    shape = (len(steps) + 1, len(edges) + 1)
    cell = _place(steps, visits)[there] * shape[1] + _place(edges, ago[there])
    size = np.bincount(cell, minlength=shape[0] * shape[1])
    back = np.bincount(cell, came[there], minlength=len(size))
    usual = came[there].mean()
    share = (back + PRIOR * usual) / (size + PRIOR)
    return Returning(share.reshape(shape), steps, edges, days)


def _seen(found: Interactions) -> tuple[NDArray[np.int64], Numbers]:
    """How many baskets each customer has (users,), and the time of the last; -inf without."""
    many = len(found.users)
    pair = np.unique(np.column_stack([found.user, found.basket]), axis=0)
    last = np.full(many, -np.inf)
    np.maximum.at(last, found.user, found.day)
    return np.bincount(pair[:, 0], minlength=many), last


def _place(edges: Numbers, values: NDArray[np.floating | np.integer]) -> NDArray[np.int64]:
    return np.asarray(np.searchsorted(edges, values, side="right"), np.int64)
