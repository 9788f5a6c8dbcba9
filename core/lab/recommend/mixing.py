"""The weights of a blend, found on the earlier question step by step."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace

import numpy as np
from numpy.typing import NDArray

from core.lab.recommend.blend import lately, mixed, shares
from core.recommend import metrics
from core.recommend.evaluate import allowed
from core.recommend.family import BLOCK, Ranker, Size
from core.recommend.filled import filled
from core.recommend.histories import Histories
from core.recommend.interactions import Floats
from core.recommend.protocol import Asked
from core.recommend.task import View

POWERS = (0.25, 0.5, 1.0, 1.25)
SHARES = (0.25, 0.5, 1.0)
FLOORS = (0.0003, 0.03)
MOST_CUSTOMERS = 600
MOST_CELLS = 60_000_000
"""Customers looked at, and numbers of all members' scores held at a time: of more, fewer customers
are looked at."""
_MORE = len(POWERS) * len(FLOORS)
_SECONDS = 3.5e-8
"""Seconds for each score of a mix, measured on two cores."""
SURE = 1.0
"""Standard errors by which a step must help."""


@dataclass(frozen=True)
class Mix:
    """The weights of the members (m,), 0 for those left out, the power of recency, the floor."""

    weights: tuple[float, ...]
    recency: float = 0.0
    floor: float = 0.001

    @property
    def alone(self) -> bool:
        """Whether it is one family as it is."""
        return sum(weight > 0 for weight in self.weights) == 1 and self.recency == 0


def seconds_of(members: int, size: Size, asked: int, trials: int = 2) -> float:
    """About how long `best_mix` takes: all members with and without recency, then one step more,
    for the customers that are looked at."""
    mixes = members * (1 + _MORE) + _MORE + members * len(SHARES)
    most = min(MOST_CUSTOMERS, max(50, MOST_CELLS // (max(size.items, 1) * (members + 1))))
    return mixes * trials * min(most, asked) * size.items * _SECONDS


class Trial:
    """The members' scores for the customers of a question, and how well a mix of them ranks; what
    they say nothing of is filled as in the end."""

    def __init__(
        self, rankers: Sequence[Ranker], asked: Asked, popular: Floats, view: View
    ) -> None:
        self._popular = popular
        items = len(asked.known.items)
        most = min(MOST_CUSTOMERS, max(50, MOST_CELLS // (items * (len(rankers) + 1))))
        every = max(1, -(-len(asked.users) // most))
        rows = np.arange(0, len(asked.users), every)
        had = asked.had[rows].toarray() > 0
        met = np.bincount(asked.known.item, minlength=items) > 0
        taken = asked.taken[rows]
        wanted = allowed(view, had, np.ones(items, bool))
        self._taken = taken.multiply(wanted).tocsr()
        self._taken.eliminate_zeros()
        self._may = wanted & met
        told = asked.histories.where(rows)
        self._said = [_shares_of(ranker, told) for ranker in rankers]

    def ndcg(self, mix: Mix, k: int) -> NDArray[np.float64]:
        """NDCG of every customer (q,)."""
        used = [(s, w) for s, w in zip(self._said, mix.weights, strict=True) if w > 0]
        scores = mixed(
            [said for said, _ in used],
            [weight for _, weight in used],
            lately(self._popular, mix.recency),
            mix.floor,
        )
        lists = metrics.top(filled(scores, self._popular), k, self._may)
        return metrics.accuracy(lists, self._taken, k)["ndcg"]


def best_mix(trials: Sequence[Trial], members: int, k: int) -> Mix:
    """The mix that ranks best over all trials: from the best family, with or without what sold
    lately, each step the one that helps most, as long as it surely does."""
    alone = [Mix(tuple(float(n == m) for n in range(members))) for m in range(members)]
    single = _best(trials, alone, k)
    lately_too = _best(trials, [step for one in alone for step in _recencies(one)], k)
    mix, each = lately_too if _helps(single[1], lately_too[1]) else single
    while True:
        better = _best(trials, [*_recencies(mix), *_weights(mix)], k)
        if not _helps(each, better[1]):
            return mix
        mix, each = better


Ndcg = list[NDArray[np.float64]]
"""Of every trial that of every customer (q,)."""


def _best(trials: Sequence[Trial], mixes: Sequence[Mix], k: int) -> tuple[Mix, Ndcg]:
    tried = [(mix, [trial.ndcg(mix, k) for trial in trials]) for mix in mixes]
    return max(tried, key=lambda one: float(np.mean([np.nanmean(each) for each in one[1]])))


def _recencies(mix: Mix) -> Iterator[Mix]:
    for power in POWERS:
        for floor in FLOORS:
            if (power, floor) != (mix.recency, mix.floor):
                yield replace(mix, recency=power, floor=floor)


def _weights(mix: Mix) -> Iterator[Mix]:
    total = sum(mix.weights)
    for place, weight in enumerate(mix.weights):
        for share in (0.0, *SHARES):
            weights = tuple(
                share * total if n == place else one for n, one in enumerate(mix.weights)
            )
            if weights[place] != weight and any(weights):
                yield replace(mix, weights=weights)


def _helps(before: Ndcg, after: Ndcg) -> bool:
    """Whether it surely does, and in every trial."""
    gains = [now - then for then, now in zip(before, after, strict=True)]
    return all(_gains(gain[~np.isnan(gain)]) for gain in gains)


def _gains(gain: NDArray[np.float64]) -> bool:
    if len(gain) < 2:
        return False
    return bool(gain.mean() > SURE * gain.std(ddof=1) / np.sqrt(len(gain)))


def _shares_of(ranker: Ranker, told: Histories) -> Floats:
    return np.concatenate([shares(ranker.scores(part)) for part in told.blocks(BLOCK)])
