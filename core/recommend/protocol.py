"""How recommenders are asked about what they have not seen.

By time nothing that happened after a day is known: what sold lately, and what came in, are as they
are on a Monday morning in the shop. Leaving out each customer's last item is kept for comparison
with the literature: a model then knows what others bought later.
"""

from dataclasses import dataclass, replace

import numpy as np
from numpy.typing import NDArray
from scipy import sparse

from core.recommend.histories import Histories, histories_of
from core.recommend.interactions import Floats, Interactions, kept_of, matrix_of
from core.recommend.task import Question

FEWEST = 1000
"""Rows that must be known for a further question to be asked."""


@dataclass(frozen=True)
class Asked:
    """A question to every model: what is `known`, the places of the `users` (q,) asked about, with
    their `histories`, and what each of them `taken` afterwards (q, items), 1 where it was."""

    known: Interactions
    users: NDArray[np.int64]
    histories: Histories
    taken: sparse.csr_matrix

    @property
    def had(self) -> sparse.csr_matrix:
        """What each has met before (q, items)."""
        return self.histories.matrix()


EARLIER = 2
"""Earlier questions by which is chosen: what holds in one week alone is no reason."""


def questions(found: Interactions, question: Question) -> tuple[tuple[Asked, ...], Asked]:
    """The questions that choices are made by, each about a time before the next, and the one the
    answer is judged by. By time there are `EARLIER` where the data are long enough, else one."""
    if question.protocol == "leave_one_out":
        return (_last(found, 2),), _last(found, 1)
    share = question.test_share
    cuts = [cut_of(found, share)]
    for back in range(1, EARLIER + 1):
        before = found.before(cuts[-1])
        cuts.append(cut_of(before, earlier_share(share, back)))
    until = (found, *(found.before(cut) for cut in cuts))
    later, *earlier = (
        _as_of(by_time(there, cut, question.target), found.end, question.half_life)
        for there, cut in zip(until, cuts, strict=False)
    )
    asked = [one for one in earlier[1:] if len(one.users) and len(one.known) >= FEWEST]
    return (earlier[0], *asked), later


def _as_of(asked: Asked, end: float, half_life: float) -> Asked:
    """With weights that half-lives take from until the last of what is known, as on that day, and
    not until the `end` of the data."""
    if not half_life or not len(asked.known):
        return asked

    def on_that_day(one: Interactions | Histories) -> Floats:
        now = kept_of(one.day, asked.known.end, half_life)
        return one.weight * (now / kept_of(one.day, end, half_life))

    known = replace(asked.known, weight=on_that_day(asked.known))
    histories = replace(asked.histories, weight=on_that_day(asked.histories))
    return replace(asked, known=known, histories=histories)


def earlier_share(share: float, back: int = 1) -> float:
    """The share of what is known before the last `back` questions that is as many rows as theirs,
    half of it at most."""
    rest = 1 - back * share
    return min(share / rest, 0.5) if rest > 0 else 0.5


def cut_of(found: Interactions, share: float) -> float:
    """The time that the last `share` of the rows begin with; not a number where none is known."""
    if not len(found):
        return float("nan")
    return float(found.day[min(int(len(found) * (1 - share)), len(found) - 1)])


def by_time(found: Interactions, cut: float, target: str) -> Asked:
    """About all who took something at or after `cut`: their next basket, or all of it. The rest of
    a basket that was begun before is not a next one. Items that nobody had met before are not asked
    for."""
    known = found.before(cut)
    later = found.where(found.day >= cut)
    if target == "basket":
        later = _first_baskets(later.where(~np.isin(later.basket, known.basket)))
    met = np.bincount(known.item, minlength=len(found.items)) > 0
    later = later.where(met[later.item])
    users = np.unique(later.user).astype(np.int64)
    return Asked(known, users, histories_of(known, users, cut), _taken(later, users))


def _first_baskets(later: Interactions) -> Interactions:
    """The rows of the first basket of every customer."""
    first = np.full(len(later.users), -1)
    first[later.user[::-1]] = later.basket[::-1]
    return later.where(first[later.user] == later.basket)


def _last(found: Interactions, back: int) -> Asked:
    """About the item of the `back`-th row from the end of every customer of at least three rows;
    those behind it are unknown, like all rows of these customers from there on."""
    order = np.argsort(found.user, kind="stable")
    counts = np.bincount(found.user, minlength=len(found.users))
    start = np.cumsum(counts) - counts
    rank = np.empty(len(found), np.int64)
    rank[order] = np.arange(len(found)) - np.repeat(start, counts)
    from_end = counts[found.user] - rank
    several = counts[found.user] >= 3
    known = found.where(~several | (from_end > back))
    asked = found.where(several & (from_end == back))
    users = np.unique(asked.user).astype(np.int64)
    told = histories_of(known, users, 0.0)
    if found.timed:
        now = np.zeros(len(found.users))
        now[asked.user] = asked.day
        told = replace(told, now=now[users])
    return Asked(known, users, told, _taken(asked, users))


def _taken(later: Interactions, users: NDArray[np.int64]) -> sparse.csr_matrix:
    """1 where a customer took an item (q, items)."""
    place = np.full(len(later.users), -1)
    place[users] = np.arange(len(users))
    ones = np.ones(len(later), np.float32)
    found = matrix_of(place[later.user], later.item, ones, (len(users), len(later.items)))
    found.data[:] = 1.0
    return found
