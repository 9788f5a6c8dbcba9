"""What each cell of a window scores: the parts that all figures of forecasts are made of."""

from collections.abc import Callable, Mapping

import numpy as np

from core.base.forecast import LEVELS
from core.demand import metrics
from core.demand.backtest import Window
from core.demand.panel import Floats

M5_LEVELS = (0.005, 0.025, 0.165, 0.25, 0.5, 0.75, 0.835, 0.975, 0.995)


def _mase(window: Window) -> Floats:
    scale = metrics.seasonal_scale(window.panel.y, window.panel.rhythm.cycle)
    return np.abs(window.sold - window.mean) / scale[:, None]


def _rmsse(window: Window) -> Floats:
    return (window.sold - window.mean) ** 2 / metrics.step_scale(window.panel.y)[:, None]


def _spl(window: Window) -> Floats:
    places = [LEVELS.index(level) for level in M5_LEVELS]
    loss = metrics.pinball(window.sold, window.quantiles[:, :, places], M5_LEVELS)
    return loss / metrics.absolute_scale(window.panel.y)[:, None]


def _coverage_80(window: Window) -> Floats:
    return metrics.coverage(window.sold, window.quantiles, LEVELS, 0.8)


def _coverage_95(window: Window) -> Floats:
    return metrics.coverage(window.sold, window.quantiles, LEVELS, 0.95)


MEANS: Mapping[str, Callable[[Window], Floats]] = {
    "mase": _mase, "rmsse": _rmsse, "spl": _spl,
    "coverage_80": _coverage_80, "coverage_95": _coverage_95,
}  # fmt: skip
"""Metrics that are means, by their cells (s, h), NaN where what was sold or the scale is not known;
those of `ROOTS` are the root of the mean of theirs."""
ROOTS = frozenset({"rmsse"})
SUMS: Mapping[str, Callable[[Window], Floats]] = {
    "absolute": lambda window: np.abs(window.mean - window.sold),
    "error": lambda window: window.mean - window.sold,
    "sold": lambda window: window.sold,
}
"""What ratios of sums are made of."""


def of(window: Window) -> dict[str, Floats]:
    """All of them by name."""
    return {name: made(window) for name, made in (*MEANS.items(), *SUMS.items())}
