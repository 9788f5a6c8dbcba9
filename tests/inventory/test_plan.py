"""The order plan: what is ordered and why, what is left out and why, and how fast."""

import time
from dataclasses import replace

import numpy as np
import pandas as pd
import pytest
from hypothesis import given as drawn
from hypothesis import settings
from hypothesis import strategies as st
from scipy.stats import norm

from core.base.errors import AppError
from core.base.forecast import LEVELS, Forecast
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
    table = given(review_period=[0, 7, 7], lead_time=[7, 30, 7], pack_size=1)
    found = plan(forecast(), table, Terms())
    assert left_out(found) == {"i0": "item_value_not_positive", "i1": "item_beyond_horizon"}
    assert found.lines["series_id"].to_list() == ["i2"]
    assert list(found.states.index) == ["i2"]
    assert found.risk.shape == (1, 28)


@pytest.mark.parametrize("policy", POLICIES)
def test_what_is_delivered_at_once_need_only_last_until_the_next_order(policy: PolicyName) -> None:
    """Over seven days an item sells 350, sd 10 x sqrt(7)."""
    known = given(lead_time=0, unit_cost=2, ordering_cost=1)
    week = np.ceil(norm(350, np.sqrt(7) * 10).ppf(0.95))
    for terms in (Terms(policy=policy), Terms(policy=policy, lead_time_sd=2)):
        found = plan(forecast(), known, terms)
        assert not left_out(found)
        assert found.states["risk_before"].to_list() == [0, 0, 0]
        assert found.states["short_before"].to_list() == [0, 0, 0]
        if policy in ("order_up_to", "projected_stock"):
            assert found.lines["quantity"].to_list() == [week] * 3
    at_a_time = Terms(lead_time=0, lead_time_sd=2)
    assert plan(forecast(), nothing_given(), at_a_time).units == 3 * week


def closed_at_first(days: int) -> Forecast:
    """50 a day, sd 10, but nothing on the first `days` days."""
    later = normal_forecast(np.full(3, 50.0), np.full(3, 10.0), 28 - days)
    none = np.zeros((3, days, len(LEVELS)))
    return replace(
        later,
        dates=later.dates[0] + np.arange(28),
        mean=np.concatenate([none[:, :, 0], later.mean], axis=1),
        quantiles=np.concatenate([none, later.quantiles], axis=1),
        cumulative=np.concatenate([none, later.cumulative], axis=1),
    )


@pytest.mark.parametrize("policy", POLICIES)
@pytest.mark.parametrize("closed", [1, 2])
def test_what_is_delivered_at_once_lasts_over_one_day_that_sells(
    policy: PolicyName, closed: int
) -> None:
    """A forecast that begins on closed days, ordered by day with no lead time: a level for these
    alone would be none, and nothing would ever be ordered."""
    terms = Terms(policy=policy, lead_time=0, review_period=1)
    found = plan(closed_at_first(closed), given(unit_cost=2, ordering_cost=1), terms)
    day = np.ceil(norm(50, 10).ppf(0.95))
    assert len(found.lines) == 3
    if policy in ("base_stock", "order_up_to", "projected_stock"):
        assert found.lines["quantity"].to_list() == [day] * 3
        assert found.states["expected_cycle_service"].to_numpy() == pytest.approx(0.95, abs=0.02)
        assert found.expected_fill_rate is not None
    if policy in ("reorder_quantity", "reorder_up_to"):
        point = norm(50, 10).ppf(0.95)
        assert found.states["reorder_point"].to_list() == pytest.approx([point] * 3)
    if policy == "economic_order":
        assert found.states["reorder_point"].to_list() == pytest.approx([50] * 3)


def test_a_level_for_closed_days_reaches_no_farther_than_the_forecast_or_the_shelf() -> None:
    terms = Terms(policy="base_stock", lead_time=0, review_period=1)
    never = replace(
        closed_at_first(28 - 1), mean=np.zeros((3, 28)), cumulative=np.zeros((3, 28, len(LEVELS)))
    )
    assert plan(never, nothing_given(), terms).units == 0
    spoils = given(shelf_life=[1, 2, 3])
    ordered = plan(closed_at_first(2), spoils, terms).rows.set_index("series_id")["quantity"]
    assert ordered.sort_index().to_list() == [0, 0, np.ceil(norm(50, 10).ppf(0.95))]


def test_what_is_lacking_before_the_order_comes_is_told() -> None:
    """Of 7 x 50 asked for before it comes, sd 26.5: all but what is there; the expected excess over
    the mean is sd x 0.3989. What is due in time helps, from its day on."""
    table = given(on_hand=[0, 350, 100], on_order=[0, 0, 500], due_in=[None, None, 4])
    found = plan(forecast(), table, Terms()).states["short_before"].to_list()
    assert found[:2] == pytest.approx([350, np.sqrt(7) * 10 * 0.3989], rel=0.01)
    assert found[2] == pytest.approx(4 * 50 - 100, rel=0.01)
    late = given(on_hand=100, on_order=500, due_in=7)
    assert plan(forecast(), late, Terms()).states["short_before"].to_list() == pytest.approx(
        [250] * 3, rel=0.01
    )


