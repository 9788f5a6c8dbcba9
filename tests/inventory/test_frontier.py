"""Service against stock: more of one costs more of the other, expected and replayed alike."""

import numpy as np
import pandas as pd
import pytest

from core.inventory.fit import Case, case_of
from core.inventory.frontier import GRID, expected_frontier, replayed_frontier
from core.inventory.given import read_given
from core.inventory.policies.order_up_to import OrderUpTo
from core.inventory.policies.policy import Levels
from core.inventory.simulate import Scene, replay
from core.inventory.terms import Terms
from tests.inventory.shop import normal_forecast


def case() -> Case:
    mean = np.array([50.0, 20.0, 5.0])
    forecast = normal_forecast(mean, 0.4 * mean)
    items = pd.DataFrame(
        {"series_id": forecast.ids, "on_hand": 14 * mean, "unit_cost": [2.0, 3.0, None]}
    )
    return case_of(forecast, read_given(items), Terms())


def test_more_service_takes_more_stock_and_the_present_is_a_point() -> None:
    one = case()
    *points, present = expected_frontier(one)
    assert [point.level for point in points] == list(GRID)
    for name in ("cycle_service", "fill_rate", "stock", "money"):
        assert (np.diff([getattr(point, name) for point in points]) > 0).all(), name
    assert [point.cycle_service for point in points] == pytest.approx(list(GRID), abs=1e-6)
    assert present.level is None
    assert present.cycle_service == pytest.approx(0.5, abs=1e-6)
    assert present.stock == pytest.approx(points[0].stock)


def test_the_replayed_frontier_is_the_expected_one() -> None:
    one = case()
    mean = np.repeat(one.forecast.mean[:, :1], 150, axis=0)
    demand = np.maximum(np.random.default_rng(3).normal(mean, 0.4 * mean, (450, 497)), 0)
    scene = Scene(np.full(450, 7), np.full(450, 1e-6), backorders=True, warm_up=7)
    grid = (0.6, 0.9, 0.98)
    top = {level: OrderUpTo(level).levels(one.outlook, one.items).order_up_to for level in grid}
    played = {
        level: replay(demand, Levels(*[np.repeat(top[level], 150)] * 2, np.full(450, 7.0)), scene)
        for level in grid
    }
    found = replayed_frontier(played, np.repeat(one.items.of("unit_cost"), 150))
    *expected, _ = expected_frontier(one, grid)
    for real, hoped in zip(found, expected, strict=True):
        assert real.level == hoped.level
        assert real.cycle_service == pytest.approx(hoped.cycle_service, abs=0.01)
        assert real.fill_rate == pytest.approx(hoped.fill_rate, abs=0.003)
        assert real.stock == pytest.approx(150 * hoped.stock, rel=0.01)
        assert real.money == pytest.approx(150 * hoped.money, rel=0.01)
