"""How sure figures are: exact without a block, and right as often as they say."""

import numpy as np
import pytest
from numpy.random import Generator

from core.base.forecast import LEVELS
from core.demand import blocks, cells
from core.demand.backtest import Window
from core.demand.certain import Ratio, mean_of, score_of
from core.demand.evaluate import outcome, scored
from core.demand.panel import Floats
from tests.demand.panels import panel

SERIES, PAST, HORIZON = 6, 60, 10


def window(y: Floats, cutoff: int, mean: Floats, horizon: int = HORIZON) -> Window:
    spread = np.sort(np.linspace(0.2, 1.8, len(LEVELS)))
    quantiles = mean[:, :, None] * spread
    sold = y[:, cutoff : cutoff + horizon]
    return Window(panel(y[:, :cutoff]), mean, quantiles, quantiles.cumsum(axis=1), sold)


@pytest.fixture(scope="module")
def windows() -> list[Window]:
    """Three that overlap, with gaps in what was sold."""
    draw = np.random.default_rng(0)
    y = draw.poisson(6.0, (SERIES, PAST + 2 * HORIZON)).astype(float)
    y[1, PAST + 3 : PAST + 9] = np.nan
    y[2, PAST + 12 :] = np.nan
    return [
        window(y, PAST + begin, draw.gamma(6.0, 1.0, (SERIES, HORIZON))) for begin in (0, 4, 10)
    ]


@pytest.mark.parametrize("name", [*cells.MEANS, *cells.SUMS])
def test_a_score_without_a_block_is_that_of_windows_without_its_days(
    windows: list[Window], name: str
) -> None:
    """The days of a block are hidden, and all is scored anew."""
    found = scored(windows).without[name]
    numbers = blocks.blocks_of(windows)
    assert found.shape == (SERIES, 3)
    for block in range(3):
        hidden = [
            Window(one.panel, one.mean, one.quantiles, one.cumulative,
                   np.where(number == block, np.nan, one.sold))
            for one, number in zip(windows, numbers, strict=True)
        ]  # fmt: skip
        anew = scored(hidden).series[name].to_numpy(float)
        np.testing.assert_allclose(found[:, block], anew, rtol=1e-9, atol=1e-9)


def test_the_same_days_are_in_the_same_block_in_windows_that_overlap(
    windows: list[Window],
) -> None:
    first, second, third = blocks.blocks_of(windows)
    assert first.tolist() == [0] * 7 + [1] * 3
    assert second.tolist() == [0] * 3 + [1] * 7
    assert third.tolist() == [1] * 4 + [2] * 6


def test_few_days_are_blocks_of_their_own(windows: list[Window]) -> None:
    (few,) = blocks.blocks_of(windows[:1])
    assert few.tolist() == list(range(HORIZON))


def ratio(values: Floats) -> Ratio:
    """The mean of cells (s, b), one to a block."""
    count = values.shape[1]
    without = (values.sum(axis=1, keepdims=True) - values) / (count - 1)
    return mean_of(values.mean(axis=1), without)


def width(values: Floats) -> float:
    found = score_of(ratio(values))
    assert found.low is not None
    assert found.high is not None
    return found.high - found.low


def test_what_is_alike_in_all_blocks_is_as_sure_as_there_are_series() -> None:
    own = np.random.default_rng(1).normal(0, 1, 50)
    expected = 2 * 2.5706 * own.std(ddof=1) / np.sqrt(50)  # t, 5 degrees of freedom, 97.5 %
    assert width(np.repeat(own[:, None], 6, axis=1)) == pytest.approx(expected, rel=1e-4)


def test_what_is_alike_in_all_series_is_as_sure_as_there_are_blocks() -> None:
    days = np.random.default_rng(2).normal(0, 1, 6)
    expected = 2 * 2.5706 * days.std(ddof=1) / np.sqrt(6)
    assert width(np.repeat(days[None], 50, axis=0)) == pytest.approx(expected, rel=1e-4)


def test_noise_of_cells_is_counted_once() -> None:
    draw = np.random.default_rng(3)
    spread = [width(draw.normal(0, 1, (40, 12))) / (2 * 2.201) for _ in range(200)]
    assert np.mean(spread) == pytest.approx(1 / np.sqrt(40 * 12), rel=0.25)


def test_a_single_series_in_a_single_block_is_not_sure_of_anything() -> None:
    found = score_of(mean_of(np.array([0.4]), np.array([[np.nan]])))
    assert (found.value, found.low, found.high) == (0.4, None, None)


def shared_days(draw: Generator) -> Floats:
    """A hundred series whose days are good or bad together."""
    days = draw.normal(0, 4, (1, PAST + 84))
    return 20 + days + draw.normal(0, 4, (40, PAST + 84))


def alone(draw: Generator) -> Floats:
    return draw.poisson(20, (1, PAST + 84)).astype(float)


@pytest.mark.parametrize("shop", [shared_days, alone])
def test_forecasts_that_are_equal_in_truth_are_seldom_told_apart(shop: object) -> None:
    """One says a unit too much, one a unit too little: a verdict in 5 % of shops is chance; in
    more than 14 of 100 it would be less than once in a thousand times."""
    decided = 0
    for seed in range(100):
        y = shop(np.random.default_rng(seed))  # type: ignore[operator]
        mine, naive = (
            scored([window(y, PAST + 28 * k, np.full((len(y), 28), level), 28) for k in range(3)])
            for level in (21.0, 19.0)
        )
        decided += outcome(mine, naive).verdict != "no_better"
    assert decided <= 14


def test_a_forecast_that_is_better_is_told_so() -> None:
    for seed in range(20):
        y = shared_days(np.random.default_rng(seed))
        mine, naive = (
            scored([window(y, PAST + 28 * k, np.full((len(y), 28), level), 28) for k in range(3)])
            for level in (20.0, 26.0)
        )
        assert outcome(mine, naive).verdict == "better"
        assert outcome(naive, mine).verdict == "worse"
