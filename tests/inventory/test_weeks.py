"""Policies on held-out weeks: which forecast a review sees, what is conserved, what is attained."""

import numpy as np
import pandas as pd
import pytest
from hypothesis import given as drawn
from hypothesis import settings
from hypothesis import strategies as st
from scipy.stats import poisson

from core.base.forecast import LEVELS, Forecast, Freq
from core.base.texts import LANGUAGES, Texts
from core.inventory.attained import attained
from core.inventory.given import nothing_given, read_given
from core.inventory.inputs import Items, items_of
from core.inventory.outlook import Outlook
from core.inventory.periods import in_periods, played_outlook, reaching
from core.inventory.policies.choice import POLICIES
from core.inventory.policies.classic import Classic, recent
from core.inventory.policies.fixed import Fixed
from core.inventory.policies.lots import economic_lots
from core.inventory.policies.order_up_to import OrderUpTo
from core.inventory.policies.policy import Levels
from core.inventory.policies.projected_stock import ProjectedStock
from core.inventory.results import result
from core.inventory.terms import PolicyName, Terms
from core.inventory.weeks import Rules, Weeks, play
from tests.inventory.shop import normal_forecast

MEAN, SD, DAYS = 10.0, 4.0, 70


def weeks_of(items: int, seed: int = 0) -> Weeks:
    draw = np.random.default_rng(seed)
    sold = np.maximum(draw.normal(MEAN, SD, (items, DAYS)), 0)
    forecast = normal_forecast(np.full(items, MEAN), np.full(items, SD))
    return Weeks(sold, [forecast] * (DAYS // 7), 7)


def poisson_weeks(freq: Freq, mean: float, items: int = 100, periods: int = 60) -> Weeks:
    """Demand whose quantiles are known, forecast anew before every week or month."""
    sold = np.random.default_rng(0).poisson(mean, (items, periods)).astype(float)
    means = np.full((items, 12), mean)
    sums = poisson.ppf(LEVELS, means.cumsum(axis=1)[..., None])
    single = poisson.ppf(LEVELS, means[..., None])
    rule = {"D": "D", "W": "7D", "M": "MS"}[freq]
    days = pd.date_range("2018-01-01", periods=periods + 12, freq=rule).to_numpy("datetime64[D]")
    ids = tuple(f"i{place}" for place in range(items))
    forecasts = [
        Forecast(ids, days[at : at + 12], means, single, sums, freq) for at in range(periods)
    ]
    return Weeks(sold, forecasts, 1)


def items_for(weeks: Weeks, **known: object) -> Items:
    ids = weeks.forecasts[0].ids
    if not known:
        return items_of(ids, Terms(), nothing_given())
    return items_of(ids, Terms(), read_given(pd.DataFrame({"series_id": ids, **known})))


@pytest.mark.parametrize(("freq", "mean"), [("W", 300.0), ("M", 1000.0)])
@pytest.mark.parametrize(
    ("lead", "review"), [(7, 7), (3, 7), (10, 7), (11, 7), (7, 10), (30, 30), (45, 20)]
)
def test_weeks_and_months_are_served_as_often_as_asked(
    freq: Freq, mean: float, lead: float, review: float
) -> None:
    weeks = poisson_weeks(freq, mean)
    terms = Terms(lead_time=lead, review_period=review)
    items = items_of(weeks.forecasts[0].ids, terms, nothing_given())
    for level in (0.8, 0.95):
        policy = OrderUpTo(level)
        found = play(weeks, items, lambda _, policy=policy: policy, Rules(backorders=True))
        assert found is not None
        assert found.replayed.total.cycle_service == pytest.approx(level, abs=0.025)


@pytest.mark.parametrize(("freq", "sd"), [("W", 3.0), ("M", 10.0)])
def test_uncertain_lead_times_of_weeks_and_months_are_served_too(freq: Freq, sd: float) -> None:
    weeks = poisson_weeks(freq, 600.0, periods=120)
    terms = Terms(lead_time=30, lead_time_sd=sd, review_period=7)
    items = items_of(weeks.forecasts[0].ids, terms, nothing_given())
    found = play(weeks, items, lambda _: OrderUpTo(0.95), Rules(backorders=True))
    assert found is not None
    assert found.replayed.total.cycle_service == pytest.approx(0.95, abs=0.025)


def test_the_classic_is_of_the_periods_that_are_played() -> None:
    weeks = poisson_weeks("M", 100.0)
    mean, sd = recent(weeks.sold, 1.0, 60)
    items = items_of(weeks.forecasts[0].ids, Terms(), nothing_given())
    found = play(weeks, items, lambda _: Classic(0.95, mean, sd), Rules(backorders=True))
    assert found is not None
    assert found.replayed.total.cycle_service == pytest.approx(0.95, abs=0.02)


def test_the_economic_order_of_weeks_is_that_of_days() -> None:
    weeks = poisson_weeks("W", 70.0, items=1)
    items = items_for(weeks, unit_cost=[2.0], ordering_cost=[5.0])
    days = economic_lots(Outlook(weeks.forecasts[0], np.full(1, 7.0), np.zeros(1)), items)
    counted = in_periods(items, "W")
    weekly = economic_lots(played_outlook(weeks.forecasts[0], counted), counted)
    assert weekly == pytest.approx(days)


def test_what_cannot_be_played_in_whole_months_is_told() -> None:
    weeks = poisson_weeks("M", 100.0, items=3)
    items = items_for(weeks, lead_time=[30.0, 45.0, 400.0], review_period=[30.0, 30.0, 7.0])
    keep, problems = reaching(items, weeks.forecasts[0])
    assert keep.tolist() == [True, True, False]
    beyond, rounded = problems
    assert (beyond.code, beyond.severity) == ("replay_beyond_months", "error")
    assert beyond.facts == {"count": 1, "items": ["i2"], "horizon": 12, "periods": "14"}
    assert (rounded.code, rounded.severity) == ("replay_in_whole_months", "warning")
    assert rounded.facts == {"count": 1}
    daily = poisson_weeks("D", 5.0, items=1)
    whole = items_for(daily, lead_time=[3.0], review_period=[7.0])
    assert reaching(whole, daily.forecasts[0])[1] == []
    for lang in LANGUAGES:
        assert all(Texts(lang).problem(one.code, one.facts) for one in problems)


class Numbered:
    """Orders up to 1000 x the number of the origin."""

    def __init__(self, number: int) -> None:
        self.number = number

    def levels(self, outlook: Outlook, items: Items) -> Levels:
        top = np.full(len(outlook.lead_time), 1000.0 * (1 + self.number))
        return Levels(top, top, items.of("review_period"))


def test_every_review_sees_the_latest_forecast_before_it() -> None:
    weeks = weeks_of(3)
    items = items_for(weeks, lead_time=[1.0, 1.0, 1.0], review_period=[7.0, 14.0, 1.0])
    found = play(weeks, items, Numbered, Rules())
    assert found is not None
    assert sorted(found.places.tolist()) == [0, 1, 2]
    by_item = dict(zip(found.places.tolist(), found.replayed.stock, strict=True))
    for item, every in ((0, 7), (1, 14), (2, 1)):
        day = 20
        origin = (day // every * every) // 7
        after = 1000.0 * (1 + origin) - MEAN * 15
        assert after < by_item[item][day] <= 1000.0 * (1 + origin)


def test_items_of_unlike_reviews_are_played_as_if_alone() -> None:
    weeks = weeks_of(4)
    review = np.array([7.0, 14.0, 7.0, 1.0])
    together = play(
        weeks, items_for(weeks, review_period=review), lambda _: OrderUpTo(0.9), Rules()
    )
    assert together is not None
    for item in range(4):
        one = weeks.only(np.array([item]))
        alone = play(
            one, items_for(one, review_period=review[[item]]), lambda _: OrderUpTo(0.9), Rules()
        )
        assert alone is not None
        row = together.places.tolist().index(item)
        assert np.array_equal(together.replayed.stock[row], alone.replayed.stock[0])


@settings(max_examples=25, deadline=None)
@drawn(
    st.sampled_from([name for name in POLICIES if name != "newsvendor"]),
    st.integers(0, 1000),
    st.booleans(),
    st.sampled_from([1.0, 6.0]),
    st.sampled_from([None, 5.0]),
)
def test_no_unit_is_made_or_lost(
    policy: PolicyName, seed: int, backorders: bool, pack: float, life: float | None
) -> None:
    weeks = weeks_of(3, seed)
    draw = np.random.default_rng(seed)
    items = items_for(
        weeks, lead_time=draw.integers(1, 10, 3), lead_time_sd=draw.choice([0.0, 1.0], 3),
        review_period=draw.integers(1, 9, 3), pack_size=[pack] * 3, shelf_life=[life] * 3,
        unit_cost=[2.0] * 3, ordering_cost=[3.0] * 3, minimum_order=[2.0] * 3,
    )  # fmt: skip
    found = play(weeks, items, lambda _: POLICIES[policy](0.9), Rules(backorders))
    assert found is not None
    one = found.replayed
    assert one.start + one.received == pytest.approx(one.sold + one.waste + one.end)
    assert (one.stock >= -1e-9).all()
    assert (one.served <= one.demand + 1e-9).all()


def test_the_classic_is_the_textbooks() -> None:
    past = np.array([[1.0, 2.0, 3.0, 6.0], [np.nan, np.nan, 5.0, 7.0]])
    mean, sd = recent(past, 1.0, 3)
    assert mean == pytest.approx([11 / 3, 6])
    assert sd == pytest.approx([np.std([2, 3, 6], ddof=1), np.std([5, 7], ddof=1)])
    outlook = Outlook(normal_forecast(np.ones(2), np.ones(2)), np.full(2, 7.0), np.zeros(2))
    items = items_of(["i0", "i1"], Terms(), nothing_given())
    found = Classic(0.95, mean, sd).levels(outlook, items)
    assert found.order_up_to == pytest.approx(14 * mean + 1.6448536 * np.sqrt(14) * sd)


def test_a_level_that_serves_too_much_is_lowered_and_too_little_raised() -> None:
    weeks = weeks_of(200)
    items = items_for(weeks)
    assert attained(weeks, items, ProjectedStock, 0.8, Rules()) == pytest.approx(0.8, abs=0.02)
    wide, narrow = (_scaled(weeks, share) for share in (1.1, 0.95))
    assert attained(wide, items, ProjectedStock, 0.8, Rules()) < 0.75
    assert attained(narrow, items, ProjectedStock, 0.8, Rules()) > 0.83


def _scaled(weeks: Weeks, share: float) -> Weeks:
    one = weeks.forecasts[0]
    other = Forecast(one.ids, one.dates, one.mean, one.quantiles, one.cumulative * share)
    return Weeks(weeks.sold, [other] * len(weeks.forecasts), weeks.every)


def test_nothing_played_attains_what_was_asked_for() -> None:
    weeks = weeks_of(2)
    unknown = Fixed(np.full(2, np.nan))
    assert attained(weeks, items_for(weeks), lambda _level: unknown, 0.9, Rules()) == 0.9


def test_money_is_of_items_whose_cost_is_known() -> None:
    weeks = weeks_of(2)
    items = items_for(weeks, unit_cost=[2.0, None], price=[5.0, 5.0], ordering_cost=[4.0, 4.0])
    played = play(weeks, items, lambda _: Fixed(np.full(2, 120.0)), Rules())
    assert played is not None
    row, one = result("fixed", played, items, 1.0), played.replayed
    assert (row.items, row.costed) == (2, 1)
    assert row.stock_money == pytest.approx(2 * one.mean_stock[0])
    holding = one.mean_stock[0] * 2 * 0.25 / 365
    days = DAYS - 7
    assert row.cost == pytest.approx(holding + (3 * one.short[0] + 4 * one.orders[0]) / days)
    assert row.stock_units == pytest.approx(one.mean_stock.sum())
