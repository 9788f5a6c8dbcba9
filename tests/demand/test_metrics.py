"""Scores of forecasts against utilsforecast, hand-worked values and exact quantiles."""

import numpy as np
import pandas as pd
import pytest
from scipy import stats

from core.base.forecast import LEVELS
from core.demand import metrics
from core.demand.panel import Floats
from tests.demand.panels import lumpy, weekly

M5 = (0.005, 0.025, 0.165, 0.25, 0.5, 0.75, 0.835, 0.975, 0.995)
PAST = np.vstack([weekly(4, 90), lumpy(4, 90, 1)])
SOLD = np.vstack([weekly(4, 12, 7), lumpy(4, 12, 8)])
DRAW = np.random.default_rng(0)
MEAN = SOLD + DRAW.normal(0, 3, SOLD.shape)
QUANTILES = np.sort(SOLD[:, :, None] + DRAW.normal(0, 3, (*SOLD.shape, len(M5))), axis=2)
LAGS = {"mase": 7, "rmsse": 1}


def long(values: Floats, name: str, begin: int) -> pd.DataFrame:
    """One row for each series and period."""
    series, periods = values.shape
    return pd.DataFrame(
        {
            "unique_id": np.repeat(np.arange(series), periods),
            "ds": np.tile(np.arange(begin, begin + periods), series),
            name: values.ravel(),
        }
    )


@pytest.mark.parametrize("name", LAGS)
def test_errors_of_means_are_those_of_utilsforecast(name: str) -> None:
    from utilsforecast import losses

    frame = long(SOLD, "y", 90).assign(model=MEAN.ravel())
    oracle = getattr(losses, name)(frame, ["model"], LAGS[name], long(PAST, "y", 0))["model"]
    lag = (7,) if name == "mase" else ()
    assert getattr(metrics, name)(PAST, SOLD, MEAN, *lag) == pytest.approx(oracle.to_numpy())


def test_the_pinball_loss_is_that_of_utilsforecast() -> None:
    from utilsforecast.losses import scaled_mqloss, scaled_quantile_loss

    frame, past = long(SOLD, "y", 90), long(PAST, "y", 0)
    names = [f"q{level}" for level in M5]
    frame[names] = QUANTILES.reshape(-1, len(M5))
    whole = scaled_mqloss(frame, {"m": names}, np.array(M5), 1, past)["m"]
    found = metrics.scaled_pinball(PAST, SOLD, QUANTILES, M5)
    assert found == pytest.approx(whole.to_numpy())
    one = scaled_quantile_loss(frame, {"m": "q0.835"}, 1, past, 0.835)["m"]
    found = metrics.scaled_pinball(PAST, SOLD, QUANTILES[:, :, 6:7], [0.835])
    assert found == pytest.approx(one.to_numpy())


def test_errors_by_hand() -> None:
    past, sold = np.array([[1.0, 3.0, 2.0, 6.0]]), np.array([[4.0, 6.0]])
    mean = np.array([[5.0, 3.0]])
    assert metrics.mase(past, sold, mean, 2) == pytest.approx([2 / 2])
    assert metrics.rmsse(past, sold, mean) == pytest.approx([np.sqrt(5 / 7)])
    assert metrics.wape(sold, mean) == pytest.approx(4 / 10)
    assert metrics.bias(sold, mean) == pytest.approx(-2 / 10)
    tight = np.array([[[3.0, 5.0], [5.0, 7.0]]])
    spl = metrics.scaled_pinball(past, sold, tight, [0.25, 0.75])
    assert spl == pytest.approx([0.25 / (7 / 3)])


def test_what_is_not_known_is_not_scored() -> None:
    nan = np.nan
    past = np.array([[nan, nan, 1.0, 3.0, 2.0, 6.0]])
    sold, mean = np.array([[4.0, nan, 6.0]]), np.array([[5.0, 100.0, 3.0]])
    assert metrics.mase(past, sold, mean, 2) == pytest.approx([1.0])
    assert metrics.rmsse(past, sold, mean) == pytest.approx([np.sqrt(5 / 7)])
    assert metrics.wape(sold, mean) == pytest.approx(0.4)
    assert metrics.bias(sold, mean) == pytest.approx(-0.2)
    quantiles = np.array([[[0.0, 10.0]] * 3])
    covered = metrics.coverage(sold, quantiles, (0.1, 0.9), 0.8)
    assert np.isnan(covered).tolist() == [[False, True, False]]


def test_scores_without_a_scale_or_a_sum_are_absent() -> None:
    flat, some = np.full((1, 20), 3.0), np.ones((1, 4))
    assert np.isnan(metrics.mase(flat, some, some, 7))
    assert np.isnan(metrics.rmsse(flat, some, some))
    assert np.isnan(metrics.scaled_pinball(flat, some, np.ones((1, 4, 9)), M5))
    assert np.isnan(metrics.mase(flat[:, :5], some, some, 7))
    assert metrics.wape(np.zeros((1, 4)), some) is None
    assert metrics.bias(np.full((1, 4), np.nan), some) is None


RATES = (0.02, 0.05, 0.1, 0.2, 0.3, 0.5, 1.0, 2.0, 4.0, 10.0, 60.0)


