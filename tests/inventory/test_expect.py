"""What a level is expected to bring agrees with playing it."""

import numpy as np
import pytest

from core.inventory.expect import Expectation
from core.inventory.outlook import Outlook
from core.inventory.policies.policy import Levels
from core.inventory.simulate import Scene, replay
from tests.inventory.shop import normal_forecast

MEAN, SD = np.array([100.0, 40.0]), np.array([30.0, 10.0])


def expectation(review: float = 7.0, sd: float = 0.0) -> Expectation:
    outlook = Outlook(normal_forecast(MEAN, SD, 60), np.full(2, 7.0), np.full(2, sd))
    return Expectation(outlook, np.full(2, review))


@pytest.mark.parametrize("review", [1.0, 7.0, 30.0])
def test_expected_services_and_stock_are_those_of_a_long_replay(review: float) -> None:
    top = (7 + review) * MEAN + np.array([0.5, 1.5]) * np.sqrt(7 + review) * SD
    expected = expectation(review).of(top)
    draw = np.random.default_rng(5)
    demand = np.maximum(draw.normal(MEAN[:, None, None], SD[:, None, None], (2, 300, 367)), 0)
    many = np.repeat(top, 300)
    scene = Scene(np.full(600, 7), np.full(600, 1e-6), backorders=True, warm_up=7)
    played = replay(demand.reshape(600, -1), Levels(many, many, np.full(600, review)), scene)
    stock = played.mean_stock.reshape(2, 300).mean(axis=1)
    assert expected.stock == pytest.approx(stock, rel=0.02)
    fill = played.served.reshape(2, 300).sum(axis=1) / played.demand.reshape(2, 300).sum(axis=1)
    assert expected.fill_rate == pytest.approx(fill, abs=0.003)
    if review > 1:
        failed = played.failed.reshape(2, 300).sum(axis=1)
        cycles = played.cycles.reshape(2, 300).sum(axis=1)
        assert expected.cycle_service == pytest.approx(1 - failed / cycles, abs=0.02)


def test_fill_rate_and_cycle_service_are_not_the_same() -> None:
    expected = expectation().of(14 * MEAN)
    assert expected.cycle_service == pytest.approx(0.5, abs=1e-6)
    assert (expected.fill_rate > 0.9).all()


@pytest.mark.parametrize("sd", [0.0, 2.0])
def test_more_stock_never_serves_less(sd: float) -> None:
    ready = expectation(sd=sd)
    found = [ready.of(part * 14 * MEAN) for part in np.linspace(0, 2, 21)]
    for name in ("cycle_service", "fill_rate", "stock"):
        assert (np.diff([getattr(one, name) for one in found], axis=0) >= -1e-9).all(), name
    assert found[0].fill_rate == pytest.approx(0, abs=1e-6)


def test_no_expected_demand_has_no_fill_rate() -> None:
    outlook = Outlook(normal_forecast(np.zeros(1), np.zeros(1)), np.array([7.0]), np.zeros(1))
    expected = Expectation(outlook, np.array([7.0])).of(np.array([3.0]))
    assert np.isnan(expected.fill_rate[0])
    assert expected.overall_fill_rate is None
    assert expected.stock[0] == pytest.approx(3)
