"""How sure a figure over series and days is.

Series share their days: a warm week moves all of them at once, so that many series are not as many
proofs. Errors are therefore clustered both ways (Cameron, Gelbach and Miller 2011): the variance
over series, and that over blocks of days (a jackknife that leaves out one after the other), less
what is in both; never less than either. The interval has Student's quantiles, since there are few
blocks.
"""

from dataclasses import dataclass

import numpy as np

from core.base.runs import Score
from core.demand.panel import Floats

SURE = 0.95


@dataclass(frozen=True)
class Ratio:
    """A figure that is the sum of `top` (s,) over that of `bottom` (s,), and both once more with
    each block of days left out (s, b); without blocks where those are not known."""

    top: Floats
    bottom: Floats
    top_without: Floats | None = None
    bottom_without: Floats | None = None

    @property
    def value(self) -> float:
        """The figure; of nothing it is not a number."""
        total = self.bottom.sum()
        return float(self.top.sum() / total) if total else float("nan")


def mean_of(values: Floats, without: Floats | None = None) -> Ratio:
    """The mean over the series that have a value (s,), with each block left out (s, b)."""
    return Ratio(*_counted(values), *((None, None) if without is None else _counted(without)))


def score_of(ratio: Ratio, least: float = -np.inf, most: float = np.inf) -> Score:
    """The figure with its interval of `SURE`, within what it can be; without one where a single
    series was seen in a single block."""
    spread, freedom = _spread(ratio)
    if freedom < 1:
        return Score(value=ratio.value)
    from scipy.special import stdtrit

    reach = float(stdtrit(freedom, (1 + SURE) / 2)) * spread
    low, high = max(ratio.value - reach, least), min(ratio.value + reach, most)
    return Score(value=ratio.value, low=min(low, ratio.value), high=max(high, ratio.value))


def _spread(ratio: Ratio) -> tuple[float, int]:
    """The standard error of the figure, and its degrees of freedom."""
    total, value, series = ratio.bottom.sum(), ratio.value, len(ratio.top)
    own = (ratio.top - value * ratio.bottom) / total
    by_series = float(np.square(own).sum()) * series / max(series - 1, 1) if series > 1 else 0.0
    moved = _moved(ratio)
    if moved is None or moved.shape[1] < 2:
        return float(np.sqrt(by_series)), series - 1
    blocks = moved.shape[1]
    part = (blocks - 1) / blocks
    together = moved.sum(axis=0)
    by_block = part * float(np.square(together - together.mean()).sum())
    by_cell = part * float(np.square(moved - moved.mean(axis=1, keepdims=True)).sum())
    found = max(by_series + by_block - by_cell, by_series, by_block)
    return float(np.sqrt(found)), blocks - 1


def _moved(ratio: Ratio) -> Floats | None:
    """By how much the figure moves where a block of one series is left out (s, b)."""
    if ratio.top_without is None or ratio.bottom_without is None:
        return None
    top = ratio.top_without - ratio.top[:, None]
    bottom = ratio.bottom_without - ratio.bottom[:, None]
    return np.asarray((top - ratio.value * bottom) / ratio.bottom.sum())


def _counted(values: Floats) -> tuple[Floats, Floats]:
    return np.nan_to_num(values), (~np.isnan(values)).astype(float)
