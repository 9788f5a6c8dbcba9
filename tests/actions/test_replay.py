"""Policies replayed on the held-out weeks of a run."""

from dataclasses import replace

import numpy as np
import pandas as pd
import pytest

from core.actions.replay import Asked, How, WeeksReplayed, aimed_level, replay_bundle
from core.base.errors import AppError
from core.demand.drivers import drivers_of
from core.demand.response import learn_response
from core.inventory.given import nothing_given, read_given
from core.inventory.terms import Terms
from tests.actions.weeks import HORIZON, PERIODS, SERIES, run_of

HOW = How(levels=(0.7, 0.95))


@pytest.fixture(scope="module")
def items() -> pd.DataFrame:
    ids = [f"item {place}" for place in range(SERIES)]
    return pd.DataFrame(
        {"series_id": ids, "on_hand": 150.0, "unit_cost": 2.0, "price": 3.0, "ordering_cost": 5.0}
    )


@pytest.fixture(scope="module")
def played(items: pd.DataFrame) -> WeeksReplayed:
    return replay_bundle(*run_of(), Asked(read_given(items), Terms(), HOW))


def test_every_policy_has_a_row_of_all_items(played: WeeksReplayed) -> None:
    assert [row.policy for row in played.results] == list(HOW.policies)
    assert {row.items for row in played.results} == {SERIES}
    assert (played.series, played.of) == (SERIES, SERIES)
    for row in played.results:
        assert 0 <= row.cycle_service <= 1
        assert row.stock_money == pytest.approx(2 * row.stock_units)
        assert row.cost > 0


def test_cycles_are_served_as_often_as_asked(played: WeeksReplayed) -> None:
    row = played.results[0]
    assert row.policy == "projected_stock"
    assert row.cycle_service == pytest.approx(0.95, abs=0.04)


def test_the_frontier_rises_and_the_present_is_a_point(played: WeeksReplayed) -> None:
    low, high = played.frontier
    assert (low.level, high.level) == (0.7, 0.95)
    assert low.cycle_service < high.cycle_service
    assert low.money < high.money
    assert played.present is not None
    assert played.present.level is None


def test_the_counted_days_are_told(played: WeeksReplayed) -> None:
    panel = run_of()[0].panel
    first, last = np.datetime64(played.first), np.datetime64(played.last)
    assert last == panel.dates[-1].astype("datetime64[D]")
    assert (last - first).astype(int) + 1 == 63 - 7
    assert len(panel.dates) == PERIODS


def test_days_of_empty_shelves_are_replayed_with_what_was_wanted() -> None:
    bundle, kept = run_of()
    empty = np.random.default_rng(0).random(bundle.panel.y.shape) < 0.3
    sold = replace(bundle.panel, y=np.where(empty, 0.0, bundle.panel.y), empty=empty)
    drivers = drivers_of(learn_response(sold, empty), sold, HORIZON, ())
    short = replace(bundle, panel=sold, drivers=drivers)
    asked = Asked(nothing_given(), Terms(), HOW)
    truth, found = (replay_bundle(one, kept, asked) for one in (bundle, short))
    blind = replay_bundle(replace(short, drivers=None), kept, asked)
    demand = [one.results[1].ordered_units for one in (truth, found, blind)]
    assert demand[1] == pytest.approx(demand[0], rel=0.1)
    assert demand[2] < 0.75 * demand[0]
    assert [problem.code for problem in found.remarks] == ["replay_hidden_demand"]
    assert found.remarks[0].facts["sold"] == "0"
    assert found.problems[-1] == found.remarks[0]
    assert blind.remarks == ()


