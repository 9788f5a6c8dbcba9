"""Weights and calibration against hand-worked values and scikit-learn."""

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from core.classify.calibration import Platt
from core.classify.fitting import log_loss
from core.lab.classify.blending import calibrate, choose_weights, cross_fitted

Y = np.array([1, 0, 1, 1, 0, 0, 1, 0], np.int8)


def test_a_perfect_model_beside_noise_takes_all_the_weight() -> None:
    good = np.where(Y == 1, 0.95, 0.05)
    weights = choose_weights(Y, {"noise": np.full(8, 0.5), "good": good})
    assert weights == {"good": 1.0}


def test_two_models_with_opposite_errors_share_the_weight() -> None:
    rng = np.random.default_rng(0)
    y = (rng.random(4000) < 0.5).astype(np.int8)
    signal = np.where(y == 1, 0.6, 0.4)
    noise = rng.normal(0, 0.15, 4000)
    one, other = np.clip(signal + noise, 0.01, 0.99), np.clip(signal - noise, 0.01, 0.99)
    weights = choose_weights(y, {"one": one, "other": other})
    assert weights["one"] == pytest.approx(0.5, abs=0.05)
    assert log_loss(y, (one + other) / 2) < min(log_loss(y, one), log_loss(y, other))


@given(st.integers(0, 10_000))
def test_weights_add_up_and_never_raise_the_log_loss_of_the_best_model(seed: int) -> None:
    rng = np.random.default_rng(seed)
    y = (rng.random(60) < 0.4).astype(np.int8)
    columns = {name: rng.random(60) for name in "abc"}
    weights = choose_weights(y, columns)
    blend = sum(columns[name] * weight for name, weight in weights.items())
    assert sum(weights.values()) == pytest.approx(1)
    assert log_loss(y, blend) <= min(log_loss(y, p) for p in columns.values()) + 1e-9


def test_calibration_finds_the_slope_that_was_taken_away() -> None:
    rng = np.random.default_rng(1)
    logit = rng.normal(0, 2, 50_000)
    y = (rng.random(50_000) < 1 / (1 + np.exp(-logit))).astype(np.int8)
    squeezed = 1 / (1 + np.exp(-(0.5 * logit + 1)))
    found = calibrate(y, squeezed)
    assert found.slope == pytest.approx(2, abs=0.06)
    assert found.intercept == pytest.approx(-2, abs=0.08)
    assert np.abs(found.recalibrated(squeezed) - 1 / (1 + np.exp(-logit))).max() < 0.03


def test_what_is_calibrated_stays_bit_equal() -> None:
    p = np.random.default_rng(2).random(100)
    assert Platt().recalibrated(p) is p


def test_a_model_that_ranks_backwards_is_not_turned_round() -> None:
    y = np.array([0, 1] * 200, np.int8)
    assert calibrate(y, np.where(y == 1, 0.2, 0.8)) == Platt()


@given(st.integers(0, 10_000))
def test_no_row_takes_part_in_the_calibration_it_is_judged_by(seed: int) -> None:
    rng = np.random.default_rng(seed)
    p, turn = rng.random(80), rng.integers(0, 4, 80)
    y = (rng.random(80) < p**2).astype(np.int8)
    other = np.where(turn == 2, 1 - y, y).astype(np.int8)
    before, after = cross_fitted(y, p, turn), cross_fitted(other, p, turn)
    np.testing.assert_array_equal(before[turn == 2], after[turn == 2])
    wanted = calibrate(y[turn != 2], p[turn != 2]).recalibrated(p[turn == 2])
    np.testing.assert_array_equal(before[turn == 2], wanted)


def test_calibration_fitted_on_the_judged_rows_flatters_and_cross_fitting_does_not() -> None:
    """Of honest probabilities of few rows: the loss they really have is that before calibration."""
    gains = {"same rows": 0.0, "other rows": 0.0}
    for seed in range(200):
        rng = np.random.default_rng(seed)
        p = rng.beta(2, 3, 60)
        y = (rng.random(60) < p).astype(np.int8)
        gains["same rows"] += log_loss(y, p) - log_loss(y, calibrate(y, p).recalibrated(p))
        crossed = cross_fitted(y, p, np.arange(60) % 5)
        gains["other rows"] += log_loss(y, p) - log_loss(y, crossed)
    assert gains["same rows"] > 0
    assert gains["other rows"] < 0


def test_rows_of_one_answer_are_not_calibrated_by() -> None:
    assert calibrate(np.ones(9, np.int8), np.linspace(0.1, 0.9, 9)) == Platt()
