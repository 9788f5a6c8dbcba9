"""Weights of a blend of means, learned from forecasts whose outcome is known."""

from collections.abc import Sequence

import numpy as np

from core.demand.distribution import Told
from core.demand.metrics import step_scale
from core.demand.panel import Floats

Together = Sequence[Sequence[Told]]
"""Forecasts of several members, each at the same origins in the same order."""
_GROUPS = 3
_MOST_DRIFT = 0.5
"""The log of the largest correction."""


def choose_weights(together: Together) -> Floats:
    """The weights (m,), at least zero and together one, under which the mean of all series' RMSSE
    is lowest. It is convex in them (a sum of norms), so there is one lowest."""
    from scipy.optimize import minimize

    grams = _grams(together)
    count = len(together)
    if not len(grams) or count == 1:
        return np.full(count, 1 / count)

    def loss(weights: Floats) -> tuple[float, Floats]:
        turned = grams @ weights
        errors = np.sqrt(np.maximum(turned @ weights, 1e-12))
        return float(errors.mean()), (turned / errors[:, None]).mean(axis=0)

    sums = {"type": "eq", "fun": lambda w: w.sum() - 1, "jac": np.ones_like}
    found = minimize(
        loss, np.full(count, 1 / count), jac=True, method="SLSQP",
        bounds=[(0, 1)] * count, constraints=sums, options={"ftol": 1e-9},
    )  # fmt: skip
    weights = np.maximum(found.x, 0)
    weights[weights < 0.005] = 0
    return np.asarray(weights / weights.sum())


def blended(together: Together, weights: Floats) -> list[Told]:
    """The forecasts of all members as one."""
    return [
        Told(ones[0].panel, weighted([one.mean for one in ones], weights), ones[0].sold)
        for ones in zip(*together, strict=True)
    ]


def cross_blended(together: Together) -> list[Told]:
    """The same, each stretch of time with weights learned from the others: what a blend is worth
    shows on forecasts that its weights have not seen."""
    count = len(together[0])
    groups = np.array_split(np.arange(count), min(_GROUPS, count))
    found = []
    for own in groups:
        others = [[member[at] for at in range(count) if at not in own] for member in together]
        learned = others if others[0] else together
        mine = [[member[at] for at in own] for member in together]
        found += blended(mine, choose_weights(learned))
    return found


def drift(told: Sequence[Told]) -> float:
    """By what the forecasts of all series together must be multiplied to have met what was sold, as
    far as it was alike in every horizon before: a shop that grows was forecast too low in each of
    them, one that is unsteady now too low, now too high, and is left alone.

    The mean of the logs of the ratios, shrunk by the share of it that is not its own error
    (empirical Bayes, Efron and Morris 1973).
    """
    horizon, begun = told[0].mean.shape[1], end(told[0])
    sold, said = np.zeros((2, (end(told[-1]) - begun) // horizon + 1))
    for one in told:
        known, block = ~np.isnan(one.sold), (end(one) - begun) // horizon
        sold[block] += one.sold[known].sum()
        said[block] += one.mean[known].sum()
    there = (sold > 0) & (said > 0)
    logs = np.log(sold[there] / said[there])
    if len(logs) < 2:
        return 1.0
    squared, error = logs.mean() ** 2, logs.var(ddof=1) / len(logs)
    shrunk = logs.mean() * squared / max(squared + error, 1e-12)
    return float(np.exp(np.clip(shrunk, -_MOST_DRIFT, _MOST_DRIFT)))


def end(told: Told) -> int:
    """The periods that were known when the forecast was made."""
    return told.panel.y.shape[1]


def weighted(means: Sequence[Floats], weights: Sequence[float] | Floats) -> Floats:
    """The weighted sum of means (s, h)."""
    return np.asarray(sum(w * mean for w, mean in zip(weights, means, strict=True)))


def _grams(together: Together) -> Floats:
    """For each series at each origin the products of all members' scaled errors (n, m, m): its
    squared RMSSE under weights w is w' G w."""
    found = []
    for ones in zip(*together, strict=True):
        sold = ones[0].sold
        known = ~np.isnan(sold)
        errors = np.stack([np.where(known, one.mean - sold, 0) for one in ones])
        scale = step_scale(ones[0].panel.y) * known.sum(axis=1)
        products = np.einsum("ash,bsh->sab", errors, errors)
        there = scale > 0
        found.append(products[there] / scale[there, None, None])
    return np.concatenate(found)
