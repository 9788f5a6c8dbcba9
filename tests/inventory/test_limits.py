"""Budgets and rooms: never broken, spent where most is earned."""

from itertools import product

import numpy as np
import pandas as pd
import pytest
from hypothesis import given as drawn
from hypothesis import settings
from hypothesis import strategies as st

from core.inventory.expect import Expectation
from core.inventory.fit import Case, case_of
from core.inventory.given import read_given
from core.inventory.margins import overage, underage
from core.inventory.plan import plan
from core.inventory.terms import Terms
from tests.inventory.shop import normal_forecast


def case(seed: int, count: int, terms: Terms, costs: object = None) -> tuple[Case, pd.DataFrame]:
    draw = np.random.default_rng(seed)
    mean = draw.gamma(2, 2, count)
    forecast = normal_forecast(mean, draw.uniform(0.3, 1.5, count) * np.sqrt(mean))
    cost = draw.uniform(1, 9, count) if costs is None else costs
    items = pd.DataFrame(
        {
            "series_id": forecast.ids,
            "on_hand": draw.poisson(mean * 5),
            "unit_cost": cost,
            "price": cost + draw.uniform(0.5, 6, count),
            "pack_size": draw.choice([1.0, 4.0, 10.0], count),
            "minimum_order": draw.choice([0.0, 15.0], count),
            "volume": draw.uniform(0.1, 2, count),
        }
    )
    return case_of(forecast, read_given(items), terms), items


def profit(one: Case, order: np.ndarray) -> float:
    """The expected profit of orders (s,) against ordering nothing."""
    position = one.items.of("on_hand")
    ready = Expectation(one.outlook, one.items.of("review_period"))
    served = ready.served(np.stack([position, position + order], axis=1))
    more = served[:, 1] - served[:, 0]
    return float((underage(one.items) * more - overage(one.items) * (order - more)).sum())


@settings(max_examples=20)
@drawn(st.integers(0, 10_000), st.floats(0, 500), st.floats(0, 200))
def test_limits_are_never_broken_and_orders_stay_in_packs(
    seed: int, budget: float, capacity: float
) -> None:
    terms = Terms(budget=budget, capacity=capacity)
    one, items = case(seed, 8, terms)
    free = plan(one.forecast, read_given(items), Terms()).lines.set_index("series_id")["quantity"]
    found = plan(one.forecast, read_given(items), terms).lines
    assert found["cost"].sum() <= budget + 1e-6
    rows = found.merge(items, on="series_id")
    assert (rows["quantity"] * rows["volume"]).sum() <= capacity + 1e-6
    assert np.allclose(rows["quantity"] % rows["pack_size"], 0)
    assert (rows["quantity"] >= rows["minimum_order"]).all()
    assert (rows["quantity"] <= rows["series_id"].map(free) + 1e-9).all()


@settings(max_examples=10)
@drawn(st.integers(0, 10_000))
def test_all_the_money_earns_most_and_none_nothing(seed: int) -> None:
    earned = []
    for budget in (0, 20, 60, 120, 250, 1e6):
        one, items = case(seed, 6, Terms(budget=budget))
        lines = plan(one.forecast, read_given(items), Terms(budget=budget)).lines
        order = lines.set_index("series_id")["quantity"].reindex(one.items.ids).fillna(0)
        earned.append(profit(one, order.to_numpy()))
    assert earned[0] == pytest.approx(0)
    assert earned[-1] >= max(earned) - 1e-9


@settings(max_examples=20)
@drawn(st.integers(0, 10_000), st.integers(1, 12))
def test_single_units_of_one_cost_are_spent_as_well_as_any_choice(seed: int, packs: int) -> None:
    """All units cost 1, so a budget is a number of units: the greedy choice is the best one, as
    every other division of it shows."""
    one, items = case(seed, 3, Terms(), np.ones(3))
    items = items.assign(pack_size=1, minimum_order=0)
    one = case_of(one.forecast, read_given(items), Terms())
    full = plan(one.forecast, read_given(items), Terms()).lines.set_index("series_id")["quantity"]
    most = full.reindex(one.items.ids).fillna(0).to_numpy()
    if most.max() > 32:
        return
    found = plan(one.forecast, read_given(items), Terms(budget=packs)).lines
    order = found.set_index("series_id")["quantity"].reindex(one.items.ids).fillna(0).to_numpy()
    assert order.sum() == min(packs, most.sum())
    best = max(
        profit(one, np.array(other))
        for other in product(*(range(int(top) + 1) for top in np.minimum(most, packs)))
        if sum(other) == order.sum()
    )
    assert profit(one, order) == pytest.approx(best, abs=1e-6)


def test_the_better_margin_comes_first() -> None:
    forecast = normal_forecast(np.full(2, 10.0), np.full(2, 2.0))
    items = pd.DataFrame({"series_id": ["i0", "i1"], "unit_cost": [5.0, 5.0], "price": [6.0, 9.0]})
    lines = plan(forecast, read_given(items), Terms(budget=300)).lines
    assert lines["series_id"].to_list() == ["i1"]
    assert lines["quantity"].to_list() == [60]
    assert lines["changed"].to_list() == ["inventory.changed.limit"]


def test_an_unknown_cost_gets_nothing_within_a_limit_and_is_named() -> None:
    forecast = normal_forecast(np.full(2, 10.0), np.full(2, 2.0))
    items = pd.DataFrame({"series_id": ["i0", "i1"], "unit_cost": [5.0, None]})
    found = plan(forecast, read_given(items), Terms(budget=1e6))
    assert found.lines["series_id"].to_list() == ["i0"]
    assert [(p.code, p.facts["item"]) for p in found.skipped] == [
        ("item_cost_unknown_in_limit", "i1")
    ]
    assert any(p.code == "margin_unknown" for p in found.problems)
