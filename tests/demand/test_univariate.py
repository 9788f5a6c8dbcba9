"""Families that look at each series alone, against recursions by hand and the library itself."""

import numpy as np
import pytest

from core.demand.families import (
    adida,
    auto_ets,
    auto_theta,
    croston_sba,
    imapa,
    moving_average,
    mstl,
    seasonal_naive,
    tsb,
)
from core.demand.one_series import from_first, without_gaps
from core.demand.panel import Floats
from core.demand.univariate import Ahead, Method, family_of, serve
from tests.demand.panels import lumpy, panel, weekly
from tests.demand.test_families import Listener

INTERMITTENT = [0, 3, 0, 0, 2, 0, 5, 0, 0, 0, 1, 0]
WEEK = Ahead(horizon=9, cycle=7, year=364)


def smoothed(values: list[float], alpha: float) -> float:
    """Simple exponential smoothing, begun at the first value, as Croston wrote it."""
    level = values[0]
    for value in values[1:]:
        level = alpha * value + (1 - alpha) * level
    return level


def made(family, y: Floats, horizon: int = 6, **settings: object) -> Floats:  # type: ignore[no-untyped-def]
    past = panel(y)
    asked = family.FAMILY.settings.model_validate(settings)
    return family.FAMILY.fit(asked, past, horizon, 0, Listener()).mean(past)


def test_the_naive_forecast_repeats_the_last_cycle() -> None:
    y = [[9, 9, 9, 1, 2, 3, 4, 5, 6, 7], [1] * 3 + [8] * 7]
    assert made(seasonal_naive, y, 9).tolist() == [[1, 2, 3, 4, 5, 6, 7, 1, 2], [8] * 9]


def test_the_naive_forecast_averages_as_many_cycles_as_there_are() -> None:
    y = [[0, 0, *range(7), *range(2, 9)]]
    assert made(seasonal_naive, y, 7, averaged=2).tolist() == [[1, 2, 3, 4, 5, 6, 7]]
    assert made(seasonal_naive, y, 7, averaged=52).tolist() == [[1, 2, 3, 4, 5, 6, 7]]


def test_a_series_shorter_than_a_cycle_is_repeated_without_season() -> None:
    assert made(seasonal_naive, [[np.nan, 4, 6, 8]], 3).tolist() == [[8, 8, 8]]


def test_the_moving_average_is_the_mean_of_the_last_periods() -> None:
    assert made(moving_average, [[100, 1, 2, 6]], 2, span=3).tolist() == [[3, 3]]
    assert made(moving_average, [[np.nan, 2, 6]], 2, span=3).tolist() == [[4, 4]]


def test_croston_sba_is_the_recursion_by_hand() -> None:
    sizes, intervals = [3, 2, 5, 1], [2, 3, 2, 4]
    by_hand = 0.95 * smoothed(sizes, 0.1) / smoothed(intervals, 0.1)
    assert made(croston_sba, [INTERMITTENT]) == pytest.approx(np.full((1, 6), by_hand))


def test_tsb_is_the_recursion_by_hand_and_falls_after_the_last_sale() -> None:
    chances = [float(sold > 0) for sold in INTERMITTENT]
    by_hand = smoothed([3, 2, 5, 1], 0.3) * smoothed(chances, 0.2)
    settings = {"alpha_size": 0.3, "alpha_chance": 0.2}
    found = made(tsb, [INTERMITTENT], **settings)
    assert found == pytest.approx(np.full((1, 6), by_hand))
    longer = made(tsb, [INTERMITTENT + [0] * 5], **settings)
    assert longer == pytest.approx(found * 0.8**5)


def test_adida_and_imapa_smooth_blocks_of_the_usual_interval() -> None:
    from statsforecast.models import ADIDA, IMAPA

    y = [1, 0, 1, 0, 3, 0, 2, 0, 2, 0, 5]
    blocks = [0 + 1, 0 + 3, 0 + 2, 0 + 2, 0 + 5]
    found = made(adida, [y])[0, 0]
    lowest, highest = sorted(smoothed(blocks, alpha) / 2 for alpha in (0.1, 0.3))
    assert lowest - 1e-9 <= found <= highest + 1e-9
    clean = np.array(y, dtype=float)
    assert found == pytest.approx(ADIDA().forecast(clean, 1)["mean"][0])
    assert made(imapa, [y])[0, 0] == pytest.approx(IMAPA().forecast(clean, 1)["mean"][0])


@pytest.mark.parametrize("family", [auto_ets, auto_theta, mstl])
def test_the_library_called_directly_gives_the_same(family) -> None:  # type: ignore[no-untyped-def]
    from statsforecast.models import MSTL, AutoETS, AutoTheta

    models = {"auto_ets": AutoETS(7), "auto_theta": AutoTheta(7), "mstl": MSTL([7])}
    y = weekly(3, 140, 4)
    found = made(family, y, 14)
    for series, mean in zip(y, found, strict=True):
        direct = models[family.METHOD.name].forecast(series, 14)["mean"]
        assert mean == pytest.approx(np.maximum(direct, 0))


def test_only_as_much_history_is_used_as_is_asked_for() -> None:
    y = weekly(2, 200, 5)
    cut = made(auto_ets, y[:, -60:])
    assert np.array_equal(made(auto_ets, y, history=60), cut)
    assert not np.array_equal(made(auto_ets, y), cut)


