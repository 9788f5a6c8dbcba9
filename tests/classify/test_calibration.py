"""Platt scaling against scikit-learn's logistic regression."""

import numpy as np
import pytest
from sklearn.linear_model import LogisticRegression

from core.classify.calibration import Platt, fit_platt, sigmoid


def scores(n: int = 4000) -> tuple[np.ndarray, np.ndarray]:
    rng = np.random.default_rng(0)
    z = 3 * rng.normal(size=n) + 40
    return z, (rng.random(n) < sigmoid(0.5 * (z - 40) - 1)).astype(np.int8)


def test_it_finds_the_slope_and_intercept_of_logistic_regression() -> None:
    z, y = scores()
    found = fit_platt(z, y)
    oracle = LogisticRegression(C=np.inf, tol=1e-10, max_iter=1000).fit(z[:, None] - 40, y)
    assert found.slope == pytest.approx(oracle.coef_[0, 0], rel=0.01)
    wanted = oracle.predict_proba(z[:, None] - 40)[:, 1]
    assert np.abs(found.probability(z) - wanted).max() < 0.003


def test_a_separating_score_stays_finite() -> None:
    found = fit_platt(np.linspace(-1, 1, 40), (np.arange(40) >= 20).astype(np.int8))
    assert np.isfinite([found.slope, found.intercept]).all()
    assert found.probability(np.array([-1.0]))[0] < 0.1


def test_a_backward_score_becomes_the_base_rate() -> None:
    z, y = scores()
    found = fit_platt(-z, y)
    assert found.slope == 0
    assert found.probability(z)[0] == pytest.approx(y.mean(), abs=0.001)


def test_without_fitting_it_is_the_sigmoid() -> None:
    z = np.array([-800.0, 0.0, 800.0])
    assert Platt().probability(z).tolist() == [0.0, 0.5, 1.0]


def test_probabilities_are_recalibrated_by_their_log_odds() -> None:
    p = np.array([0.2, 0.5, 0.9])
    assert Platt(slope=2, intercept=0).recalibrated(p) == pytest.approx(
        p**2 / (p**2 + (1 - p) ** 2)
    )
    assert Platt().recalibrated(p) is p
    assert np.isfinite(Platt(slope=3, intercept=1).recalibrated(np.array([0.0, 1.0]))).all()
