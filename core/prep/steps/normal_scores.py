"""Quantile-normal scaling: a value becomes the normal quantile of its mid-rank in training.

Normal scores: Conover, Practical Nonparametric Statistics, 1999, ch. 5.10,
with mid-ranks for ties. scikit-learn's QuantileTransformer sends the smallest and
the largest training value to -+5.2 however often they occur; retail columns are
half zeros, and the zeros would stand five spreads from everything else.
"""

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

Floats = NDArray[np.float64]
KNOTS = 1000
ROWS = 100_000


@dataclass(frozen=True)
class NormalScores:
    """For each of k columns the knots (training values, their scores), at most KNOTS of them."""

    knots: tuple[tuple[Floats, Floats], ...]

    def transform(self, cells: Floats) -> Floats:
        """Scores (n, k) of finite cells (n, k): linear between the knots, held beyond the ends."""
        scores = np.empty(cells.shape, order="F")
        for j, (values, known) in enumerate(self.knots):
            scores[:, j] = np.interp(cells[:, j], values, known)
        return scores


def fit_normal_scores(cells: Floats, seed: int) -> NormalScores:
    """Learns from training cells (n, k); from a seeded sample of ROWS where there are more."""
    if len(cells) > ROWS:
        sample = np.random.default_rng(seed).choice(len(cells), ROWS, replace=False)
        cells = cells[sample]
    return NormalScores(tuple(_knots(cells[:, j]) for j in range(cells.shape[1])))


def _knots(column: Floats) -> tuple[Floats, Floats]:
    """Distinct values and the normal quantile of (rows below + half the ties) / rows."""
    from scipy.special import ndtri

    values, counts = np.unique(column, return_counts=True)
    ranks = (np.cumsum(counts) - counts / 2) / len(column)
    if len(values) > KNOTS:
        even = np.linspace(ranks[0], ranks[-1], KNOTS)
        kept = np.unique(np.searchsorted(ranks, even).clip(0, len(values) - 1))
        values, ranks = values[kept], ranks[kept]
    return values, ndtri(ranks)