def test_the_year_is_found_beside_the_week() -> None:
    days = np.arange(4 * 364)
    y = 50 + 10 * np.sin(2 * np.pi * days / 7) + 20 * np.sin(2 * np.pi * days / 364)
    past, sold = y[None, : 3 * 364 + 91], y[3 * 364 + 91 :][:56]
    with_year = np.abs(made(mstl, past, 56)[0] - sold).mean()
    without = np.abs(made(mstl, past, 56, yearly=False)[0] - sold).mean()
    assert with_year < 1.0 < without


@pytest.mark.parametrize("season", ["none", "additive", "multiplicative"])
@pytest.mark.parametrize("trend", ["none", "additive"])
def test_every_component_that_can_be_asked_for_is_fitted(trend: str, season: str) -> None:
    y = weekly(1, 70, 6)
    for sales in (y, np.maximum(y - y.mean(), 0)):
        listener = Listener()
        settings = auto_ets.AutoEtsSettings(trend=trend, season=season)  # type: ignore[arg-type]
        mean = auto_ets.FAMILY.fit(settings, panel(sales), 14, 0, listener).mean(panel(sales))
        assert not listener.notes
        flat = np.ptp(mean[0, ::7]) < 1e-9 and np.ptp(mean) < 1e-9
        assert flat == (trend == "none" and season == "none")


@pytest.mark.parametrize("family", [croston_sba, tsb, adida, imapa])
def test_a_method_without_a_season_says_nothing_for_closed_days(family) -> None:  # type: ignore[no-untyped-def]
    y = np.random.default_rng(0).poisson(1.0, (4, 140)).astype(float)
    y[:, 6::7] = 0
    found = made(family, y, horizon=7)
    assert (found[:, 6] == 0).all()
    assert (found[:, :6] > 0).all()
    opened = y.reshape(4, -1, 7)[:, :, :6]
    assert found[:, :6].mean() == pytest.approx(opened.mean(), rel=0.25)


def test_the_naive_average_is_the_textbooks_on_closed_days_too() -> None:
    y = np.tile([2.0, 2, 2, 2, 2, 2, 0], (3, 20))
    assert made(moving_average, y, horizon=7).tolist() == [[pytest.approx(12 / 7)] * 7] * 3


def test_gaps_take_the_same_place_of_the_cycle_before() -> None:
    nan = np.nan
    assert without_gaps(np.array([1, 2, nan, 4, nan, nan]), 2).tolist() == [1, 2, 1, 4, 1, 4]
    assert without_gaps(np.array([nan, 2, 3, nan, 5]), 2).tolist() == [3, 2, 3, 2, 5]
    assert without_gaps(np.array([1, 5, nan]), 3).tolist() == [1, 5, 3]
    assert from_first(np.array([nan, nan]), 7, 10).tolist() == []
    assert from_first(np.array([nan, 7, nan, 3, 2]), 2, 2).tolist() == [3, 2]


def test_gaps_leave_lumpy_demand_lumpy() -> None:
    y = lumpy(1, 300, 2)[0]
    holed = np.where(np.arange(300) % 13 == 0, np.nan, y)
    assert np.mean(without_gaps(holed, 7) == 0) == pytest.approx(np.mean(y == 0), abs=0.03)


def falling_apart(_settings: object, y: Floats, ahead: Ahead) -> Floats:
    """A method that fails, loses its mind or goes below zero, by the first value of the series."""
    if y[0] == 1:
        raise ValueError("no model")
    value = {2: np.nan, 3: 1e6, 4: -5.0}[int(y[0])]
    return np.full(ahead.horizon, value)


@pytest.mark.parametrize(
    ("first", "reason", "mean"), [(1, "failed", 5), (2, "failed", 5), (3, "runaway", 5), (4, "", 0)]
)
def test_what_a_method_cannot_do_is_told_and_served(first: int, reason: str, mean: float) -> None:
    method = Method("odd", moving_average.MovingAverageSettings, falling_apart)
    past = panel([[first, *[5] * 40]])
    settings = moving_average.MovingAverageSettings()
    found = serve(method, settings, past.y[0], past, 3)
    assert found[0].tolist() == [mean] * 3
    assert found[1] == reason
    listener = Listener()
    family_of(method, "statistical").fit(settings, past, 3, 0, listener)
    told = {"family": "odd", "count": 1, "series": "item 0"}
    assert listener.notes == ([(f"series_{reason}", told)] if reason else [])


def test_returns_count_as_nothing_only_where_a_method_needs_counts() -> None:
    y = [[4.0, -2.0] * 20]
    assert made(moving_average, y)[0, 0] == 1
    assert made(tsb, y)[0, 0] == made(tsb, [[4.0, 0.0] * 20])[0, 0]


def test_many_odd_series_are_counted_and_five_are_named() -> None:
    listener = Listener()
    moving_average.FAMILY.fit(
        moving_average.MovingAverageSettings(), panel(np.zeros((9, 20))), 3, 0, listener
    )
    ((code, facts),) = listener.notes
    assert (code, facts["count"]) == ("series_zeros", 9)
    assert facts["series"] == "item 0, item 1, item 2, item 3, item 4, …"


def test_settings_that_cannot_hold_are_told_before_the_start() -> None:
    past = panel(weekly(2, 10))
    ets = auto_ets.AutoEtsSettings(trend="none", damped="yes")
    found = {p.code: p for p in auto_ets.FAMILY.check(ets, past, 28)}
    assert set(found) == {
        "damped_without_trend", "horizon_beyond_history", "season_beyond_history",
    }  # fmt: skip
    assert found["horizon_beyond_history"].facts == {"horizon": 28, "periods": 10}
    assert found["season_beyond_history"].facts == {"periods": 10, "needed": 14}
    assert found["season_beyond_history"].severity == "warning"