@pytest.mark.parametrize("share", [0.8, 0.95])
@pytest.mark.parametrize("whole", [True, False])
def test_true_quantiles_of_counts_cover_their_share(whole: bool, share: float) -> None:
    """Whole counts, and counts whose piles are spread. Between the fourteen levels nothing but a
    straight line is known, which is worth a point or two for a single rate."""
    found = []
    for rate in RATES:
        sold = np.random.default_rng(3).poisson(rate, (400, 200)).astype(float)
        exact = stats.poisson.ppf(LEVELS, rate) if whole else _spread_quantiles(rate)
        quantiles = np.broadcast_to(exact, (*sold.shape, len(LEVELS)))
        found.append(metrics.coverage(sold, quantiles, LEVELS, share).mean())
    assert found == pytest.approx([share] * len(RATES), abs=0.02)
    assert np.mean(found) == pytest.approx(share, abs=0.01)


@pytest.mark.parametrize("whole", [True, False])
def test_true_quantiles_of_counts_have_their_level_at_or_below(whole: bool) -> None:
    found = []
    for rate in RATES:
        sold = np.random.default_rng(3).poisson(rate, (400, 200)).astype(float)
        exact = stats.poisson.ppf(LEVELS, rate) if whole else _spread_quantiles(rate)
        quantiles = np.broadcast_to(exact, (*sold.shape, len(LEVELS)))
        found.append(metrics.at_or_below(sold, quantiles, LEVELS).mean(axis=(0, 1)))
    assert np.mean(found, axis=0) == pytest.approx(np.array(LEVELS), abs=0.025)


def test_one_sided_shares_by_hand() -> None:
    quantiles = np.array([[[2.0, 4.0, 8.0]] * 4])
    levels = (0.1, 0.5, 0.9)
    found = metrics.at_or_below(np.array([[1.5, 4.0, 7.5, np.nan]]), quantiles, levels)
    assert found[0, 0].tolist() == [1.0, 1.0, 1.0]
    assert found[0, 1].tolist() == [0.0, 1.0, 1.0]
    assert found[0, 2].tolist() == [0.0, 0.0, 1.0]
    assert np.isnan(found[0, 3]).all()
    # A pile of 4 reaches from 3.5 to 4.5: probabilities .4 to .55, two thirds of it below .5.
    pile = metrics.at_or_below(np.array([[4.0]]), quantiles[:, :1], levels)
    assert pile[0, 0] == pytest.approx([0.0, 2 / 3, 1.0])


def test_an_interval_covers_what_lies_between_its_ends() -> None:
    sold = np.random.default_rng(8).poisson(3.0, (50, 40)).astype(float)
    quantiles = np.broadcast_to(_spread_quantiles(4.0), (*sold.shape, len(LEVELS)))
    below = metrics.at_or_below(sold, quantiles, LEVELS)
    inside = below[:, :, LEVELS.index(0.9)] - below[:, :, LEVELS.index(0.1)]
    assert metrics.coverage(sold, quantiles, LEVELS, 0.8) == pytest.approx(inside)


def _spread_quantiles(rate: float) -> Floats:
    """Quantiles of a Poisson count whose piles are spread from half below to half above."""
    counts = np.arange(0, 400)
    edges = np.concatenate([[-0.5], counts + 0.5])
    probability = np.concatenate([[0.0], stats.poisson.cdf(counts, rate)])
    fine = np.interp(LEVELS, probability, edges)
    return np.maximum(fine, 0)


def test_continuous_sales_are_covered_or_not() -> None:
    draw = np.random.default_rng(4)
    sold = draw.gamma(4.0, 2.5, (300, 100))
    exact = stats.gamma.ppf(LEVELS, 4.0, scale=2.5)
    quantiles = np.broadcast_to(exact, (*sold.shape, len(LEVELS)))
    for share, low, high in ((0.8, 3, -5), (0.95, 1, -3)):
        found = metrics.coverage(sold, quantiles, LEVELS, share)
        inside = (sold >= exact[low]) & (sold <= exact[high])
        assert np.array_equal(found > 0.5, inside)
        assert set(np.unique(found)) <= {0.0, 1.0}


def test_intervals_too_narrow_or_too_wide_show() -> None:
    sold = np.random.default_rng(5).poisson(30.0, (200, 50)).astype(float)
    exact = _spread_quantiles(30.0)
    for factor, low, high in ((0.5, 0.4, 0.55), (2.0, 0.97, 1.0)):
        wide = np.broadcast_to(30 + (exact - 30) * factor, (*sold.shape, len(LEVELS)))
        assert low < metrics.coverage(sold, wide, LEVELS, 0.8).mean() < high


def test_the_distribution_is_read_off_by_straight_lines() -> None:
    quantiles = np.array([[[2.0, 4.0, 4.0, 8.0]]])
    levels = [0.1, 0.3, 0.5, 0.9]
    for value, found in ((1.9, 0.0), (3.0, 0.2), (4.0, 0.5), (6.0, 0.7), (8.0, 1.0), (9.0, 1.0)):
        assert metrics.distribution(np.array([[value]]), quantiles, levels) == pytest.approx(found)
    assert np.isnan(metrics.distribution(np.array([[np.nan]]), quantiles, levels))
