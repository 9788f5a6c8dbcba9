"""Panels for tests."""

from collections.abc import Mapping

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from core.demand.panel import Floats, Freq, Panel


def panel(
    y: Floats | list[list[float]],
    freq: Freq = "D",
    known: Mapping[str, NDArray[np.float64]] | None = None,
) -> Panel:
    """A panel of `y` (s, t) from the first Monday of 2020 on."""
    y = np.asarray(y, dtype=float)
    rule = {"D": "D", "W": "7D", "M": "MS"}[freq]
    dates = pd.date_range(
        "2020-01-06" if freq != "M" else "2020-01-01", periods=y.shape[1], freq=rule
    )
    keys = pd.DataFrame({"item_id": [f"item {place}" for place in range(len(y))]})
    return Panel(y, keys, dates.to_numpy(), freq, known or {})


def weekly(series: int, periods: int, seed: int = 0, level: float = 20.0) -> Floats:
    """Counts with a week in them, of levels around `level`."""
    draw = np.random.default_rng(seed)
    week = np.array([0.7, 0.8, 0.9, 1.0, 1.1, 1.4, 1.1])
    size = level * draw.uniform(0.5, 1.5, (series, 1))
    return draw.poisson(size * week[np.arange(periods) % 7]).astype(float)


def lumpy(series: int, periods: int, seed: int = 0) -> Floats:
    """Sales of a few units in one period of four."""
    draw = np.random.default_rng(seed)
    sold = draw.random((series, periods)) < 0.25
    return np.where(sold, 1 + draw.poisson(2.0, (series, periods)), 0).astype(float)
