"""Bootstrap 95 % intervals of metrics of probabilities."""

from collections.abc import Iterator

import numpy as np
from numpy.typing import NDArray

from core.base.runs import Score
from core.classify.metrics import Array, Sample, measure, point

RESAMPLES = 1000
LARGE_RESAMPLES = 400
LARGE = 20_000
"""Rows above which cells of probability stand for rows."""
CELLS = 5000
CHUNK_VALUES = 2_000_000
FEW = 30
"""Rows of the rarer class below which the interval of the AUC is widened."""


def scores(y: NDArray[np.int8], p: Array, prior: float, seed: int = 0) -> dict[str, Score]:
    """Every metric of `metrics.measure` with its interval; `y` (n,) 0/1, `p` (n,).

    Percentiles 2.5 and 97.5 over resamples of the rows (Efron & Tibshirani
    1993). With more than 20,000 rows the resamples are Poisson counts of cells
    of probability 1/5000 wide (Chamandy et al. 2012, "Estimating uncertainty
    for massive data streams"), shifted so that they belong to the exact value.
    """
    exact = point(Sample.of(y, p, prior))
    sample = _cells(y, p, prior) if len(p) > LARGE else Sample.of(y, p, prior)
    centre = point(sample)
    rng = np.random.default_rng(seed)
    drawn = [measure(sample, weights) for weights in _weights(sample, rng)]
    found = {}
    for name, value in exact.items():
        values = np.concatenate([part[name] for part in drawn]) + (value - centre[name])
        found[name] = _score(value, values)
    found["roc_auc"] = _widened(found["roc_auc"], np.asarray(y))
    return found


def _score(value: float, values: Array) -> Score:
    values = values[np.isfinite(values)]
    if not np.isfinite(value) or not len(values):
        return Score(value=value)
    low, high = np.percentile(values, [2.5, 97.5])
    return Score(value=value, low=float(low), high=float(high))


def _weights(sample: Sample, rng: np.random.Generator) -> Iterator[Array]:
    """Resamples in chunks (b, n) that keep memory small."""
    rows, large = len(sample.p), bool((sample.count != 1).any())
    left = LARGE_RESAMPLES if large else RESAMPLES
    while left:
        chunk = min(left, max(1, CHUNK_VALUES // max(rows, 1)))
        left -= chunk
        if large:
            yield rng.poisson(sample.count, (chunk, rows)).astype(np.float64)
            continue
        drawn = rng.integers(0, rows, (chunk, rows)) + np.arange(chunk)[:, None] * rows
        counted = np.bincount(drawn.ravel(), minlength=chunk * rows)
        yield counted.reshape(chunk, rows).astype(np.float64)


def _cells(y: NDArray[np.int8], p: Array, prior: float) -> Sample:
    """Rows joined where label and rounded probability agree."""
    cell = np.minimum((p * CELLS).astype(np.int64), CELLS - 1) * 2 + (np.asarray(y) > 0)
    count = np.bincount(cell, minlength=2 * CELLS).astype(np.float64)
    used = np.flatnonzero(count)
    label = (used % 2).astype(np.int8)
    middle = (used // 2 + 0.5) / CELLS
    return Sample.of(label, middle, prior, count[used])


def _widened(score: Score, y: NDArray[np.int8]) -> Score:
    """With few rows of a class the bootstrap is too sure: joined with Newcombe's limits."""
    positives = int((y > 0).sum())
    fewest = min(positives, len(y) - positives)
    if fewest >= FEW or fewest == 0 or score.low is None or score.high is None:
        return score
    low, high = newcombe(score.value, positives, len(y) - positives)
    return Score(value=score.value, low=min(low, score.low), high=max(high, score.high))


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
