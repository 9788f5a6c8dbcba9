"""Weights and calibration of several models' probabilities, chosen on validation rows."""

from collections.abc import Mapping

import numpy as np
from numpy.typing import NDArray

from core.base.model import Value

Probabilities = NDArray[np.float64]
_EDGE = 1e-6
_ROUNDS = 40


def log_loss(y: NDArray[np.int8], p: Probabilities) -> float:
    """Mean negative log-likelihood in nats, probabilities kept off 0 and 1 by 1e-6."""
    p = np.clip(p, _EDGE, 1 - _EDGE)
    return float(-np.mean(np.where(y == 1, np.log(p), np.log1p(-p))))


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


class Calibration(Value):
    """Platt scaling of log-odds: p' = sigmoid(slope * logit(p) + intercept).

    Platt, "Probabilistic outputs for support vector machines", 1999.
    """

    slope: float = 1.0
    intercept: float = 0.0

    def apply(self, p: Probabilities) -> Probabilities:
        """Calibrated probabilities, (n,). The identity leaves `p` bit-equal."""
        if self.slope == 1.0 and self.intercept == 0.0:
            return p
        from scipy.special import expit

        score = self.slope * _logit(p) + self.intercept
        return np.asarray(expit(score))


def _logit(p: Probabilities) -> Probabilities:
    p = np.clip(p, _EDGE, 1 - _EDGE)
    return np.asarray(np.log(p) - np.log1p(-p))


def calibrate(y: NDArray[np.int8], p: Probabilities) -> Calibration:
    """Slope and intercept of greatest likelihood; the identity where it does not lower log-loss."""
    from sklearn.linear_model import LogisticRegression

    fitted = LogisticRegression(C=np.inf).fit(_logit(p)[:, None], y)
    found = Calibration(slope=float(fitted.coef_[0, 0]), intercept=float(fitted.intercept_[0]))
    if found.slope <= 0 or log_loss(y, found.apply(p)) >= log_loss(y, p):
        return Calibration()
    return found
