"""Scaling of numbers by what the training rows show."""

from dataclasses import dataclass
from typing import Any, Literal

import numpy as np
from numpy.typing import NDArray

from core.prep.steps.normal_scores import fit_normal_scores
from core.prep.steps.numbers import BOUND

Floats = NDArray[np.float64]
Method = Literal["quantile", "zscore", "minmax", "robust", "none"]

FAR = 1e6
"""A scaled number is held within +-FAR training spreads, so that a network stays finite."""


@dataclass(frozen=True)
class Scaler:
    """A fitted transformer of columns, or None for `none`."""

    transformer: Any

    def transform(self, cells: Floats) -> Floats:
        """Scaled finite cells (n, k) of finite cells (n, k)."""
        if self.transformer is None or not cells.size:
            return np.clip(cells, -BOUND, BOUND)
        return np.asarray(np.clip(self.transformer.transform(cells), -FAR, FAR))


def fit_scaler(cells: Floats, method: Method, seed: int) -> Scaler:
    """Learns the scale of training cells (n, k)."""
    from sklearn.preprocessing import MinMaxScaler, RobustScaler, StandardScaler

    if method == "none" or not cells.size:
        return Scaler(None)
    if method == "quantile":
        return Scaler(fit_normal_scores(cells, seed))
    makers = {"zscore": StandardScaler, "minmax": MinMaxScaler, "robust": RobustScaler}
    return Scaler(makers[method]().fit(cells))
