"""The risk of running out is how often it happens where lead times are drawn."""

import time
from functools import cache

import numpy as np
import pandas as pd
import pytest

from core.inventory.fit import case_of
from core.inventory.given import read_given
from core.inventory.outlook import Outlook
from core.inventory.plan import Plan, plan
from core.inventory.risk import stockout_risks
from core.inventory.terms import Terms
from tests.inventory.shop import normal_forecast
from tests.inventory.test_plan import many_items

MANY = 20_000


@cache
def planned(hand: float, lead: float, sd: float) -> Plan:
    """An item of 10 a day, sd 3."""
    items = pd.DataFrame(
        {"series_id": ["i0"], "on_hand": hand, "lead_time": lead, "lead_time_sd": sd}
    )
    forecast = normal_forecast(np.array([10.0]), np.array([3.0]), 60)
    return plan(forecast, read_given(items), Terms())


def drawn(hand: float, lead: float, sd: float) -> tuple[np.ndarray, np.ndarray]:
    """Whether it is out by each of the days (n, 60) with the plan's order, and whether it was when
    the order came (n,)."""
    draw = np.random.default_rng(0)
    wait = draw.gamma((lead / sd) ** 2, sd**2 / lead, MANY)
    asked = draw.normal(10, 3, (MANY, 60)).cumsum(axis=1)
    came = np.arange(60) >= wait[:, None]
    order = float(planned(hand, lead, sd).rows["quantity"].iloc[0])
    out = asked > hand + order * came
    return out, ((asked > hand) & ~came).any(axis=1)


@pytest.mark.parametrize(("hand", "lead", "sd"), [(75, 7, 5), (75, 7, 1), (30, 10, 4)])
def test_the_risk_by_day_is_that_of_lead_times_that_are_drawn(
    hand: float, lead: float, sd: float
) -> None:
    found = planned(hand, lead, sd)
    out, before = drawn(hand, lead, sd)
    assert found.risk[0] == pytest.approx(out.mean(axis=0), abs=0.02)
    assert found.rows["risk_before"].iloc[0] == pytest.approx(before.mean(), abs=0.03)


def test_an_uncertain_lead_time_is_not_nothing_after_its_mean() -> None:
    """By hand: 75 are gone after ten days for sure, and an order of mean lead time 7, sd 5 is still
    out with a chance of 1 - gammainc(1.96, 2.8) = 0.23."""
    assert planned(75, 7, 5).risk[0, 10] == pytest.approx(0.23, abs=0.01)


def test_a_sure_lead_time_has_come_or_has_not() -> None:
    outlook = Outlook(normal_forecast(np.ones(2), np.ones(2)), np.array([3.0, 0.0]), np.zeros(2))
    assert outlook.arrived(np.array([0.0, 2.9, 3.0])).tolist() == [[0, 0, 1], [1, 1, 1]]


def test_two_thousand_uncertain_items_are_answered_as_fast_as_a_slider_moves() -> None:
    forecast, table = many_items()
    case = case_of(forecast, table, Terms(lead_time_sd=2))
    seconds = []
    for _ in range(3):
        begun = time.process_time()
        stockout_risks(case.outlook, case.items, np.ones(2000))
        seconds.append(time.process_time() - begun)
    assert min(seconds) < 0.15
