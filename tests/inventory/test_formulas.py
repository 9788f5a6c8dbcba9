"""The formulas give the textbooks' figures."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from core.inventory import formulas


def test_economic_order_quantity_of_snyder_and_shen() -> None:
    """Example 3.1: K = 8, h = 0.225, 1,300 a year; the cost is 68.41 a year."""
    lot = formulas.economic_order_quantity(8, 0.225, 1300)
    assert lot == pytest.approx(304.0467800264368)
    assert 8 * 1300 / lot + 0.225 * lot / 2 == pytest.approx(68.41052550594829)


@given(st.floats(0.1, 100), st.floats(0.01, 10), st.floats(1, 1e4), st.floats(0.2, 5))
def test_no_other_lot_is_cheaper(order: float, holding: float, demand: float, by: float) -> None:
    lot = float(formulas.economic_order_quantity(order, holding, demand))

    def cost(size: float) -> float:
        return order * demand / size + holding * size / 2

    assert cost(lot) <= cost(lot * by) * (1 + 1e-12)


def test_critical_ratio_of_chopra_and_meindl() -> None:
    """Example 13-1, L.L. Bean: a unit short costs 55, one too many 5: 0.917."""
    assert formulas.critical_ratio(55, 5) == pytest.approx(0.917, abs=5e-4)


@given(st.floats(0.01, 0.99), st.floats(0.01, 100))
def test_the_implied_underage_turns_the_critical_ratio_round(level: float, overage: float) -> None:
    underage = formulas.implied_underage(level, overage)
    assert formulas.critical_ratio(underage, overage) == pytest.approx(level)


def test_safety_stock_of_chopra_and_meindl() -> None:
    """Example 11-4: 2,500 a week, sd 500, lead time 2 weeks, level 0.90: 906."""
    assert formulas.safety_stock(0.9, 500, 2) == pytest.approx(906, abs=0.5)


def test_safety_stock_with_an_uncertain_lead_time_of_chopra_and_meindl() -> None:
    """Example 11-6, Dell: 2,500 a day, sd 500, lead time 7 days, sd 7, level 0.90: 22,491."""
    assert formulas.safety_stock(0.9, 500, 7, 2500, 7) == pytest.approx(22_491, abs=1)


def test_safety_stock_with_periodic_review_of_chopra_and_meindl() -> None:
    """Example 11-14, Lego: lead time 2 weeks, review 4 weeks: 1,570 above a demand of 15,000."""
    assert formulas.safety_stock(0.9, 500, 2 + 4) == pytest.approx(1570, abs=1)
