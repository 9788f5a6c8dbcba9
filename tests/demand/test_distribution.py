"""Quantiles around means: on simulated shops they cover what they say, alone and summed up."""

from collections.abc import Callable
from dataclasses import replace

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from hypothesis.extra.numpy import arrays
from numpy.typing import NDArray

from core.base.errors import AppError
from core.base.forecast import LEVELS
from core.demand.backtest import calibrated, following
from core.demand.bounds import bounds
from core.demand.distribution import Distribution, Told, learn_distribution
from core.demand.metrics import coverage
from core.demand.panel import Floats, Panel
from tests.demand.panels import panel

SERIES, PERIODS, HORIZON = 300, 300, 14
WEEK = np.array([0.7, 0.8, 0.9, 1.0, 1.1, 1.4, 1.1])
RATES = np.random.default_rng(1).gamma(1.5, 4.0, (SERIES, 1)) + 0.1
MEANS = RATES * WEEK[np.arange(PERIODS + HORIZON) % 7]
Draw = Callable[[np.random.Generator, Floats], Floats]


def poisson(draw: np.random.Generator, mean: Floats) -> Floats:
    return draw.poisson(mean).astype(float)


def negative_binomial(draw: np.random.Generator, mean: Floats) -> Floats:
    """Counts of variance mean + mean² / 2."""
    return draw.negative_binomial(2, 2 / (2 + mean)).astype(float)


SHOPS: dict[str, Draw] = {"poisson": poisson, "negative binomial": negative_binomial}


def true_means(past: Panel) -> Floats:
    """A forecaster that knows the rates."""
    periods = past.y.shape[1]
    return MEANS[:, periods : periods + HORIZON]


@pytest.fixture(scope="module", params=SHOPS)
def shop(request: pytest.FixtureRequest) -> tuple[Panel, Distribution, Draw]:
    draw = SHOPS[request.param]
    past = panel(draw(np.random.default_rng(2), MEANS[:, :PERIODS]))
    return past, calibrated(past, true_means, HORIZON, seed=0, span=84), draw


def test_counts_have_whole_quantiles_and_weights_do_not(
    shop: tuple[Panel, Distribution, Draw],
) -> None:
    past, distribution, _ = shop
    days, sums = distribution.quantiles(past, true_means(past))
    assert (days == np.rint(days)).all()
    assert (sums != np.rint(sums)).any()
    weighed = replace(past, y=past.y + np.where(np.arange(past.y.shape[1]) == 0, 0.25, 0.0))
    by_weight, _ = distribution.quantiles(weighed, true_means(past))
    assert (by_weight != np.rint(by_weight)).any()
    assert np.abs(by_weight - days).mean() <= 0.5


def test_quantiles_rise_and_are_never_negative(shop: tuple[Panel, Distribution, Draw]) -> None:
    past, distribution, _ = shop
    for quantiles in distribution.quantiles(past, true_means(past)):
        assert quantiles.shape == (SERIES, HORIZON, len(LEVELS))
        assert (quantiles >= 0).all()
        assert (np.diff(quantiles, axis=2) >= 0).all()
    assert (np.diff(quantiles, axis=1) >= 0).all(), "sums fall from one day to the next"


@pytest.mark.parametrize("share", [0.8, 0.95])
@pytest.mark.parametrize("summed", [False, True])
def test_days_and_sums_are_covered_as_often_as_they_say(
    shop: tuple[Panel, Distribution, Draw], share: float, summed: bool
) -> None:
    past, distribution, draw = shop
    quantiles = distribution.quantiles(past, true_means(past))[int(summed)]
    found = []
    for seed in range(8):
        sold = draw(np.random.default_rng(100 + seed), true_means(past))
        told = sold.cumsum(axis=1) if summed else sold
        found.append(coverage(told, quantiles, LEVELS, share).mean())
    assert np.mean(found) == pytest.approx(share, abs=0.02)


