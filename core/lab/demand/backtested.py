"""What was forecast in the windows of the backtest, kept so that a series can be looked at."""

from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from core.base.forecast import LEVELS
from core.demand.backtest import Window
from core.demand.panel import Floats

FILE = "backtest.npz"
BAND = (0.1, 0.9)
"""The levels of the band that is kept: 80 %."""


@dataclass(frozen=True)
class Backtested:
    """Forecasts of the past: `at` (w,) is the place of each window's first period in the panel;
    `mean`, the 80 % band from `low` to `high`, and the mean of the `baseline` are (w, s, h)."""

    at: NDArray[np.int64]
    mean: Floats
    low: Floats
    high: Floats
    baseline: Floats


def kept(model: Sequence[Window], baseline: Sequence[Window]) -> Backtested:
    """Of the windows what is kept of them."""
    low, high = (LEVELS.index(level) for level in BAND)
    return Backtested(
        at=np.array([window.panel.y.shape[1] for window in model]),
        mean=np.stack([window.mean for window in model]),
        low=np.stack([window.quantiles[:, :, low] for window in model]),
        high=np.stack([window.quantiles[:, :, high] for window in model]),
        baseline=np.stack([window.mean for window in baseline]),
    )


def write(found: Backtested, folder: Path) -> None:
    """Writes `backtest.npz` into the folder."""
    small = {
        name: getattr(found, name).astype(np.float32)
        for name in ("mean", "low", "high", "baseline")
    }
    np.savez_compressed(folder / FILE, at=found.at, **small)


def load(folder: Path) -> Backtested:
    """Reads what `write` wrote."""
    with np.load(folder / FILE) as read:
        return Backtested(**{name: read[name] for name in read.files})
