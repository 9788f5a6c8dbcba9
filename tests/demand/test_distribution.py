"""Quantiles around means: on simulated shops they cover what they say, alone and summed up."""

from collections.abc import Callable

import numpy as np
import pytest

from core.base.forecast import LEVELS
from core.demand.backtest import calibrated, following
from core.demand.distribution import Distribution
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
