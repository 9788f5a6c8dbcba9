"""Bootstrap 95 % intervals of metrics of probabilities."""

import numpy as np
from numpy.typing import NDArray

from core.base.runs import Score
from core.classify import clusters, resamples
from core.classify.metrics import Array, Sample, measure, point

LARGE = 20_000
"""Rows above which cells of probability stand for rows."""
CELLS = 5000
FEW = 30
"""Rows of the rarer class (or groups that hold one) below which the AUC's interval is widened."""

Groups = NDArray[np.int64]


def scores(
    y: NDArray[np.int8], p: Array, prior: float, seed: int = 0, groups: Groups | None = None
) -> dict[str, Score]:
    """Every metric of `metrics.measure` with its interval; `y` (n,) 0/1, `p` (n,).

    Percentiles 2.5 and 97.5 over resamples of the rows (Efron & Tibshirani
    1993), or of whole groups of rows where `groups` (n,) numbers from 0 say
    which belong together: rows of one group are alike, and so are worth fewer.
    With more than 20,000 rows the resamples are of cells of probability 1/5000
    wide, shifted so that they belong to the exact value. Of a single group no
    interval can be told, but for the AUC.
    """
    whole = Sample.of(y, p, prior)
    exact = point(whole)
    if groups is not None:
        groups = np.unique(groups, return_inverse=True)[1]
    if groups is not None and groups.max() + 1 < clusters.FEWEST:
        found = {name: Score(value=value) for name, value in exact.items()}
    else:
        drawn, centre = _resampled(whole, groups, seed)
        found = {name: _score(v, drawn[name] + (v - centre[name])) for name, v in exact.items()}
    found["roc_auc"] = _widened(found["roc_auc"], *_worth(y, groups))
    return found


def _resampled(
    whole: Sample, groups: Groups | None, seed: int
) -> tuple[dict[str, Array], dict[str, float]]:
    """Every metric of every resample, and that of the sample they were drawn from."""
    rng = np.random.default_rng(seed)
    sample = whole
    if len(whole.p) > LARGE:
        sample, cell = _cells(whole)
        weights = (
            resamples.of_cells(sample.count, rng)
            if groups is None
            else resamples.of_groups_in_cells(groups[whole.order], cell, rng)
        )
    elif groups is None:
        weights = resamples.of_rows(len(sample.p), rng)
    else:
        weights = resamples.of_groups(groups[whole.order], rng)
    parts = [measure(sample, chunk) for chunk in weights]
    return {name: np.concatenate([part[name] for part in parts]) for name in parts[0]}, point(
        sample
    )


def _score(value: float, values: Array) -> Score:
    values = values[np.isfinite(values)]
    if not np.isfinite(value) or not len(values):
        return Score(value=value)
    low, high = np.percentile(values, [2.5, 97.5])
    return Score(value=value, low=float(low), high=float(high))


def _cells(sample: Sample) -> tuple[Sample, NDArray[np.int64]]:
    """Rows joined where label and rounded probability agree, and each row's place among them."""
    cell = np.minimum((sample.p * CELLS).astype(np.int64), CELLS - 1) * 2 + (sample.y > 0)
    used, place, count = np.unique(cell, return_inverse=True, return_counts=True)
    label = (used % 2).astype(np.int8)
    middle = (used // 2 + 0.5) / CELLS  # ascends with `used`: the sample keeps this order
    return Sample.of(label, middle, sample.prior, count.astype(np.float64)), place


def _worth(y: NDArray[np.int8], groups: Groups | None) -> tuple[int, int]:
    """Rows of each class (positive, negative), or the groups that hold one."""
    flags = np.asarray(y) > 0
    if groups is None:
        return int(flags.sum()), int((~flags).sum())
    return len(np.unique(groups[flags])), len(np.unique(groups[~flags]))


def _widened(score: Score, positives: int, negatives: int) -> Score:
    """With few of a class the bootstrap is too sure: joined with Newcombe's limits."""
    fewest = min(positives, negatives)
    if fewest >= FEW or fewest == 0:
        return score
    low, high = newcombe(score.value, positives, negatives)
    if score.low is not None and score.high is not None:
        low, high = min(low, score.low), max(high, score.high)
    return Score(value=score.value, low=low, high=high)


def newcombe(auc: float, positives: int, negatives: int) -> tuple[float, float]:
    """95 % limits of an AUC by Newcombe's method 5, sound for few rows and for an AUC of 1.

    Newcombe 2006, Statistics in Medicine 25:559-573: the t with |auc - t| =
    1.96 sqrt(V(t)), V(t) = t(1-t)(1 + (k-1)((1-t)/(2-t) + t/(1+t))) / (m n),
    k = (m+n)/2.
    """
    half = (positives + negatives) / 2 - 1

    def beyond(t: float) -> float:
        shape = 1 + half * ((1 - t) / (2 - t) + t / (1 + t))
        return (auc - t) ** 2 - 1.959964**2 * t * (1 - t) * shape / (positives * negatives)

    return _root(beyond, auc, 0.0), _root(beyond, auc, 1.0)


def _root(function, inside: float, outside: float) -> float:  # type: ignore[no-untyped-def]
    """Where `function` turns from negative (inside) to positive (outside), by halving."""
    if function(outside) <= 0:
        return outside
    for _ in range(60):
        middle = (inside + outside) / 2
        if function(middle) > 0:
            outside = middle
        else:
            inside = middle
    return (inside + outside) / 2
