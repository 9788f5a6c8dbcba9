"""The order plan: what is ordered and why, what is left out and why, and how fast."""

import time

import numpy as np
import pandas as pd
import pytest
from hypothesis import given as drawn
from hypothesis import strategies as st
from scipy.stats import norm

from core.base.errors import AppError
from core.base.forecast import Forecast
from core.base.texts import LANGUAGES, Texts
from core.inventory.fit import case_of
from core.inventory.given import Given, nothing_given, read_given
from core.inventory.inputs import items_of
from core.inventory.margins import best_service_level
from core.inventory.plan import Plan, plan, plan_case
from core.inventory.policies.choice import POLICIES
from core.inventory.terms import PolicyName, Terms
from tests.inventory.shop import FIRST, normal_forecast

NEED = float(norm(14 * 50, np.sqrt(14) * 10).ppf(0.95))
"""What an item of the forecast below needs over 14 days at 95 %."""


def forecast(count: int = 3, horizon: int = 28) -> Forecast:
    """Items of 50 a day, sd 10."""
    return normal_forecast(np.full(count, 50.0), np.full(count, 10.0), horizon)


def given(**columns: object) -> Given:
    return read_given(pd.DataFrame({"series_id": [f"i{n}" for n in range(3)], **columns}))


def left_out(found: Plan) -> dict[str, str]:
    for problem in found.problems:
        for lang in LANGUAGES:
            assert Texts(lang).problem(problem.code, problem.facts)
    return {str(p.facts["item"]): p.code for p in found.skipped}


def test_orders_fill_up_to_the_quantile_of_the_sum() -> None:
    found = plan(forecast(), given(on_hand=[0, 300, 2000], on_order=[0, 100, 0]), Terms())
    lines = found.lines.set_index("series_id")
    assert lines["quantity"].to_dict() == {"i0": np.ceil(NEED), "i1": np.ceil(NEED - 400)}
    assert lines["order_up_to"].to_list() == pytest.approx([NEED, NEED])
    assert lines["safety_stock"].to_list() == pytest.approx([NEED - 700] * 2)
    assert found.states["classic_safety_stock"].to_list() == pytest.approx([NEED - 700] * 3, 0.01)
    assert found.units == np.ceil(NEED) + np.ceil(NEED - 400)
    assert (lines["order_date"] == FIRST).all()
    assert (lines["arrives"] == FIRST + np.timedelta64(7, "D")).all()


def test_the_expected_cycle_service_of_a_plan_is_the_one_asked_for() -> None:
    found = plan(forecast(), nothing_given(), Terms(service_level=0.9))
    assert found.states["expected_cycle_service"].to_list() == pytest.approx([0.9] * 3, abs=0.01)
    assert found.expected_fill_rate is not None
    assert found.expected_fill_rate > 0.98


def test_what_runs_out_before_the_order_comes_is_first_and_says_so() -> None:
    found = plan(forecast(), given(on_hand=[500, 100, 340]), Terms())
    assert found.lines["series_id"].to_list() == ["i1", "i2", "i0"]
    assert found.lines["reason"].to_list() == [
        "inventory.reason.runs_out", "inventory.reason.runs_out", "inventory.reason.below",
    ]  # fmt: skip
    assert found.lines["runs_out"][0] == pd.Timestamp(FIRST) + pd.Timedelta(days=2)
    assert found.risk_without[1, :3] == pytest.approx([0, 0.5, 1], abs=1e-6)
    with_it = found.risk[1]
    assert (with_it[3:7] > 0.99).all()
    assert with_it[7] < 0.01
    assert with_it[13] == pytest.approx(0.05, abs=0.01)


def test_what_is_on_order_counts_from_the_day_it_is_due() -> None:
    found = plan(forecast(), given(on_hand=100, on_order=500, due_in=[1, 3, None]), Terms())
    before = found.states["risk_before"].to_list()
    assert before[0] < 0.01
    assert before[1] > 0.99
    assert found.states["runs_out"].isna().to_list() == [False, False, False]


def test_orders_come_in_packs_from_the_minimum_to_what_the_shelf_holds() -> None:
    table = given(
        on_hand=[0, NEED - 10, 600],
        pack_size=[48, 1, 24],
        minimum_order=[0, 200, 0],
        max_stock=[None, None, 650],
    )
    lines = plan(forecast(), table, Terms()).lines.set_index("series_id")
    assert lines["quantity"].to_dict() == {"i0": 48 * np.ceil(NEED / 48), "i1": 200, "i2": 48}
    assert lines["changed"].to_dict() == {
        "i0": "", "i1": "inventory.changed.minimum", "i2": "inventory.changed.shelf",
    }  # fmt: skip
    assert lines["packs"].to_dict() == {"i0": np.ceil(NEED / 48), "i1": 200, "i2": 2}


def test_a_minimum_that_the_shelf_cannot_hold_is_not_ordered() -> None:
    table = given(on_hand=600, minimum_order=[200, 10, 0], max_stock=[650, 650, 600])
    lines = plan(forecast(), table, Terms()).lines.set_index("series_id")
    assert lines["quantity"].to_dict() == {"i1": 50}


