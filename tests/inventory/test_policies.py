"""Each policy's levels on normal demand, where the textbook has them."""

import numpy as np
import pandas as pd
import pytest
from scipy.stats import norm

from core.inventory.fit import Case, case_of
from core.inventory.formulas import economic_order_quantity
from core.inventory.given import read_given
from core.inventory.policies.base_stock import BaseStock
from core.inventory.policies.economic_order import EconomicOrder
from core.inventory.policies.newsvendor import Newsvendor
from core.inventory.policies.order_up_to import OrderUpTo
from core.inventory.policies.policy import Levels
from core.inventory.policies.reorder_quantity import ReorderQuantity
from core.inventory.policies.reorder_up_to import ReorderUpTo
from core.inventory.terms import Terms
from tests.inventory.shop import normal_forecast

LOT = float(economic_order_quantity(20, 3 * 0.25 / 365, 50))


def case() -> Case:
    """Two items of 50 a day, sd 10; the cost of the second is not known."""
    forecast = normal_forecast(np.full(2, 50.0), np.full(2, 10.0))
    items = pd.DataFrame({"series_id": ["i0", "i1"], "unit_cost": [3.0, None]})
    return case_of(forecast, read_given(items), Terms(ordering_cost=20))


def over(days: float, level: float) -> float:
    return float(norm(50 * days, 10 * np.sqrt(days)).ppf(level))


def levels(policy: object) -> Levels:
    one = case()
    return policy.levels(one.outlook, one.items)  # type: ignore[attr-defined]


def test_order_up_to_lasts_over_lead_time_and_review() -> None:
    found = levels(OrderUpTo(0.95))
    assert found.order_up_to == pytest.approx(over(14, 0.95))
    assert found.wanted(np.array([600.0, 1000.0])) == pytest.approx([over(14, 0.95) - 600, 0])


def test_each_item_may_have_its_own_level() -> None:
    found = levels(OrderUpTo(np.array([0.9, 0.99])))
    assert found.order_up_to == pytest.approx([over(14, 0.9), over(14, 0.99)])


def test_base_stock_is_reviewed_every_day() -> None:
    found = levels(BaseStock(0.95))
    assert found.order_up_to == pytest.approx(over(8, 0.95))
    assert found.review == pytest.approx(1)


def test_reorder_quantity_orders_the_economic_lot() -> None:
    found = levels(ReorderQuantity(0.95))
    assert found.reorder_point == pytest.approx(over(14, 0.95))
    assert found.quantity == pytest.approx([LOT, 7 * 50])
    short = found.reorder_point - np.array([0.0, 1.5 * 350])
    assert found.wanted(short) == pytest.approx([LOT, 2 * 350])
    assert found.wanted(found.reorder_point + 1) == pytest.approx(0)


def test_reorder_quantity_takes_a_quantity() -> None:
    found = levels(ReorderQuantity(0.95, np.array([100.0, 40.0])))
    assert found.wanted(found.reorder_point - 90) == pytest.approx([100, 120])


def test_reorder_up_to_orders_to_a_lot_above_the_point() -> None:
    found = levels(ReorderUpTo(0.95))
    assert found.order_up_to - found.reorder_point == pytest.approx([LOT, 350])
    assert found.wanted(found.reorder_point - 10) == pytest.approx([LOT + 10, 360])
    assert found.wanted(found.reorder_point + 1) == pytest.approx(0)


def test_economic_order_keeps_no_safety_stock_and_needs_the_costs() -> None:
    found = levels(EconomicOrder())
    assert found.reorder_point[0] == pytest.approx(14 * 50)
    assert found.quantity is not None
    assert found.quantity[0] == pytest.approx(LOT)
    assert np.isnan(found.reorder_point[1])


def test_newsvendor_orders_once_for_the_season() -> None:
    assert levels(Newsvendor(0.8, 20)).order_up_to == pytest.approx(over(20, 0.8))
    whole = levels(Newsvendor(0.8))
    assert whole.order_up_to == pytest.approx(over(28, 0.8))
    assert whole.review == pytest.approx(28)
