"""Orders where what cannot be met is lost: against simulated demand, and played for years."""

import numpy as np
import pandas as pd
import pytest

from core.inventory.fit import Case, case_of
from core.inventory.given import read_given
from core.inventory.lost_sales import LostSales, LostService, lost_sales
from core.inventory.outlook import Outlook
from core.inventory.plan import plan_case
from core.inventory.policies.order_up_to import OrderUpTo
from core.inventory.policies.projected_stock import ProjectedStock
from core.inventory.simulate import Scene, replay
from core.inventory.terms import Terms
from tests.inventory.shop import normal_forecast

MEAN, SD, WEEK = 10.0, 8.0, 7
DRAW = np.random.default_rng(0)
BEFORE, AFTER = (
    np.maximum(DRAW.normal(WEEK * MEAN, SD * np.sqrt(WEEK), 200_000), 0) for _ in range(2)
)


def lost(level: float, items: int = 1) -> LostSales:
    forecast = normal_forecast(np.full(items, MEAN), np.full(items, SD))
    outlook = Outlook(forecast, np.full(items, float(WEEK)), np.zeros(items))
    return lost_sales(outlook, np.full(items, float(WEEK)), np.full(items, level))


@pytest.mark.parametrize("level", [0.8, 0.95, 0.98])
@pytest.mark.parametrize("position", [0.0, 30.0, 70.0, 120.0, 1000.0])
def test_the_level_is_the_quantile_of_what_can_be_sold(level: float, position: float) -> None:
    true = np.quantile(np.minimum(BEFORE, position) + AFTER, level)
    assert lost(level).top(np.array([position]))[0] == pytest.approx(true, rel=0.005)


def test_items_of_any_position_are_answered_together() -> None:
    together = lost(0.95, 3).top(np.array([500.0, 0.0, 40.0]))
    alone = [lost(0.95).top(np.array([one]))[0] for one in (500.0, 0.0, 40.0)]
    assert together == pytest.approx(alone)


def test_an_order_serves_as_often_as_asked_whatever_is_in_stock() -> None:
    position = np.array([0.0, 35.0, 90.0, 140.0])
    one = lost(0.95, 4)
    expected = LostService(one, position).of(one.top(position))
    assert expected.cycle_service == pytest.approx(0.95, abs=0.003)
    left = np.maximum(position[:, None] - BEFORE, 0)
    stock = left + (one.top(position) - position)[:, None]
    short = np.maximum(AFTER - stock, 0).mean(axis=1)
    assert expected.short == pytest.approx(short, rel=0.08)
    assert expected.fill_rate == pytest.approx(1 - short / AFTER.mean(), abs=0.002)


def test_units_that_serve_most_come_first_and_no_more_than_is_asked_for() -> None:
    one = LostService(lost(0.95), np.array([35.0]))
    tops = np.linspace(35, 400, 20)[None]
    served = one.served(tops)[0]
    assert (np.diff(served) >= -1e-9).all()
    assert (np.diff(served, n=2) <= 1e-9).all()
    assert served[-1] == pytest.approx(AFTER.mean(), rel=0.01)


def case(**known: object) -> Case:
    forecast = normal_forecast(np.full(2, MEAN), np.full(2, SD))
    items = pd.DataFrame({"series_id": forecast.ids, **known})
    return case_of(forecast, read_given(items), Terms(policy="projected_stock"))


def test_a_plan_does_not_order_for_customers_who_have_gone() -> None:
    found = plan_case(case(on_hand=[0.0, 1000.0])).lines.set_index("series_id")
    assert found.index.to_list() == ["i0"]
    assert found.loc["i0", "quantity"] == np.ceil(lost(0.95).top(np.zeros(1))[0])
    usual = plan_case(case(on_hand=[0.0, 0.0]).under(Terms())).lines["quantity"][0]
    assert found.loc["i0", "quantity"] < 0.7 * usual


def test_within_a_budget_too() -> None:
    one = case(on_hand=[0.0, 60.0], unit_cost=[2.0, 2.0], price=[3.0, 3.0])
    found = plan_case(one.under(Terms(policy="projected_stock", budget=150)))
    assert found.lines["cost"].sum() <= 150
    assert found.lines["series_id"][0] == "i0"


def test_years_of_weeks_are_served_as_often_as_asked() -> None:
    """Normal demand, rarely below zero: ours serves the share of cycles asked for, the plain level
    more, and keeps more for it."""
    items, days, mean, sd = 300, 7 * 60, 10.0, 4.0
    forecast = normal_forecast(np.full(items, mean), np.full(items, sd))
    one = case_of(forecast, read_given(pd.DataFrame({"series_id": forecast.ids})), Terms())
    demand = np.maximum(np.random.default_rng(4).normal(mean, sd, (items, days)), 0)
    scene = Scene(np.full(items, WEEK), np.full(items, 1e-6), warm_up=2 * WEEK)
    for level in (0.6, 0.8):
        ours, plain = (
            replay(demand, policy.levels(one.outlook, one.items), scene)
            for policy in (ProjectedStock(level), OrderUpTo(level))
        )
        assert ours.total.cycle_service == pytest.approx(level, abs=0.015)
        assert plain.total.cycle_service > ours.total.cycle_service + 0.01
        assert plain.stock.mean() > ours.stock.mean()
