"""A distribution that is known by its quantiles at `LEVELS`: any level, any probability.

Between two levels the quantile is a straight line over the standard normal score: exact for a
normal demand, close for the skewed ones of shops. Beyond the outermost levels nothing is
calibrated: a service level out there is refused. Expected values, which need the last half per cent
of each tail too, go on along the outermost line.
"""

import numpy as np
from numpy.typing import NDArray
from scipy.special import ndtr, ndtri

from core.base.errors import AppError
from core.base.forecast import LEVELS

Floats = NDArray[np.float64]

SCORES: Floats = ndtri(np.asarray(LEVELS))
"""The normal scores of `LEVELS` (q,)."""


def quantile(quantiles: Floats, level: float | Floats) -> Floats:
    """The quantile (...) at `level`, a number or (...), of distributions `quantiles` (..., q).

    Raises AppError `level_not_calibrated` outside of `LEVELS`.
    """
    level = np.asarray(level, dtype=np.float64)
    outside = ~((level >= LEVELS[0]) & (level <= LEVELS[-1]))
    if outside.any():
        raise AppError(
            "level_not_calibrated",
            level=f"{100 * float(level[outside].ravel()[0]):g}",
            lowest=f"{100 * LEVELS[0]:g}",
            highest=f"{100 * LEVELS[-1]:g}",
        )
    score = ndtri(np.broadcast_to(level, quantiles.shape[:-1]))
    upper = np.clip(np.searchsorted(SCORES, score), 1, len(SCORES) - 1)
    part = (score - SCORES[upper - 1]) / (SCORES[upper] - SCORES[upper - 1])
    low = np.take_along_axis(quantiles, upper[..., None] - 1, -1)[..., 0]
    high = np.take_along_axis(quantiles, upper[..., None], -1)[..., 0]
    return np.asarray(low + (high - low) * part)


def probability(quantiles: Floats, values: Floats) -> Floats:
    """The probability (...) of at most `values` (...) under `quantiles` (..., q): 0 below the
    lowest, 1 above the highest."""
    place = (quantiles <= values[..., None]).sum(axis=-1)
    lower, upper = np.clip(place - 1, 0, None), np.clip(place, 0, len(LEVELS) - 1)
    low = np.take_along_axis(quantiles, lower[..., None], -1)[..., 0]
    gap = np.take_along_axis(quantiles, upper[..., None], -1)[..., 0] - low
    part = np.where(gap > 0, (values - low) / np.where(gap > 0, gap, 1), 0)
    score = SCORES[lower] + (SCORES[upper] - SCORES[lower]) * np.clip(part, 0, 1)
    above = (place == len(LEVELS)) & (values > quantiles[..., -1])
    return np.where(place == 0, 0.0, np.where(above, 1.0, ndtr(score)))


def atoms(quantiles: Floats, count: int) -> tuple[Floats, Floats]:
    """Distributions (..., q) as `count` values each (..., count), rising, and the weights (count,)
    of these, finer towards both ends; never below zero."""
    edges = np.linspace(0, 1, count + 1)
    middles = (edges[:-1] + edges[1:]) / 2
    weights = np.diff(_stretched(edges))
    return np.maximum(quantiles @ _between(_stretched(middles)), 0), weights


def _stretched(part: Floats) -> Floats:
    return part**2 * (3 - 2 * part)


def _between(levels: Floats) -> Floats:
    """What each of `LEVELS` gives to the quantile at `levels` (m,): a matrix (q, m)."""
    score = ndtri(levels)
    upper = np.clip(np.searchsorted(SCORES, score), 1, len(SCORES) - 1)
    part = (score - SCORES[upper - 1]) / (SCORES[upper] - SCORES[upper - 1])
    found = np.zeros((len(SCORES), len(levels)))
    places = np.arange(len(levels))
    found[upper - 1, places] = 1 - part
    found[upper, places] = part
    return found