def test_a_budget_tells_what_it_drops_and_what_cannot_be_weighed() -> None:
    table = given(unit_cost=[2, 4, None], price=[3, 4.01, 9])
    found = plan(forecast(), table, Terms(budget=2 * np.ceil(NEED), service_level=0.98))
    rows = found.rows.set_index("series_id")
    assert (rows["unlimited"] > NEED).all()
    assert rows.loc["i1", "proposed"] == rows.loc["i2", "proposed"] == 0
    assert left_out(found) == {"i1": "item_dropped_by_limit", "i2": "item_cost_unknown_in_limit"}
    remark = next(p for p in found.problems if p.code == "margin_unknown")
    assert remark.facts == {"count": 1, "level": "98"}
    assert not left_out(plan(forecast(), table, Terms(service_level=0.98)))


def test_a_unit_cost_of_nothing_is_told() -> None:
    found = plan(forecast(), given(unit_cost=[0, 4, None]), Terms())
    remark = next(p for p in found.problems if p.code == "unit_cost_zero")
    assert (remark.severity, remark.facts) == ("warning", {"count": 1, "items": ["i0"]})
    for lang in LANGUAGES:
        assert "i0" in Texts(lang).problem(remark.code, remark.facts)


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
    other = plan(forecast(), given(unit_cost=10), Terms(service_level=None, usual_level=0.98))
    assert other.states["service_level"].to_list() == [0.98] * 3
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


MONEY = st.sampled_from([None, 0.0, 3.0])


@settings(max_examples=60, deadline=None)
@drawn(
    st.sampled_from(list(POLICIES)),
    st.fixed_dictionaries(
        dict.fromkeys(("ordering_cost", "unit_cost", "price", "stockout_cost"), MONEY)
    ),
    st.sampled_from([0.0, 0.25]),
    st.sampled_from([1.0, 6.0]),
    st.sampled_from([None, 0.95]),
)
def test_empty_shelves_are_filled_whatever_costs_nothing_or_it_is_told(
    policy: PolicyName, costs: dict[str, float | None], rate: float, pack: float,
    level: float | None,
) -> None:  # fmt: skip
    mean = np.array([50.0, 0.2, 0.0])
    known = {name: [cost] * 3 for name, cost in costs.items()}
    terms = Terms(policy=policy, service_level=level, holding_rate=rate)
    found = plan(normal_forecast(mean, mean / 5), given(**known, pack_size=[pack] * 3), terms)
    rows = found.rows.set_index("series_id")["quantity"]
    assert np.isfinite(rows).all()
    assert not np.signbit(rows).any()
    assert rows["i2"] == 0
    told = {str(p.facts.get("item")) for p in found.problems}
    for item in ("i0", "i1"):
        assert rows[item] >= pack or item in told or level is None


def test_orders_that_cost_nothing_are_as_small_as_they_can_be() -> None:
    known = given(unit_cost=[2.0] * 3, ordering_cost=[0.0] * 3, pack_size=[1.0, 6.0, 1.0])
    found = plan(forecast(), known, Terms(policy="economic_order"))
    rows = found.rows.set_index("series_id")["quantity"]
    assert rows.to_dict() == {"i0": 701, "i1": 702, "i2": 701}
    assert found.skipped == ()


def losing() -> Given:
    """A loss of 2 a unit, no margin, a gain of 2."""
    return given(unit_cost=[5, 5, 5], price=[3, 5, 7])


def test_what_sells_at_or_below_cost_is_not_ordered_under_the_best_level() -> None:
    found = plan(forecast(), losing(), Terms(service_level=None))
    assert found.lines["series_id"].to_list() == ["i2"]
    rows = found.rows.set_index("series_id")
    assert rows.loc[["i0", "i1"], "reason"].to_list() == ["inventory.reason.no_gain"] * 2
    remark = next(p for p in found.problems if p.code == "sold_below_cost_not_ordered")
    assert (remark.severity, remark.facts) == ("warning", {"count": 2, "items": ["i0", "i1"]})
    assert left_out(found) == {}
    own = plan_case(case_of(forecast(), losing(), Terms(service_level=None)), {"i0": 5})
    assert own.lines.set_index("series_id")["quantity"]["i0"] == 5


def test_what_sells_below_cost_is_ordered_under_one_level_and_told() -> None:
    found = plan(forecast(), losing(), Terms())
    assert found.lines["quantity"].to_list() == [np.ceil(NEED)] * 3
    remark = next(p for p in found.problems if p.code == "sold_below_cost")
    assert remark.facts == {"count": 2, "items": ["i0", "i1"]}
    assert left_out(found) == {}


def test_a_stated_cost_of_a_unit_short_goes_before_a_loss() -> None:
    """A loss leader: a unit short costs 4, so it is worth ordering; a stated 0 is not."""
    table = given(unit_cost=5, price=3, stockout_cost=[4, 0, 4])
    found = plan(forecast(), table, Terms(service_level=None))
    assert set(found.lines["series_id"]) == {"i0", "i2"}
    assert not any(p.code.startswith("sold_below_cost") for p in found.problems)
