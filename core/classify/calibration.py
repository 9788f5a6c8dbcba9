"""Platt scaling: a raw score turned into a probability by a fitted sigmoid."""

import numpy as np
from numpy.typing import NDArray

from core.base.model import Value

EDGE = 1e-6


class Platt(Value):
    """probability = sigmoid(slope * score + intercept); the plain sigmoid by default.

    A score is a raw output on the logit scale, or the log-odds of a probability.
    """

    slope: float = 1.0
    intercept: float = 0.0

    def probability(self, score: NDArray[np.float64]) -> NDArray[np.float64]:
        """`score` (n,) on the logit scale -> probability (n,)."""
        return sigmoid(self.slope * np.asarray(score, np.float64) + self.intercept)

    def recalibrated(self, p: NDArray[np.float64]) -> NDArray[np.float64]:
        """Probability `p` (n,) -> probability (n,), by its log-odds; the default returns `p`."""
        return p if self == Platt() else self.probability(logit(p))


def sigmoid(z: NDArray[np.float64]) -> NDArray[np.float64]:
    """1 / (1 + exp(-z)) without overflow."""
    small = np.exp(-np.abs(z))
    return np.where(z >= 0, 1.0, small) / (1.0 + small)


def logit(p: NDArray[np.float64]) -> NDArray[np.float64]:
    """Log-odds, with `p` kept off 0 and 1 by 1e-6."""
    p = np.clip(p, EDGE, 1 - EDGE)
    return np.asarray(np.log(p) - np.log1p(-p))


def fit_platt(score: NDArray[np.float64], y: NDArray[np.int8]) -> Platt:
    """Slope and intercept of greatest likelihood on rows the score was not fitted on.

    Platt 1999 with his smoothed targets (n+ + 1)/(n+ + 2) and 1/(n- + 2);
    Newton steps with halving as in Lin, Lin & Weng 2007. The slope is never
    negative: a score that ranks backwards becomes a constant.
    """
    flags = np.asarray(y) > 0
    positives, negatives = int(flags.sum()), int((~flags).sum())
    target = np.where(flags, (positives + 1) / (positives + 2), 1 / (negatives + 2))
    centre, spread = float(np.mean(score)), float(np.std(score)) or 1.0
    z = (np.asarray(score, np.float64) - centre) / spread
    slope, intercept = _newton(z, target)
    if slope <= 0:
        return Platt(slope=0.0, intercept=float(logit(target.mean())))
    return Platt(slope=slope / spread, intercept=intercept - slope * centre / spread)


def _newton(z: NDArray[np.float64], target: NDArray[np.float64]) -> tuple[float, float]:
    mean = float(target.mean())
    beta = np.array([0.0, np.log(mean / (1 - mean))])
    inputs = np.column_stack([z, np.ones(len(z))])
    for _ in range(100):
        p = sigmoid(inputs @ beta)
        gradient = inputs.T @ (p - target)
        curve = inputs.T @ (inputs * (p * (1 - p))[:, None]) + 1e-10 * np.eye(2)
        step, before = np.linalg.solve(curve, gradient), _loss(inputs @ beta, target)
        size = 1.0
        while size > 1e-8 and _loss(inputs @ (beta - size * step), target) > before:
            size /= 2
        beta = beta - size * step
        if np.abs(size * step).max() < 1e-9:
            break
    return float(beta[0]), float(beta[1])


def _loss(z: NDArray[np.float64], target: NDArray[np.float64]) -> float:
    """Cross-entropy, summed, of soft targets."""
    return float((np.logaddexp(0.0, z) - target * z).sum())
