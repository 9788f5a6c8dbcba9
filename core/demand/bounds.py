"""How far beyond all it has sold a series is believed to sell."""

import numpy as np

from core.demand.panel import Floats, Panel

MOST = 4.0
"""Times the largest sale so far. What two sets of real shops sold in a day went beyond it in one
case of 2,000, what they sold in four weeks in one of 250: more seldom than the highest quantile."""
_LEAST = 1.0


def bounds(panel: Panel, mean: Floats, together: bool) -> Floats:
    """The most (s, h) that is told of each period after the panel, or of all up to it `together`:
    `MOST` times the largest sale, or sum of as many periods on end, ever made, or the forecast
    `mean` (s, h) where that is more."""
    y = np.nan_to_num(panel.y)
    if together:
        mean = mean.cumsum(axis=1)
        largest = _largest_sums(y, mean.shape[1])
    else:
        largest = y.max(axis=1, initial=0.0)[:, None]
    return MOST * np.maximum(np.maximum(largest, mean), _LEAST)


def _largest_sums(y: Floats, most: int) -> Floats:
    """The largest sum of 1 to `most` periods on end of each series (s, most); of more periods than
    there are, that of all."""
    sums = np.zeros((len(y), y.shape[1] + 1))
    sums[:, 1:] = y.cumsum(axis=1)
    found = np.zeros((len(y), most))
    for periods in range(1, most + 1):
        reach = min(periods, y.shape[1])
        found[:, periods - 1] = (sums[:, reach:] - sums[:, : len(sums[0]) - reach]).max(axis=1)
    return found
