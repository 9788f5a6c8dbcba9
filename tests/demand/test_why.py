"""Why: planted seasons, prices, promotions, closed days and empty shelves are found again."""

import numpy as np
import pandas as pd
import pytest

from core.base.forecast import LEVELS, Forecast
from core.demand.drivers import Drivers
from core.demand.known import Scale
from core.demand.panel import Panel
from core.demand.response import Response
from core.demand.season import shared_season, shared_seasons
from core.demand.why import Why, why

DAYS, H, W = 210, 7, 56
WEEK = np.array([1, 1, 1, 1, 1, 2, 2]) / (9 / 7)
DATES = pd.date_range("2024-01-01", periods=DAYS + H)  # a Monday


def panel(y: np.ndarray) -> Panel:
    keys = pd.DataFrame({"item": [f"i{n}" for n in range(len(y))]})
    return Panel(y, keys, DATES[:DAYS].to_numpy("datetime64[D]"))


def said(mean: np.ndarray) -> Forecast:
    wide = mean[:, :, None] * np.ones(len(LEVELS))
    ids = tuple(f"i{n}" for n in range(len(mean)))
    days = DATES[DAYS:].to_numpy("datetime64[D]")
    return Forecast(ids, days, mean, wide, wide.cumsum(axis=1))


def drivers(past: np.ndarray, ahead: dict[str, np.ndarray], shut: float = np.nan) -> Drivers:
    """Elasticity -2, a flyer of exp(0.5), a closed day; `past` (3, s, w) are their factors."""
    series = past.shape[1]
    beta = np.tile([-2.0, 0.5, 0.0], (series, 1))
    usual = np.tile([10.0, 1, 1], (series, 1))
    closes = np.tile([np.nan, np.nan, shut], (series, 1))
    scale = Scale(("price", "flyer", "open"), ("price", "plain", "plain"), usual, closes)
    response = Response(scale, beta, beta * 0, beta[0], beta[0] * 0, beta[0] * 0)
    none = np.zeros((0, 2), dtype=np.int64)
    return Drivers(response, ahead, (), none, np.zeros(0), past, np.zeros((3, 2)))


def ahead(price: float = 10, flyer: float = 0, opened: float = 1) -> dict[str, np.ndarray]:
    return {name: np.full((2, H), value)
            for name, value in (("price", price), ("flyer", flyer), ("open", opened))}  # fmt: skip


def explained(y: np.ndarray, mean: np.ndarray, known: Drivers | None) -> Why:
    found = panel(y)
    return why(said(mean), found, known, shared_seasons(found, H), 0)


def factors(found: Why) -> dict[str, float]:
    return {step.part: step.factor for step in found.steps}


def test_the_steps_add_up_to_the_forecast() -> None:
    y = np.random.default_rng(0).poisson(10 * np.tile(WEEK, (2, DAYS // 7))).astype(float)
    mean = np.full((2, H), 14.0)
    found = explained(y, mean, None)
    total = found.lately * H + sum(step.units for step in found.steps)
    assert total == pytest.approx(14 * H)
    assert found.lately == pytest.approx(y[0, -W:].mean())
    assert found.window == W


def test_an_ended_price_cut_and_a_coming_flyer_are_told_apart() -> None:
    past = np.ones((3, 2, W))
    past[0] = 0.8**-2
    y = np.tile(10 * WEEK, (2, DAYS // 7))
    y[:, -W:] *= 0.8**-2
    mean = np.tile(10 * WEEK * np.exp(0.5), (2, 1))
    found = explained(y, mean, drivers(past, ahead(flyer=1)))
    told = factors(found)
    assert told["price"] == pytest.approx(0.8**2)
    assert told["promotion"] == pytest.approx(np.exp(0.5))
    assert told["course"] == pytest.approx(1, abs=0.02)
    assert found.own == pytest.approx(1, abs=0.02)


def test_a_closed_week_and_its_own_course() -> None:
    past = np.ones((3, 2, W))
    y = np.tile(10 * WEEK, (2, DAYS // 7))
    known = ahead()
    known["open"][:, 3:] = 0
    mean = np.tile(12 * WEEK, (2, 1))
    mean[:, 3:] = 0
    found = explained(y, mean, drivers(past, known, shut=0))
    told = factors(found)
    assert told["opening"] == pytest.approx(3 / 7)
    assert told["course"] == pytest.approx(1.2, rel=0.02)


def test_what_empty_shelves_hid_is_a_step_of_its_own() -> None:
    y = np.full((2, DAYS), 10.0)
    y[0, -14:] = 0
    known = drivers(np.ones((3, 2, W)), ahead())
    cells = np.array([[0, DAYS - 14 + n] for n in range(14)])
    known = Drivers(known.response, known.ahead, (), cells, np.full(14, 10.0), known.past,
                    known.seen)  # fmt: skip
    found = explained(y, np.full((2, H), 10.0), known)
    assert found.lately == pytest.approx(7.5)
    assert factors(found)["empty"] == pytest.approx(10 / 7.5)
    assert factors(found)["course"] == pytest.approx(1)


def test_a_pattern_of_its_own_is_shown_by_day() -> None:
    y = np.tile(10 * WEEK, (2, DAYS // 7))
    mean = np.tile(10 * WEEK, (2, 1))
    mean[0, 0] *= 1.5
    found = explained(y, mean, None)
    assert found.own[0] == pytest.approx(1.5 / (7.5 / 7), rel=0.02)


def test_the_parts_of_the_season_are_the_season() -> None:
    draw = np.random.default_rng(1)
    long = Panel(
        draw.poisson(20, (3, 800)).astype(float), pd.DataFrame({"item": list("abc")}),
        pd.date_range("2022-01-01", periods=800).to_numpy("datetime64[D]"),
    )  # fmt: skip
    parts = shared_seasons(long, 30)
    both = parts.week * parts.year
    assert both / both.mean() == pytest.approx(shared_season(long, 30) / shared_season(long, 30)
                                               .mean(), rel=1e-6)  # fmt: skip
    assert np.ptp(parts.year) > 0


@pytest.mark.parametrize(
    ("rate", "week", "reason"),
    [(0.05, 1.0, "few_sales"), (20.0, 1.0, "no_pattern"), (20.0, 3.0, "not_used")],
)
def test_a_flat_forecast_says_why(rate: float, week: float, reason: str) -> None:
    shape = np.where(np.arange(DAYS) % 7 >= 5, week, 1.0)
    y = np.random.default_rng(2).poisson(rate * shape, (2, DAYS)).astype(float)
    y[:, 0] = 1
    found = explained(y, np.full((2, H), rate), None)
    assert found.flat is not None
    assert found.flat.reason == reason


def test_a_young_series_is_flat_for_want_of_a_past_and_a_lively_one_is_not_flat() -> None:
    y = np.full((2, DAYS), 5.0)
    y[0, :-10] = np.nan
    found = explained(y, np.full((2, H), 5.0), None)
    assert found.window == 10
    assert found.flat is not None
    assert found.flat.reason == "young"
    assert explained(y, np.tile(5 * WEEK, (2, 1)), None).flat is None