def test_a_weekly_run_is_replayed_in_whole_weeks_and_told_so() -> None:
    bundle, kept = run_of()
    weeks = np.datetime64("2020-01-06") + 7 * np.arange(PERIODS)
    weekly = replace(bundle, panel=replace(bundle.panel, dates=weeks, freq="W"))
    found = replay_bundle(weekly, kept, Asked(nothing_given(), Terms(lead_time=10), HOW))
    assert [problem.code for problem in found.remarks] == ["replay_in_whole_weeks", "replay_apart"]
    assert [problem.facts for problem in found.remarks] == [
        {"count": SERIES}, {"every": 7, "usual": 1},
    ]  # fmt: skip
    assert found.problems[-2:] == found.remarks
    assert (found.first, found.last) == (str(weeks[-62]), str(weeks[-1] + 6))
    whole = replay_bundle(weekly, kept, Asked(nothing_given(), Terms(), HOW))
    assert [problem.code for problem in whole.remarks] == ["replay_apart"]
    assert whole.results[1] == found.results[1]
    with pytest.raises(AppError) as refused:
        terms = Terms(lead_time=1, review_period=145)
        replay_bundle(weekly, kept, Asked(nothing_given(), terms, HOW))
    assert refused.value.code == "replay_beyond_weeks"
    assert replay_bundle(*run_of(), Asked(nothing_given(), Terms(), HOW)).remarks == ()


def test_without_stock_there_is_no_present_and_without_costs_no_money() -> None:
    found = replay_bundle(*run_of(), Asked(nothing_given(), Terms(), HOW))
    assert found.present is None
    assert {row.costed for row in found.results} == {0}
    assert {row.stock_money for row in found.results} == {0.0}


def test_a_policy_that_no_item_can_be_played_by_has_no_row() -> None:
    how = How(policies=("economic_order", "classic"), levels=(0.9,))
    found = replay_bundle(*run_of(), Asked(nothing_given(), Terms(), how))
    assert [row.policy for row in found.results] == ["classic"]


def test_what_is_owed_is_sold_later(items: pd.DataFrame) -> None:
    few = Terms(service_level=0.5)
    lost, owed = (
        replay_bundle(*run_of(), Asked(read_given(items), few, How(backorders=b, levels=(0.5,))))
        for b in (False, True)
    )
    assert owed.results[1].policy == "order_up_to"
    assert owed.results[1].cycle_service < lost.results[1].cycle_service


def test_items_may_differ_in_lead_time_and_review(items: pd.DataFrame) -> None:
    mixed = items.assign(
        lead_time=np.where(np.arange(SERIES) % 2, 3, 5),
        review_period=np.where(np.arange(SERIES) % 3, 7, 10),
        lead_time_sd=1.0,
        pack_size=6,
    )
    found = replay_bundle(*run_of(), Asked(read_given(mixed), Terms(), HOW))
    assert {row.items for row in found.results} == {SERIES}
    assert found.results[0].cycle_service > 0.85


def test_items_that_cannot_be_played_are_named(items: pd.DataFrame) -> None:
    wrong = items.assign(lead_time=[-1.0, 60.0, *[7.0] * (SERIES - 2)])
    found = replay_bundle(*run_of(), Asked(read_given(wrong), Terms(), HOW))
    assert found.series == SERIES - 1, "a lead time below zero is none: the default is taken"
    codes = {problem.code for problem in found.problems}
    assert {"lead_time_negative", "item_beyond_horizon"} <= codes
    with pytest.raises(AppError, match="beyond_horizon"):
        replay_bundle(*run_of(), Asked(nothing_given(), Terms(lead_time=90), HOW))


def test_every_replay_is_told_and_may_be_the_last(items: pd.DataFrame) -> None:
    seen: list[tuple[int, int]] = []

    def step(done: int, of: int) -> None:
        seen.append((done, of))
        if done == 2:
            raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt):
        replay_bundle(*run_of(), Asked(read_given(items), Terms(), HOW), step)
    assert seen == [(0, 10), (1, 10), (2, 10)]


def test_a_plan_can_aim_so_that_what_was_asked_for_comes() -> None:
    asked = Asked(nothing_given(), Terms(service_level=0.9), How(levels=(0.9,)))
    aim = aimed_level(*run_of(), asked)
    assert aim is not None
    told = replay_bundle(*run_of(), asked)
    assert told.aimed == aim
    (plain,) = told.frontier
    terms = Terms(service_level=round(aim, 6))
    row = replay_bundle(*run_of(), Asked(nothing_given(), terms, How(policies=("order_up_to",))))
    assert abs(row.results[0].cycle_service - 0.9) < abs(plain.cycle_service - 0.9)
    assert aimed_level(*run_of(), Asked(nothing_given(), Terms(service_level=None), HOW)) is None