def test_an_unknown_cost_stays_unknown() -> None:
    found = plan(forecast(), given(unit_cost=[2, None, 3]), Terms())
    assert found.lines["cost"].isna().sum() == 1
    assert found.cost == pytest.approx(5 * np.ceil(NEED))
    assert found.uncosted == 1
    remark = next(p for p in found.problems if p.code == "cost_unknown")
    assert remark.facts == {"count": 1, "items": ["i1"]}
    assert plan(forecast(), nothing_given(), Terms()).cost is None


def test_bad_items_are_left_out_with_a_reason_and_the_rest_is_planned() -> None:
    table = given(lead_time=[0, 30, 7], pack_size=1)
    found = plan(forecast(), table, Terms())
    assert left_out(found) == {"i0": "item_value_not_positive", "i1": "item_beyond_horizon"}
    assert found.lines["series_id"].to_list() == ["i2"]
    assert list(found.states.index) == ["i2"]
    assert found.risk.shape == (1, 28)


def test_a_pack_that_lasts_over_a_year_is_left_out_but_a_single_unit_never_is() -> None:
    slow = normal_forecast(np.array([50.0, 0.002]), np.array([1.0, 0.001]))
    for pack, codes in ((365 * 50, {}), (365 * 50 + 1, {"i0": "item_pack_over_year"})):
        items = pd.DataFrame({"series_id": ["i0", "i1"], "pack_size": [pack, 1]})
        assert left_out(plan(slow, read_given(items), Terms())) == codes


def test_a_lead_time_beyond_the_forecast_is_refused() -> None:
    with pytest.raises(AppError) as refused:
        plan(forecast(), nothing_given(), Terms(lead_time=22))
    assert refused.value.code == "beyond_horizon"
    assert refused.value.facts == {"days": "29", "horizon": "28"}
    assert len(plan(forecast(), nothing_given(), Terms(lead_time=21)).lines) == 3


def test_an_uncertain_lead_time_counts_at_its_longest() -> None:
    with pytest.raises(AppError) as refused:
        plan(forecast(), nothing_given(), Terms(lead_time=14, lead_time_sd=4))
    assert refused.value.code == "beyond_horizon"


def test_when_no_item_is_left_the_first_reason_is_told() -> None:
    with pytest.raises(AppError) as refused:
        plan(forecast(), given(on_hand=-1), Terms())
    assert refused.value.code == "item_value_negative"
    for lang in LANGUAGES:
        assert "i0" in Texts(lang).of(refused.value)


def test_the_best_service_level_is_the_critical_ratio() -> None:
    """A margin of 4 a unit against 10 x 0.365 / 365 x 7 = 0.07 for a week in stock; where the unit
    spoils by then, its cost of 10 beside; a stated cost of a unit short goes before the margin."""
    table = given(
        unit_cost=10,
        price=[14, 14, 14],
        shelf_life=[None, 5, None],
        stockout_cost=[None, None, 0.07],
    )
    terms = Terms(service_level=None, holding_rate=0.365)
    found = best_service_level(items_of(["i0", "i1", "i2"], terms, table))
    assert found == pytest.approx([4 / 4.07, 4 / 14.07, 0.5])
    states = plan(forecast(), table, terms).states
    assert states["service_level"].to_list() == pytest.approx(found)


def test_an_unknown_margin_takes_the_usual_level_and_says_so() -> None:
    found = plan(forecast(), given(unit_cost=10), Terms(service_level=None))
    assert found.states["service_level"].to_list() == [0.95] * 3
    remark = next(p for p in found.problems if p.code == "margin_unknown")
    assert remark.facts == {"count": 3, "level": "95"}


def test_overstock_and_dead_stock_tie_up_money() -> None:
    slow = normal_forecast(np.array([50.0, 0.05, 0.0]), np.array([10.0, 0.01, 0.0]))
    states = plan(slow, given(on_hand=[1000, 30, 4], unit_cost=[2, 5, None]), Terms()).states
    assert states["excess"].to_list() == pytest.approx(
        [1000 - NEED, 30 - states["order_up_to"].iloc[1], 4]
    )
    assert states["excess_money"].iloc[0] == pytest.approx(2 * (1000 - NEED))
    assert np.isnan(states["excess_money"].iloc[2])
    assert states["dead"].to_list() == [False, True, True]
    assert states["days_of_cover"].to_list() == pytest.approx([20, 600, np.inf])


@pytest.mark.parametrize("policy", list(POLICIES))
def test_every_policy_makes_a_plan(policy: PolicyName) -> None:
    terms = Terms(policy=policy, ordering_cost=5)
    found = plan(forecast(), given(unit_cost=[1, 1, 1], on_hand=[0, 100, 9999]), terms)
    assert found.lines["series_id"].to_list() == ["i0", "i1"]
    assert (found.lines["expected_fill_rate"] > 0.9).all()


