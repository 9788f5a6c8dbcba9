"""Which rows a pooled model learns from: random series, origins and steps, forward in time."""

import numpy as np
from numpy.random import Generator

from core.demand.panel import Panel
from core.demand.past import Places

FEWEST = 28
"""Periods that a series must have before an origin; of shorter panels, a third of them."""


def learnable(
    panel: Panel, horizon: int, count: int, draw: Generator, earliest: int = 0
) -> tuple[Places, Places, Places]:
    """At most `count` (series, origin, step) whose answers are known; origins are not before
    `earliest`. The arrays are of one length, and empty where nothing can be learned."""
    periods, first = panel.y.shape[1], panel.first
    fewest = min(FEWEST * 2, periods // 3)
    low = max(earliest, fewest)
    if low >= periods or not len(first):
        nothing = np.zeros(0, dtype=np.int64)
        return nothing, nothing, nothing
    series = draw.integers(0, len(first), 3 * count)
    step = draw.integers(1, horizon + 1, 3 * count)
    asked = draw.integers(low, periods, 3 * count)
    origin = asked - step + 1
    fits = (origin >= np.maximum(first[series] + fewest, low)) & ~np.isnan(panel.y[series, asked])
    return series[fits][:count], origin[fits][:count], step[fits][:count]
