"""Weights of a blend: against a hand-worked case, a search over all of them, and cheats."""

import numpy as np
import pytest

from core.demand.distribution import Told
from core.demand.metrics import rmsse
from core.demand.panel import Floats, Panel
from core.lab.demand.weights import blended, choose_weights, cross_blended, drift
from tests.demand.panels import lumpy, panel, weekly
from tests.lab.demand.told import Teller

H = 7
PAST = panel(weekly(30, 210, seed=3))
WEEK = Teller(PAST, H, lambda past, _: past.y[:, -28:].reshape(-1, 4, 7).mean(axis=1)[:, :H])
FLAT = Teller(PAST, H, lambda past, _: np.repeat(past.y[:, -28:].mean(axis=1)[:, None], H, axis=1))
USELESS = Teller(PAST, H, lambda past, _: np.zeros((len(past.y), H)))


def error(told: list[Told]) -> float:
    return float(np.nanmean([rmsse(one.panel.y, one.sold, one.mean) for one in told]))


def test_a_useless_member_gets_nothing() -> None:
    weights = choose_weights([WEEK.told(210), USELESS.told(210)])
    assert weights[0] > 0.95
    assert weights.sum() == pytest.approx(1)


def test_two_errors_that_cancel_share_the_weight() -> None:
    """One says 3 too much, the other 1 too little: a quarter and three quarters are exact."""
    truth = np.arange(1.0, 15.0).reshape(2, 7)
    past = panel(weekly(2, 50))
    together = [[Told(past, truth + off, truth)] for off in (3.0, -1.0)]
    weights = choose_weights(together)
    assert weights == pytest.approx([0.25, 0.75], abs=1e-3)
    assert blended(together, weights)[0].mean == pytest.approx(truth, abs=5e-3)


def test_no_other_weights_are_better() -> None:
    together = [source.told(210) for source in (WEEK, FLAT, USELESS)]
    found = error(blended(together, choose_weights(together)))
    grid = [(a / 20, b / 20) for a in range(21) for b in range(21 - a)]
    every = [error(blended(together, np.array([a, b, 1 - a - b]))) for a, b in grid]
    assert found <= min(every) + 1e-4


def test_unknown_and_scaleless_series_are_no_part_of_it() -> None:
    y = lumpy(6, 120, 1)
    y[0] = 5.0
    shop = panel(y)
    good = Teller(shop, H, lambda _past, truth: truth)
    bad = Teller(shop, H, lambda _past, truth: truth + 1)
    assert choose_weights([good.told(120), bad.told(120)]) == pytest.approx([1, 0])
    constant = panel(np.full((2, 120), 5.0))
    same = Teller(constant, H, lambda _past, truth: truth)
    assert choose_weights([same.told(120)] * 2) == pytest.approx([0.5, 0.5])


def test_a_stretch_is_blended_by_weights_that_have_not_seen_it() -> None:
    """Each of two is exact in one half of the time and far off in the other: weights that had seen
    the outcome would take the right one."""

    def early(past: object, truth: Floats) -> Floats:
        return truth if past.y.shape[1] < 199 else truth + 10  # type: ignore[attr-defined]

    def late(past: object, truth: Floats) -> Floats:
        return truth + 10 if past.y.shape[1] < 199 else truth  # type: ignore[attr-defined]

    together = [Teller(PAST, H, say).told(210) for say in (early, late)]
    seen = [[[member[at]] for member in together] for at in range(len(together[0]))]
    assert all(error(blended(one, choose_weights(one))) < 0.01 for one in seen)
    assert error(cross_blended(together)) > error(blended(together, np.array([0.5, 0.5])))


def test_a_shop_that_was_forecast_too_low_each_time_is_corrected_and_an_unsteady_one_is_not() -> (
    None
):
    def lower(_past: Panel, truth: Floats) -> Floats:
        return truth * 0.8

    def now_and_then(past: Panel, truth: Floats) -> Floats:
        return truth * (0.7 if (past.y.shape[1] - 189) // H % 2 else 1.3)

    assert drift(Teller(PAST, H, lower).told(210)) == pytest.approx(1.25, abs=1e-6)
    assert drift(Teller(PAST, H, now_and_then).told(210)) == pytest.approx(1, abs=0.02)
    assert drift(Teller(PAST, H, lambda _past, truth: truth).told(210)) == pytest.approx(1)
    assert drift(USELESS.told(210)) == 1.0
