"""In what unit demand is off its forecast, so that series of any size scatter alike in it.

Steady demand scatters around its mean like counts, and by a share of it: the unit is the square
root of dispersion x mean + (share x mean)² (a negative binomial's variance). Lumpy demand is now
nothing and now many times its mean: it is divided by the mean, to which a part of the series'
level is added, since a ratio to a mean near zero says nothing.
"""

from dataclasses import dataclass

import numpy as np

from core.demand.panel import Floats

_PART = 0.5
"""How much of the level is added to the mean of lumpy demand."""
_MOST = 25.0
"""Squared errors are at most so many times the mean where the variance is learned: a single
clearance must not set the unit of all series."""
_FAR = 6.0
"""Errors beyond it are all alike to the trees."""
_LEAST = 0.1
"""The least variance, in units squared."""


@dataclass(frozen=True)
class Scatter:
    """Where demand is counted from and in what unit: `lumpy`, or by variance."""

    lumpy: bool
    dispersion: float = 1.0
    share: float = 0.0

    def anchor(self, mean: Floats) -> Floats:
        """What is taken off demand (n,) whose forecast is `mean` (n,)."""
        return np.zeros(len(mean)) if self.lumpy else mean

    def unit(self, mean: Floats, usual: Floats) -> Floats:
        """What the rest is divided by (n,); `usual` (n,) is what the series sell at their level."""
        if self.lumpy:
            return mean + _PART * usual
        return np.sqrt(np.maximum(self.dispersion * mean + (self.share * mean) ** 2, _LEAST))

    def apart(self, error: Floats) -> Floats:
        """How far off an `error` (n,) in this unit is, for telling steady rows from unsteady ones:
        of lumpy demand what goes beyond the usual, which is what orders are for."""
        return np.clip(error - 1, 0, _FAR) if self.lumpy else np.minimum(np.abs(error), _FAR)


def learn_scatter(lumpy: bool, mean: Floats, sold: Floats) -> Scatter:
    """The variance of demand `sold` (n,) around its forecast `mean` (n,), by least squares."""
    there = mean > 0
    if lumpy or there.sum() < 2:
        return Scatter(lumpy)
    mean, error = mean[there], (sold - mean)[there]
    by_mean = np.minimum(error**2 / mean, _MOST)
    slope, start = np.polyfit(mean, by_mean, 1) if np.ptp(mean) > 0 else (0.0, by_mean.mean())
    if slope <= 0:
        return Scatter(False, max(float(by_mean.mean()), _LEAST))
    return Scatter(False, max(float(start), _LEAST), float(np.sqrt(slope)))
