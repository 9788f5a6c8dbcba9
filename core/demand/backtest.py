"""Rolling origin: forecast from the past at several cutoffs, and see what then was sold."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass

import numpy as np

from core.demand.distribution import Distribution, Told, learn_distribution
from core.demand.panel import Floats, Panel

Forecaster = Callable[[Panel], Floats]
"""Means (s, h) of the periods after the end of a panel."""


@dataclass(frozen=True)
class Window:
    """One cutoff of a backtest: the forecast from `panel`, and what was `sold` (s, h)."""

    panel: Panel
    mean: Floats
    quantiles: Floats
    cumulative: Floats
    sold: Floats


def cutoffs(periods: int, horizon: int, windows: int, step: int) -> list[int]:
    """The number of known periods at each cutoff, earliest first: the last window ends at the end.

    >>> cutoffs(100, 10, 3, 5)
    [80, 85, 90]
    """
    return [periods - horizon - step * back for back in reversed(range(windows))]


def told(panel: Panel, mean: Forecaster, origins: Sequence[int], horizon: int) -> list[Told]:
    """Forecasts at `origins`, beside what was sold as far as the panel knows it."""
    return [
        Told(past, mean(past), following(panel, origin, horizon))
        for origin in origins
        for past in [panel.until(origin)]
    ]


def following(panel: Panel, origin: int, horizon: int) -> Floats:
    """What was sold in the `horizon` periods from `origin` on (s, h), NaN beyond the panel, where
    the shelf was empty (what was wanted then is not known), and of series that had not begun: at
    the origin nobody knew of them."""
    sold = np.full((len(panel.y), horizon), np.nan)
    y = panel.y if panel.empty is None else np.where(panel.empty, np.nan, panel.y)
    known = y[:, origin : origin + horizon]
    sold[:, : known.shape[1]] = known
    sold[panel.first >= origin] = np.nan
    return sold


def calibrated(panel: Panel, mean: Forecaster, horizon: int, seed: int, span: int) -> Distribution:
    """What spreads around forecasts of `mean`, which must have been fitted without the last `span`
    periods of the panel: learned there, from an origin each quarter of the horizon."""
    periods = panel.y.shape[1]
    every = max(1, horizon // 4)
    origins = range(periods - span, periods, every)
    return learn_distribution(told(panel, mean, origins, horizon), seed)
