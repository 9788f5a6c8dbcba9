"""What the fits of several families share."""

import os
from typing import Any

import numpy as np
from numpy.typing import NDArray

from core.nets.auc import rank_auc

SMALLEST = 1e-15


def positive(classifier: Any, x: NDArray[Any]) -> NDArray[np.float64]:
    """What a fitted scikit-learn classifier says of the positive value (n,); n may be 0."""
    if not len(x):
        return np.empty(0)
    return np.asarray(classifier.predict_proba(x)[:, 1], np.float64)


def threads() -> int:
    """Threads a fit may use: the machine's cores."""
    return os.cpu_count() or 1


def log_loss(y: NDArray[np.int8], p: NDArray[np.float64]) -> float:
    """Mean of -log of the probability given to what happened, p clipped to 1e-15 from 0 and 1."""
    given = np.where(np.asarray(y) > 0, p, 1.0 - p)
    return float(-np.log(np.clip(given, SMALLEST, 1.0)).mean())


def told(y: NDArray[np.int8], p: NDArray[np.float64]) -> dict[str, float]:
    """What a reporter hears of the validation rows."""
    return {"val_loss": log_loss(y, p), "val_auc": rank_auc(y, p)}
