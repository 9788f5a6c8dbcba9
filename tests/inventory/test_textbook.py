"""Policies on the textbooks' normal demand give the textbooks' figures.

[S] Snyder and Shen, Fundamentals of Supply Chain Theory (2nd ed. 2019); [C] Chopra and Meindl,
Supply Chain Management (5th ed. 2013).
"""

import numpy as np
import pandas as pd
import pytest

from core.base.forecast import Forecast
from core.inventory.expect import Expectation
from core.inventory.fit import Case, case_of
from core.inventory.given import read_given
from core.inventory.plan import Plan, plan_case
from core.inventory.policies.choice import POLICIES
from core.inventory.policies.classic import Classic
from core.inventory.policies.reorder_quantity import ReorderQuantity
from core.inventory.terms import PolicyName, Terms
from tests.inventory.shop import normal_forecast


def of(forecast: Forecast, terms: Terms, **known: float) -> tuple[Case, Plan]:
    items = read_given(pd.DataFrame({"series_id": ["i0"], **known}))
    case = case_of(forecast, items, terms)
    return case, plan_case(case)


def shop_of_chopra() -> Forecast:
    """B&M: 2,500 a week, sd 500."""
    return normal_forecast(np.array([2500.0]), np.array([500.0]), 8, each=7)


def test_newsvendor_of_snyder_and_shen() -> None:
    """[S] 4.3: a unit too many costs 0.18 (a day of holding here), one short 0.70, demand normal
    (50, 8): 56.60, from costs to order-up-to level."""
    season = normal_forecast(np.array([50.0]), np.array([8.0]), 1)
    terms = Terms(
        policy="newsvendor", service_level=None, lead_time=0, review_period=1, holding_rate=0.365
    )
    _, found = of(season, terms, unit_cost=180, stockout_cost=0.70)
    assert found.states["service_level"].iloc[0] == pytest.approx(0.70 / 0.88)
    assert found.states["order_up_to"].iloc[0] == pytest.approx(56.60395592743389)
    assert found.lines["quantity"].to_list() == [57]


def test_reorder_point_of_chopra_and_meindl() -> None:
    """[C] 11-2: a reorder point of 6,000 for two weeks is a cycle service of 0.92; 11-3: it leaves
    25 units short in a cycle."""
    terms = Terms(lead_time=7, review_period=7)
    case, _ = of(shop_of_chopra(), terms)
    level = ReorderQuantity(0.9213504).levels(case.outlook, case.items)
    assert level.reorder_point[0] == pytest.approx(6000, abs=0.1)
    at_a_time, _ = of(shop_of_chopra(), Terms(lead_time=0, review_period=14))
    expected = Expectation(at_a_time.outlook, np.array([14.0])).of(np.array([6000.0]))
    assert expected.cycle_service[0] == pytest.approx(0.921, abs=5e-4)
    assert expected.short[0] == pytest.approx(25.1, rel=0.02)


@pytest.mark.parametrize("policy", ["order_up_to", "reorder_quantity", "reorder_up_to"])
def test_safety_stock_of_chopra_and_meindl(policy: PolicyName) -> None:
    """[C] 11-4: two weeks at 0.90 are 906 above the mean."""
    terms = Terms(policy=policy, service_level=0.9, lead_time=7, review_period=7)
    _, found = of(shop_of_chopra(), terms)
    assert found.states["reorder_point"].iloc[0] == pytest.approx(5000 + 906, abs=0.5)
    assert found.states["safety_stock"].iloc[0] == pytest.approx(906, abs=0.5)
    assert found.states["classic_safety_stock"].iloc[0] == pytest.approx(906, rel=0.01)


def test_order_up_to_level_of_chopra_and_meindl() -> None:
    """[C] 11-14, Lego: lead time 2 weeks, review 4 weeks, 0.90: up to 16,570."""
    terms = Terms(service_level=0.9, lead_time=14, review_period=28)
    case, found = of(shop_of_chopra(), terms)
    assert found.states["order_up_to"].iloc[0] == pytest.approx(16_570, abs=1)
    week = Classic(0.9, np.array([2500 / 7]), np.array([500 / np.sqrt(7)]))
    assert week.levels(case.outlook, case.items).order_up_to[0] == pytest.approx(16_570, abs=1)


def test_base_stock_is_that_of_one_period_of_review() -> None:
    """The same two weeks, reviewed every week: 5,906 whatever review period is asked for."""
    terms = Terms(policy="base_stock", service_level=0.9, lead_time=7, review_period=28)
    _, found = of(shop_of_chopra(), terms)
    assert found.states["order_up_to"].iloc[0] == pytest.approx(5906, abs=0.5)


def test_an_uncertain_lead_time_of_chopra_and_meindl() -> None:
    """[C] 11-6, Dell: 2,500 a day, sd 500, 7 days, sd 7, 0.90: 22,491 above the mean by the classic
    formula, which takes the demand of a lead time as normal."""
    days = normal_forecast(np.array([2500.0]), np.array([500.0]), 90)
    case, _ = of(days, Terms(lead_time=6, lead_time_sd=7, review_period=1))
    found = Classic(0.9, np.array([2500.0]), np.array([500.0])).levels(case.outlook, case.items)
    assert found.order_up_to[0] - 7 * 2500 == pytest.approx(22_491, abs=1)


@pytest.mark.parametrize("policy", ["reorder_quantity", "reorder_up_to", "economic_order"])
def test_economic_lot_of_snyder_and_shen(policy: PolicyName) -> None:
    """[S] 3.1: K = 8, a unit held for a year 0.9 x 0.25 = 0.225, 1,300 a year: 304.05."""
    year = normal_forecast(np.array([1300 / 365]), np.array([1.0]))
    case, _ = of(year, Terms(ordering_cost=8, holding_rate=0.25), unit_cost=0.9)
    found = POLICIES[policy](0.95).levels(case.outlook, case.items)
    assert found.order_up_to[0] - found.reorder_point[0] == pytest.approx(304.0467800264368)