def test_an_economic_order_without_its_costs_is_left_out() -> None:
    terms = Terms(policy="economic_order", ordering_cost=5)
    found = plan(forecast(), given(unit_cost=[1, None, 1]), terms)
    assert left_out(found) == {"i1": "item_policy_costs_unknown"}
    assert found.lines["series_id"].to_list() == ["i0", "i2"]


def test_orders_are_told_by_supplier() -> None:
    table = given(supplier=["x", "y", "x"], unit_cost=[1, 9, None])
    found = plan(forecast(), table, Terms()).by_supplier
    each = np.ceil(NEED)
    assert found["cost"].to_dict() == {"y": 9 * each, "x": each}
    assert found["units"].to_dict() == {"y": each, "x": 2 * each}
    assert found["lines"].to_dict() == {"y": 1, "x": 2}
    unknown = plan(forecast(), given(supplier="x"), Terms()).by_supplier
    assert unknown["cost"].isna().to_dict() == {"x": True}


def test_what_spoils_before_the_next_review_is_ordered_for_as_long_as_it_keeps() -> None:
    found = plan(forecast(), given(shelf_life=[3, 30, None]), Terms())
    short = float(norm(10 * 50, np.sqrt(10) * 10).ppf(0.95))
    assert found.states["order_up_to"].to_list() == pytest.approx([short, NEED, NEED])
    remark = next(p for p in found.problems if p.code == "spoils_before_review")
    assert remark.facts == {"count": 1, "items": ["i0"]}


@drawn(st.floats(0.5, 0.98), st.floats(0.001, 0.015), st.integers(1, 14))
def test_more_service_or_a_longer_lead_time_never_orders_less(
    level: float, more: float, lead: int
) -> None:
    def units(terms: Terms) -> np.ndarray:
        found = plan(forecast(), given(pack_size=[1, 6, 48]), terms)
        return found.lines.set_index("series_id")["quantity"].sort_index().to_numpy()

    now = units(Terms(service_level=level, lead_time=lead))
    assert (units(Terms(service_level=level + more, lead_time=lead)) >= now).all()
    assert (units(Terms(service_level=level, lead_time=lead + 1)) >= now).all()


def test_with_stock_enough_nothing_is_ordered_and_costs_nothing() -> None:
    found = plan(forecast(), given(on_hand=5000, unit_cost=2), Terms())
    assert (len(found.lines), found.units, found.cost, found.uncosted) == (0, 0, 0, 0)
    assert len(found.by_supplier) == 0
    assert found.expected_fill_rate == pytest.approx(1)


def test_a_single_day_is_a_horizon_too() -> None:
    day = normal_forecast(np.array([50.0]), np.array([10.0]), 1)
    terms = Terms(lead_time=0.5, review_period=0.5)
    found = plan(day, nothing_given(), terms)
    assert found.lines["quantity"].to_list() == [np.ceil(norm(50, 10).ppf(0.95))]


def test_weekly_forecasts_take_lead_times_in_days() -> None:
    weekly = normal_forecast(np.full(1, 350.0), np.full(1, np.sqrt(7) * 10), 8, each=7)
    found = plan(weekly, nothing_given(), Terms())
    assert found.lines["order_up_to"].to_list() == pytest.approx([NEED])
    assert found.states["daily_demand"].to_list() == pytest.approx([50])


def many_items() -> tuple[Forecast, Given]:
    draw = np.random.default_rng(0)
    mean = draw.gamma(2, 3, 2000)
    forecast = normal_forecast(mean, np.sqrt(mean), 42)
    items = pd.DataFrame(
        {
            "series_id": forecast.ids,
            "on_hand": draw.poisson(mean * 10),
            "unit_cost": draw.gamma(2, 4, 2000),
            "pack_size": draw.choice([1, 6, 12], 2000),
        }
    )
    return forecast, read_given(items)


@pytest.mark.parametrize("terms", [Terms(), Terms(budget=2e4), Terms(lead_time_sd=2, budget=2e4)])
def test_two_thousand_items_are_answered_within_a_second(terms: Terms) -> None:
    forecast, table = many_items()
    seconds = []
    for _ in range(3):
        begun = time.process_time()
        found = plan(forecast, table, terms)
        seconds.append(time.process_time() - begun)
    assert len(found.lines) > 50
    assert min(seconds) < 1


@pytest.mark.parametrize("sd", [0, 2])
def test_a_case_that_is_ready_answers_as_a_new_one_would(sd: float) -> None:
    forecast, table = many_items()
    case = case_of(forecast, table, Terms(lead_time_sd=sd))
    plan_case(case)
    other = Terms(lead_time_sd=sd, service_level=0.98, budget=5e4)
    begun = time.process_time()
    quick = plan_case(case.under(other))
    assert time.process_time() - begun < 1
    pd.testing.assert_frame_equal(quick.lines, plan(forecast, table, other).lines)


def test_a_case_is_of_one_lead_time() -> None:
    case = case_of(forecast(), nothing_given(), Terms())
    with pytest.raises(ValueError, match="only policy"):
        case.under(Terms(lead_time=8, service_level=0.9))
