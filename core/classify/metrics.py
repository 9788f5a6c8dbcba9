"""Metrics of probabilities, for one sample or for many weighted resamples of it at once."""

from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.typing import NDArray

BINS = 10
"""Bins of equal width for calibration (Naeini et al. 2015; Guo et al. 2017)."""
SMALLEST = 1e-15

Array = NDArray[np.float64]


@dataclass(frozen=True)
class Sample:
    """Rows sorted by probability: `p` (n,) ascending, `y` (n,) 0/1, `count` (n,) rows.

    `first` (g,) are the places where a new probability begins; `prior` is what
    the baseline says of every row; `order` (n,) says where each row stood before.
    """

    p: Array
    y: Array
    count: Array
    first: NDArray[np.int64]
    prior: float
    order: NDArray[np.int64]

    @classmethod
    def of(
        cls, y: NDArray[np.int8], p: Array, prior: float, count: Array | None = None
    ) -> "Sample":
        """The sample of labels and probabilities in any order."""
        p = np.asarray(p, np.float64)
        order = np.argsort(p, kind="stable")
        p = p[order]
        first = np.flatnonzero(np.concatenate([[True], p[1:] != p[:-1]])) if len(p) else order
        rows = np.ones(len(p)) if count is None else np.asarray(count, np.float64)[order]
        return cls(p, (np.asarray(y)[order] > 0).astype(np.float64), rows, first, prior, order)


def measure(sample: Sample, weights: Array) -> dict[str, Array]:
    """Every metric for every row of `weights` (b, n): metric -> (b,).

    roc_auc and pr_auc are NaN where a resample holds one class only.
    `log_loss_gain` is the log-loss of the baseline minus that of the model on
    the same rows: above 0 where the model is better.
    """
    total = weights.sum(axis=1)
    losses = losses_of(sample.y, sample.p)
    prior = losses_of(sample.y, np.full(len(sample.p), sample.prior))
    positive, negative = _groups(sample, weights)
    return {
        "roc_auc": _roc_auc(positive, negative),
        "pr_auc": _average_precision(positive, negative),
        "log_loss": weights @ losses / total,
        "brier": weights @ np.square(sample.p - sample.y) / total,
        "ece": _calibration_error(sample, weights) / total,
        "log_loss_gain": weights @ (prior - losses) / total,
    }


def point(sample: Sample) -> dict[str, float]:
    """Every metric of the sample itself."""
    return {name: float(value[0]) for name, value in measure(sample, sample.count[None, :]).items()}


def losses_of(y: NDArray[Any], p: Array) -> Array:
    """-log of the probability given to what happened, for each row, at least 1e-15."""
    return np.asarray(-np.log(np.clip(np.where(y > 0, p, 1.0 - p), SMALLEST, 1.0)))


def bins_of(p: Array) -> NDArray[np.int64]:
    """The calibration bin of each probability, 0..BINS-1."""
    return np.minimum((p * BINS).astype(np.int64), BINS - 1)


def _groups(sample: Sample, weights: Array) -> tuple[Array, Array]:
    """Weights of positives and negatives in each group of equal probability: (b, g) each."""
    positive = np.add.reduceat(weights * sample.y, sample.first, axis=1)
    return positive, np.add.reduceat(weights, sample.first, axis=1) - positive


def _roc_auc(positive: Array, negative: Array) -> Array:
    """Mann-Whitney statistic over the number of pairs, ties counted half (Hanley & McNeil 1982)."""
    below = np.cumsum(negative, axis=1)
    wins = (positive * (below - negative / 2)).sum(axis=1)
    return _or_nan(wins, positive.sum(axis=1) * below[:, -1])


def _average_precision(positive: Array, negative: Array) -> Array:
    """Sum of precision times the recall gained at each probability, from the highest down."""
    hits = np.cumsum(positive[:, ::-1], axis=1)
    called = hits + np.cumsum(negative[:, ::-1], axis=1)
    precision = np.divide(hits, called, out=np.zeros_like(hits), where=called > 0)
    whole = np.where(negative.sum(axis=1) > 0, hits[:, -1], 0.0)
    return _or_nan((positive[:, ::-1] * precision).sum(axis=1), whole)


def _calibration_error(sample: Sample, weights: Array) -> Array:
    """Sum over bins of |sum of (y - p)|: the expected calibration error times the rows."""
    bins = bins_of(sample.p)
    starts = np.flatnonzero(np.concatenate([[True], bins[1:] != bins[:-1]]))
    missed = np.add.reduceat(weights * (sample.y - sample.p), starts, axis=1)
    return np.asarray(np.abs(missed).sum(axis=1))


def _or_nan(part: Array, whole: Array) -> Array:
    return np.asarray(np.divide(part, whole, out=np.full(len(part), np.nan), where=whole > 0))
