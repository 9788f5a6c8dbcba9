"""How sure a mean over customers is: the bootstrap over customers.

Customers are drawn with replacement, each with all of its measures (Efron 1979), so that a
difference of two models is that of the same customers. Percentile intervals are too narrow where
there are few; theirs are widened as Student's are (Hesterberg 2015, "expanded percentile").
What all customers share, such as the week that is asked about, is not in the interval.
"""

from collections.abc import Iterator

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from core.base.runs import Score, Verdict

SURE = 0.95
RESAMPLES = 1000
FEWEST_DIFFERENT = 6
"""With fewer customers whom two models serve differently no sign test is sure of a difference
(2 / 2^5 > 0.05), while the bootstrap may well be."""
_DRAWN = 4_000_000
"""Customers drawn at a time, of 8 bytes."""

Array = NDArray[np.float64]


def intervals(each: pd.DataFrame, seed: int = 0) -> dict[str, Score]:
    """The mean of every column over the customers that have it (a row each, NaN where not), with
    its interval of `SURE`; without one of a single customer, NaN of none."""
    values = each.to_numpy(float)
    some = ~np.isnan(values).all(axis=1)
    means = _resampled(values[some], seed)
    names = [str(name) for name in each.columns]
    return {name: _score(values[:, at], means[:, at]) for at, name in enumerate(names)}


def differences(each: pd.DataFrame, base: pd.DataFrame, seed: int = 0) -> dict[str, Score]:
    """The mean of what every column of `each` is above that of `base`, customer by customer (the
    same rows in both), as `intervals`; 0 is inside where fewer than `FEWEST_DIFFERENT` differ."""
    gained = each - base[each.columns]
    found = intervals(gained, seed)
    differ = (gained.fillna(0.0) != 0).sum()
    return {
        name: _unsure(score) if differ[name] < FEWEST_DIFFERENT else score
        for name, score in found.items()
    }


def verdict(difference: Score) -> Verdict:
    """What a difference to the baseline says: better or worse only if all of its interval is."""
    if difference.low is None or difference.high is None:
        return "no_better"
    if difference.low > 0:
        return "better"
    return "worse" if difference.high < 0 else "no_better"


def _resampled(values: Array, seed: int) -> Array:
    """The means of the columns in every resample of the rows (RESAMPLES, columns)."""
    known = ~np.isnan(values)
    filled = np.where(known, values, 0.0)
    whole = bool(known.all())
    found = []
    for drawn in _draws(len(values), seed):
        count = drawn.sum(axis=1, keepdims=True) if whole else drawn @ known
        found.append(drawn @ filled / np.where(count > 0, count, np.nan))
    return np.concatenate(found) if found else np.full((RESAMPLES, values.shape[1]), np.nan)


def _draws(rows: int, seed: int) -> Iterator[Array]:
    """How often each row was drawn in some resamples (b, rows), until there are `RESAMPLES`."""
    if not rows:
        return
    rng = np.random.default_rng(seed)
    at_a_time = max(1, _DRAWN // rows)
    for first in range(0, RESAMPLES, at_a_time):
        size = min(at_a_time, RESAMPLES - first)
        drawn = rng.integers(rows, size=(size, rows))
        drawn += np.arange(size)[:, None] * rows
        counts = np.bincount(drawn.ravel(), minlength=size * rows)
        yield counts.reshape(size, rows).astype(float)


def _score(values: Array, means: Array) -> Score:
    """The mean of what is known of `values`, between the quantiles of its resampled `means`."""
    known = values[~np.isnan(values)]
    if not len(known):
        return Score(value=float("nan"))
    value = float(known.mean())
    if len(known) == 1:
        return Score(value=value)
    tail = _tail(len(known))
    low, high = np.nanquantile(means, (tail, 1 - tail))
    return Score(value=value, low=min(float(low), value), high=max(float(high), value))


def _tail(count: int) -> float:
    """What is left out at each end of the resamples of so many: 2.5 % of many, less of few."""
    from scipy.special import ndtr, stdtrit

    reach = stdtrit(count - 1, (1 + SURE) / 2) * np.sqrt(count / (count - 1))
    return float(ndtr(-reach))


def _unsure(score: Score) -> Score:
    """The same with 0 in its interval, where it has one."""
    if score.low is None or score.high is None:
        return score
    return Score(value=score.value, low=min(score.low, 0.0), high=max(score.high, 0.0))
