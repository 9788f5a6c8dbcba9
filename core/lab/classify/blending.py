"""Weights and calibration of several models' probabilities, chosen on validation rows."""

from collections.abc import Mapping

import numpy as np
from numpy.typing import NDArray

from core.classify.calibration import Platt, fit_platt, logit
from core.classify.fitting import log_loss

Probabilities = NDArray[np.float64]
_ROUNDS = 40


def choose_weights(y: NDArray[np.int8], columns: Mapping[str, Probabilities]) -> dict[str, float]:
    """Weights that lower the validation log-loss, by greedy selection with replacement.

    Caruana et al., "Ensemble selection from libraries of models", ICML 2004:
    starting from nothing, the model whose addition helps most is added again
    and again; the weight of a model is its share of the additions up to the
    best round. Models that were never added are absent.
    """
    names = list(columns)
    stack = np.column_stack([columns[name] for name in names])
    total = np.zeros(len(y))
    counts = np.zeros(len(names))
    best = (np.inf, counts.copy())
    for round_ in range(1, _ROUNDS + 1):
        losses = [log_loss(y, (total + stack[:, j]) / round_) for j in range(len(names))]
        chosen = int(np.argmin(losses))
        total += stack[:, chosen]
        counts[chosen] += 1
        if losses[chosen] < best[0] - 1e-9:
            best = (losses[chosen], counts.copy())
    weights = best[1] / best[1].sum()
    return {name: float(w) for name, w in zip(names, weights, strict=True) if w > 0}


def calibrate(y: NDArray[np.int8], p: Probabilities) -> Platt:
    """Platt scaling of the log-odds; the identity where it does not lower the log-loss of the rows.

    Rows `y` (n,) 0/1 of one answer only say nothing of how to scale: the identity.
    """
    if len(np.unique(y)) < 2:
        return Platt()
    found = fit_platt(logit(p), y)
    if found.slope <= 0 or log_loss(y, found.recalibrated(p)) >= log_loss(y, p):
        return Platt()
    return found


def cross_fitted(y: NDArray[np.int8], p: Probabilities, turn: NDArray[np.int64]) -> Probabilities:
    """Calibrated probabilities (n,), those of a `turn` by the calibration of the other turns' rows.

    No row takes part in the calibration that it is judged by, so metrics of
    these probabilities are not made better by the two numbers that were fitted.
    """
    found = np.empty(len(p))
    for number in np.unique(turn):
        own = turn == number
        found[own] = calibrate(y[~own], p[~own]).recalibrated(p[own])
    return found
