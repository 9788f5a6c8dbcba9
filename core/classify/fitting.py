"""What the fits of several families share."""

import os
from typing import Any

import numpy as np
from numpy.typing import NDArray

from core.classify.metrics import losses_of
from core.nets.auc import rank_auc


def positive(classifier: Any, x: NDArray[Any]) -> NDArray[np.float64]:
    """What a fitted scikit-learn classifier says of the positive value (n,); n may be 0."""
    if not len(x):
        return np.empty(0)
    return np.asarray(classifier.predict_proba(x)[:, 1], np.float64)


def threads() -> int:
    """Threads a fit may use: the machine's cores, or fewer where OMP_NUM_THREADS says so.

    Trainers that run side by side get their share of the cores by that variable
    (for nested regions it is a list, whose first number counts).
    """
    cores = os.cpu_count() or 1
    asked = os.environ.get("OMP_NUM_THREADS", "").split(",")[0].strip()
    return min(cores, int(asked)) if asked.isdecimal() and int(asked) > 0 else cores


def log_loss(y: NDArray[np.int8], p: NDArray[np.float64]) -> float:
    """Mean of -log of the probability given to what happened, p clipped to 1e-15 from 0 and 1."""
    return float(losses_of(np.asarray(y), np.asarray(p, np.float64)).mean())


def told(y: NDArray[np.int8], p: NDArray[np.float64]) -> dict[str, float]:
    """What a reporter hears of the validation rows."""
    return {"val_loss": log_loss(y, p), "val_auc": rank_auc(y, p)}
