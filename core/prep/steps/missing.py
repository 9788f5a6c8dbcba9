"""Missing numbers: what stands in for them."""

from dataclasses import dataclass
from typing import Literal

import numpy as np
from numpy.typing import NDArray

Floats = NDArray[np.float64]
Method = Literal["median", "mean", "mode", "constant", "drop_rows"]


@dataclass(frozen=True)
class Fill:
    """`values` (k,) stand in for the missing cells of k columns."""

    values: Floats

    def transform(self, cells: Floats) -> Floats:
        """The cells (n, k) without NaN; `cells` itself stays as it is."""
        gone = np.isnan(cells)
        return np.where(gone, self.values, cells) if gone.any() else cells


def fit_fill(cells: Floats, method: Method, constant: float = 0.0) -> Fill:
    """Learns what stands in for NaN from training cells (n, k).

    With `drop_rows` the median stands by as the fallback of rows that cannot
    be dropped. A column without any value gets `constant`.
    """
    values = np.full(cells.shape[1], constant, dtype=np.float64)
    for j in range(cells.shape[1]):
        column = cells[:, j]
        known = column[~np.isnan(column)]
        if len(known):
            values[j] = _statistic(known, method, constant)
    return Fill(values)


def _statistic(known: Floats, method: Method, constant: float) -> float:
    if method == "constant":
        return constant
    if method == "mean":
        return float(known.mean())
    if method == "mode":
        values, counts = np.unique(known, return_counts=True)
        return float(values[counts.argmax()])
    return float(np.median(known))
