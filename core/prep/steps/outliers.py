"""Outliers: numbers beyond limits learned from the training rows."""

from dataclasses import dataclass
from typing import Literal

import numpy as np
from numpy.typing import NDArray

Floats = NDArray[np.float64]
Action = Literal["clip", "median", "drop"]


@dataclass(frozen=True)
class Limits:
    """`low`, `high`, `median` (k,) of the training values; cells outside are outliers."""

    low: Floats
    high: Floats
    median: Floats
    action: Action

    def outside(self, cells: Floats) -> NDArray[np.bool_]:
        """Which of the cells (n, k) are outliers; a missing cell (NaN) never is."""
        return (cells < self.low) | (cells > self.high)

    def transform(self, cells: Floats) -> Floats:
        """Clips or replaces the outliers of cells (n, k); `drop` leaves them: only training
        rows are ever dropped."""
        if self.action == "clip":
            return np.clip(cells, self.low, self.high)
        if self.action == "median":
            return np.where(self.outside(cells), self.median, cells)
        return cells


def fit_limits(
    cells: Floats, rule: Literal["iqr", "zscore"], limit: float, action: Action
) -> Limits:
    """Learns limits from training cells (n, k), NaN where missing.

    iqr: quartiles -+ limit * (q3 - q1) (Tukey, Exploratory Data Analysis, 1977);
    zscore: mean -+ limit * population standard deviation. A column whose spread
    is 0 by the rule has no limits: most of its values are one, and the others
    would all be outliers.
    """
    k = cells.shape[1]
    low, high, median = np.full(k, -np.inf), np.full(k, np.inf), np.zeros(k)
    for j in range(k):
        known = cells[~np.isnan(cells[:, j]), j]
        if not len(known):
            continue
        q1, median[j], q3 = np.quantile(known, [0.25, 0.5, 0.75])
        if rule == "iqr":
            start, end, spread = q1, q3, q3 - q1
        else:
            start = end = known.mean()
            spread = known.std()
        if spread > 0:
            low[j], high[j] = start - limit * spread, end + limit * spread
    return Limits(low, high, median, action)
