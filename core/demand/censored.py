"""What would have been sold on days when the shelf was empty.

On such a day demand was what was sold or more. Its expectation given that is taken of a negative
binomial whose mean is what is expected of the day and whose variance is `scatter` times that: the
E-step of Dempster, Laird and Rubin (1977) for censored counts.
"""

import numpy as np
from numpy.typing import NDArray

from core.demand.panel import Floats

_PLAIN = 1.001
"""Scatter below which the counts are taken for Poisson's."""
_RARE = 1e-12


def expected_demand(sold: Floats, mean: Floats, scatter: Floats) -> Floats:
    """The expectation of demand (n,) given that it was at least `sold` (n,), with this `mean` (n,)
    and a variance of `scatter` (n,) times it."""
    from scipy import stats

    least = np.ceil(np.maximum(sold, 0))
    mean = np.maximum(mean, 1e-6)
    wide = np.maximum(scatter, _PLAIN)
    size, chance = mean / (wide - 1), 1 / wide
    above = stats.nbinom.sf(least - 1, size, chance)
    weighted = mean * stats.nbinom.sf(least - 2, size + 1, chance)
    with np.errstate(divide="ignore", invalid="ignore"):
        found = weighted / above
    return np.asarray(np.where(above > _RARE, np.maximum(found, sold), sold), dtype=float)


def scatter_of(y: Floats, mean: Floats, used: NDArray[np.bool_]) -> Floats:
    """How much more the cells `used` (s, t) of each series vary than Poisson's do (s,), at least 1:
    Pearson's statistic, drawn towards that of all series by as much as ten cells."""
    with np.errstate(divide="ignore", invalid="ignore"):
        each = np.where(used & (mean > 0), (y - mean) ** 2 / mean, 0.0)
    count = (used & (mean > 0)).sum(axis=1)
    whole = each.sum() / max(count.sum(), 1)
    return np.asarray(np.maximum((each.sum(axis=1) + 10 * whole) / (count + 10), 1.0))


def suspected(y: Floats, mean: Floats, scatter: Floats, chance: float = 1e-3) -> NDArray[np.bool_]:
    """Runs of periods without a sale that are less likely than `chance` where `mean` (s, t) is
    expected: the shelf may have been empty (s, t). Unknown cells end a run."""
    wide = np.maximum(scatter, _PLAIN)[:, None]
    surprise = mean / (wide - 1) * np.log(wide)
    zero = y == 0
    start = zero & ~np.pad(zero, ((0, 0), (1, 0)))[:, :-1]
    number = np.cumsum(start, axis=1) * zero
    found = np.zeros(y.shape, dtype=bool)
    for row in np.flatnonzero(start.any(axis=1)):
        runs = np.bincount(number[row], weights=surprise[row])
        runs[0] = 0.0
        found[row] = (runs > -np.log(chance))[number[row]]
    return found & zero