def test_large_and_small_series_are_covered_alike(shop: tuple[Panel, Distribution, Draw]) -> None:
    past, distribution, draw = shop
    quantiles = distribution.quantiles(past, true_means(past))[0]
    many = [draw(np.random.default_rng(200 + seed), true_means(past)) for seed in range(8)]
    found = np.mean([coverage(sold, quantiles, LEVELS, 0.8).mean(axis=1) for sold in many], axis=0)
    order = np.argsort(RATES[:, 0])
    for third in np.array_split(order, 3):
        assert found[third].mean() == pytest.approx(0.8, abs=0.05)


def test_quantiles_of_sums_are_near_those_of_simulated_sums(
    shop: tuple[Panel, Distribution, Draw],
) -> None:
    past, distribution, draw = shop
    cumulative = distribution.quantiles(past, true_means(past))[1]
    rng = np.random.default_rng(300)
    sums = np.stack([draw(rng, true_means(past)).sum(axis=1) for _ in range(2000)])
    for level in (0.1, 0.5, 0.9, 0.95):
        true = np.quantile(sums, level, axis=0)
        found = cumulative[:, -1, LEVELS.index(level)]
        assert found.sum() == pytest.approx(true.sum(), rel=0.06)
        sells = true >= 5
        assert np.median(np.abs(found[sells] / true[sells] - 1)) < 0.12


def test_sums_spread_less_than_the_sum_of_their_days(
    shop: tuple[Panel, Distribution, Draw],
) -> None:
    past, distribution, _ = shop
    days, sums = distribution.quantiles(past, true_means(past))
    high = LEVELS.index(0.95)
    assert sums[:, -1, high].sum() < 0.9 * days[:, :, high].sum()


def test_a_forecast_that_is_off_is_covered_too(shop: tuple[Panel, Distribution, Draw]) -> None:
    """The quantiles are learned from the forecasts themselves: a bias of theirs is in them."""
    past, _, draw = shop
    low = calibrated(past, lambda seen: 0.8 * true_means(seen), HORIZON, 0, 84)
    quantiles = low.quantiles(past, 0.8 * true_means(past))[0]
    sold = draw(np.random.default_rng(7), true_means(past))
    assert coverage(sold, quantiles, LEVELS, 0.8).mean() == pytest.approx(0.8, abs=0.025)


def test_the_same_seed_gives_the_same_quantiles(shop: tuple[Panel, Distribution, Draw]) -> None:
    past, distribution, _ = shop
    again = calibrated(past, true_means, HORIZON, seed=0, span=84)
    mean = true_means(past)
    for one, other in zip(
        distribution.quantiles(past, mean), again.quantiles(past, mean), strict=True
    ):
        assert np.array_equal(one, other)


def test_origins_near_the_end_use_what_is_known(shop: tuple[Panel, Distribution, Draw]) -> None:
    past, _, _ = shop
    assert np.isnan(following(past, PERIODS - 3, HORIZON)[:, 3:]).all()
    learned = calibrated(past, true_means, HORIZON, seed=0, span=3)
    assert np.isfinite(learned.quantiles(past, true_means(past))[1]).all()


@pytest.mark.parametrize("series", [1, 3])
@pytest.mark.parametrize("span", [1, 20])
def test_a_small_shop_has_quantiles_too(series: int, span: int) -> None:
    past = panel(poisson(np.random.default_rng(5), MEANS[:series, :60]))
    learned = calibrated(past, lambda seen: true_means(seen)[:series], HORIZON, 0, span)
    for quantiles in learned.quantiles(past, true_means(past)[:series]):
        assert np.isfinite(quantiles).all()
        assert (quantiles >= 0).all()
        assert (np.diff(quantiles, axis=2) >= -1e-9).all()


