"""What is on its way counts as far as it comes in time to be sold."""

import numpy as np
import pandas as pd
import pytest
from scipy.stats import norm

from core.base.texts import LANGUAGES, Texts
from core.inventory.given import read_given
from core.inventory.inputs import Items
from core.inventory.outlook import Outlook
from core.inventory.plan import Plan, plan
from core.inventory.policies.choice import POLICIES
from core.inventory.span import Span
from core.inventory.terms import PolicyName, Terms
from tests.inventory.shop import normal_forecast

TOP = float(norm(140, 3 * np.sqrt(14)).ppf(0.95))
"""What the item below needs over 14 days at 95 %."""


def planned(terms: Terms | None = None, **known: object) -> Plan:
    """Items of 10 a day, sd 3, at a lead time and a review of 7 days, but for what is `known`."""
    items = pd.DataFrame({"series_id": ["i0"], **{name: [cell] for name, cell in known.items()}})
    forecast = normal_forecast(np.array([10.0]), np.array([3.0]), 60)
    return plan(forecast, read_given(items), terms or Terms())


@pytest.mark.parametrize("due", [14, 50, 5000])
def test_what_comes_after_the_next_delivery_is_not_counted_and_told(due: float) -> None:
    found = planned(on_hand=0, on_order=1000, due_in=due)
    assert found.lines["quantity"].to_list() == [np.ceil(TOP)]
    assert found.states["expected_cycle_service"].to_list() == pytest.approx([0.95], abs=0.01)
    assert found.states["excess"].to_list() == [0]
    remark = next(p for p in found.problems if p.code == "on_order_comes_late")
    assert (remark.severity, remark.facts) == ("warning", {"count": 1, "items": ["i0"]})
    for lang in LANGUAGES:
        assert "i0" in Texts(lang).problem(remark.code, remark.facts)


def test_what_comes_late_is_named_as_the_reason_where_nothing_is_short_yet() -> None:
    found = planned(on_hand=100, on_order=1000, due_in=50)
    assert found.lines["quantity"].to_list() == [np.ceil(TOP - 100)]
    assert found.lines["reason"].to_list() == ["inventory.reason.too_late"]


@pytest.mark.parametrize("due", [0, 6, 7])
def test_what_comes_by_the_lead_time_counts_in_full(due: float) -> None:
    found = planned(on_hand=20, on_order=100, due_in=due)
    assert found.lines["quantity"].to_list() == [np.ceil(TOP - 120)]
    assert not any(p.code == "on_order_comes_late" for p in found.problems)


def test_an_order_that_would_come_no_sooner_is_not_made_and_the_gap_is_named() -> None:
    found = planned(on_hand=0, on_order=1000, due_in=6)
    assert found.units == 0
    assert found.rows["reason"].to_list() == ["inventory.reason.soon"]


def test_the_days_until_late_goods_come_are_ordered_for() -> None:
    """An order sells from day 7, what is on its way from day 12: the days between ask for 50, at
    95 % for 61. What was asked for before day 7 has gone."""
    found = planned(on_hand=0, on_order=1000, due_in=12)
    order = float(found.lines["quantity"].iloc[0])
    between = np.random.default_rng(0).normal(10, 3, (50_000, 5)).sum(axis=1)
    assert np.mean(between <= order) > 0.95
    assert order < 50 + TOP - 140 + 1


def test_a_stock_that_lasts_until_late_goods_come_needs_no_order() -> None:
    assert planned(on_hand=TOP, on_order=1000, due_in=12).units == 0
    assert planned(on_hand=100, on_order=1000, due_in=12).units == np.ceil(TOP - 120)


@pytest.mark.parametrize("policy", POLICIES)
def test_no_policy_counts_what_comes_after_its_span(policy: PolicyName) -> None:
    terms = Terms(policy=policy, ordering_cost=5)
    known = {"on_hand": 0, "unit_cost": 2}
    without = planned(terms, **known).units
    assert without > 0
    assert planned(terms, **known, on_order=1000, due_in=60).units == without
    assert planned(terms, **known, on_order=1000, due_in=7).units == 0


def test_the_later_it_comes_the_less_it_counts() -> None:
    forecast = normal_forecast(np.full(30, 10.0), np.full(30, 3.0), 28)
    due = np.arange(30) / 2
    items = pd.DataFrame(
        {"on_hand": 30.0, "on_order": 200.0, "due_in": due, "review_period": 7.0},
        index=pd.Index(forecast.ids),
    )
    span = Span(Outlook(forecast, np.full(30, 7.0), np.zeros(30)), np.full(30, 7.0))
    counted = span.counted(Items(items.assign(shelf_life=np.nan)))
    assert (counted[due <= 7] == 230).all()
    later = (due > 7) & (due < 14)
    assert counted[later] == pytest.approx(30 + (14 - due[later]) * 10 + 40)
    assert (counted[due >= 14] == 30).all()


@pytest.mark.parametrize(
    ("policy", "days"),
    [("order_up_to", 14), ("projected_stock", 14), ("reorder_quantity", 14), ("base_stock", 8),
     ("newsvendor", 60)],
)  # fmt: skip
def test_safety_stock_is_for_the_time_that_the_policy_protects(
    policy: PolicyName, days: int
) -> None:
    """Of normal days that are independent both are z x sd x sqrt(days)."""
    states = planned(Terms(policy=policy), on_hand=0).states
    by_hand = 1.645 * 3 * np.sqrt(days)
    assert states["protection_demand"].to_list() == pytest.approx([10 * days])
    assert states["safety_stock"].to_list() == pytest.approx([by_hand], rel=1e-3)
    assert states["classic_safety_stock"].to_list() == pytest.approx([by_hand], rel=0.02)


def test_safety_stock_of_what_spoils_is_for_as_long_as_it_keeps() -> None:
    states = planned(on_hand=0, shelf_life=2).states
    assert states["protection_demand"].to_list() == pytest.approx([90])
    assert states["safety_stock"].to_list() == pytest.approx([1.645 * 9], rel=1e-3)
    assert states["classic_safety_stock"].to_list() == pytest.approx([1.645 * 9], rel=0.02)
