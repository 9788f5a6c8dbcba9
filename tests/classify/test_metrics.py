"""Metrics against scikit-learn, a hand-worked calibration error, and weighted resamples."""

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from sklearn import metrics as oracle

from core.classify import metrics
from core.classify.metrics import Sample


def drawn(seed: int, n: int = 200, ties: bool = True) -> tuple[np.ndarray, np.ndarray]:
    rng = np.random.default_rng(seed)
    p = np.clip(np.round(rng.random(n), 1 if ties else 9), 0.01, 0.99)
    y = (rng.random(n) < p).astype(np.int8)
    y[:2] = 0, 1
    return y, p


@given(st.integers(0, 10_000), st.booleans())
def test_point_metrics_equal_scikit_learn(seed: int, ties: bool) -> None:
    y, p = drawn(seed, ties=ties)
    found = metrics.point(Sample.of(y, p, 0.3))
    assert found["roc_auc"] == pytest.approx(oracle.roc_auc_score(y, p))
    assert found["pr_auc"] == pytest.approx(oracle.average_precision_score(y, p))
    assert found["brier"] == pytest.approx(oracle.brier_score_loss(y, p))
    assert found["log_loss"] == pytest.approx(oracle.log_loss(y, p))
    prior = oracle.log_loss(y, np.full(len(y), 0.3))
    assert found["log_loss_gain"] == pytest.approx(prior - found["log_loss"])


@given(st.integers(0, 10_000))
def test_weights_are_repeated_rows(seed: int) -> None:
    y, p = drawn(seed, 60)
    sample = Sample.of(y, p, 0.4)
    weights = np.random.default_rng(seed).integers(0, 4, (3, 60)).astype(float)
    weights[:, :] += (weights.sum(axis=1) == 0)[:, None]
    many = metrics.measure(sample, weights)
    for row, weight in enumerate(weights.astype(int)):
        repeated = Sample.of(np.repeat(sample.y, weight), np.repeat(sample.p, weight), 0.4)
        for name, value in metrics.point(repeated).items():
            assert many[name][row] == pytest.approx(value, nan_ok=True), name


def test_calibration_error_by_hand() -> None:
    y = np.array([0, 1, 1, 1, 0], np.int8)
    p = np.array([0.12, 0.18, 0.93, 0.97, 0.99])
    wanted = (abs(1 - 0.30) + abs(2 - 2.89)) / 5
    assert metrics.point(Sample.of(y, p, 0.5))["ece"] == pytest.approx(wanted)


@pytest.mark.parametrize("label", [0, 1])
def test_one_class_has_no_area(label: int) -> None:
    found = metrics.point(Sample.of(np.full(9, label, np.int8), np.linspace(0, 1, 9), 0.5))
    assert np.isnan(found["roc_auc"])
    assert np.isnan(found["pr_auc"])
    assert np.isfinite(found["log_loss"])


def test_a_sure_mistake_costs_much_but_not_everything() -> None:
    found = metrics.point(Sample.of(np.array([1, 0], np.int8), np.array([0.0, 1.0]), 0.5))
    assert found["log_loss"] == pytest.approx(-np.log(1e-15))
    assert found["roc_auc"] == 0