def test_sums_over_closed_days_scatter_as_much_as_their_open_days() -> None:
    """A shop that is closed on Sundays, unknown there: sums to a Sunday and past it are covered."""
    open_days = np.arange(PERIODS + HORIZON) % 7 != 6
    past = panel(_closed(poisson(np.random.default_rng(4), MEANS), open_days)[:, :PERIODS])

    def means(seen: Panel) -> Floats:
        periods = seen.y.shape[1]
        return np.where(open_days, MEANS, 0)[:, periods : periods + HORIZON]

    for end in (PERIODS, PERIODS - 1, PERIODS - 3):
        seen = past.until(end)
        sums = calibrated(seen, means, HORIZON, 0, 84).quantiles(seen, means(seen))[1]
        every = [
            poisson(np.random.default_rng(seed), means(seen)).cumsum(axis=1) for seed in range(8)
        ]
        for step in (6, 13):
            found = [coverage(one[:, [step]], sums[:, [step]], LEVELS, 0.8).mean() for one in every]
            assert np.mean(found) == pytest.approx(0.8, abs=0.04)


def _closed(y: Floats, open_days: NDArray[np.bool_]) -> Floats:
    return np.where(open_days, y, np.nan)


def test_an_origin_at_which_the_shelves_are_empty_teaches_nothing_and_harms_nothing() -> None:
    y = poisson(np.random.default_rng(5), MEANS)[:, :PERIODS]
    empty = np.zeros(y.shape, dtype=bool)
    empty[:, -90:-70] = True
    shelves = replace(panel(y), empty=empty)
    found = calibrated(shelves, true_means, HORIZON, 0, 84)
    for quantiles in found.quantiles(shelves, true_means(shelves)):
        assert np.isfinite(quantiles).all()
    with pytest.raises(AppError) as caught:
        learn_distribution([Told(shelves, y[:, :HORIZON], np.full((SERIES, HORIZON), np.nan))], 0)
    assert caught.value.code == "no_errors_known"


def test_days_known_now_and_then_still_tell_how_sums_scatter() -> None:
    y = poisson(np.random.default_rng(6), MEANS)[:, :PERIODS]
    y[:, np.arange(PERIODS) % 5 != 0] = np.nan
    past = panel(y)
    sums = calibrated(past, true_means, HORIZON, 0, 84).quantiles(past, true_means(past))[1]
    wide = sums[:, -1, LEVELS.index(0.9)] - sums[:, -1, LEVELS.index(0.1)]
    true = 2 * 1.2816 * np.sqrt(true_means(past).sum(axis=1))
    assert np.median(wide / true) == pytest.approx(1, abs=0.35)


def test_what_sells_for_christmas_only_borrows_no_extremes() -> None:
    """Lumpy series whose forecast is nothing: no more is told than some times what ever sold."""
    draw = np.random.default_rng(0)
    y = draw.poisson(6.0, (6, 3 * 365)).astype(float)
    y[:, np.arange(y.shape[1]) % 365 < 305] = 0
    past = panel(y)

    def naive(seen: Panel) -> Floats:
        return np.tile(seen.y[:, -7:], 2)

    days, sums = calibrated(past, naive, HORIZON, 0, 84).quantiles(past, naive(past))
    assert days.max() <= 4 * y.max()
    fortnight = np.lib.stride_tricks.sliding_window_view(y, HORIZON, axis=1).sum(axis=-1).max()
    assert sums.max() <= 4 * fortnight


@given(
    y=arrays(float, (3, 20), elements=st.integers(0, 9)),
    mean=arrays(float, (3, 25), elements=st.integers(0, 9)),
)
def test_bounds_are_beyond_all_that_sold(y: Floats, mean: Floats) -> None:
    days, sums = (bounds(panel(y), mean, together) for together in (False, True))
    assert (days >= 4 * np.maximum(y.max(axis=1)[:, None], mean)).all()
    for periods in (1, 3, 20, 25):
        largest = max(y[0, at : at + periods].sum() for at in range(20))
        assert sums[0, periods - 1] == 4 * max(largest, mean[0, :periods].sum(), 1)
