"""Planted effects of prices, promotions and closed days are found; empty shelves are seen through;
and a family that is taught them forecasts by them."""

from dataclasses import replace

import numpy as np
import pandas as pd
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from core.demand.censored import expected_demand, suspected
from core.demand.panel import Panel
from core.demand.response import Learned, learn_response
from core.demand.responsive import Responsive, groups, ordinary
from tests.demand.panels import panel as panel_of

SERIES, DAYS, AHEAD = 80, 500, 14
ELASTICITY, LIFT = -1.8, 1.4


def planted(empty: bool = False, common_days: bool = False) -> tuple[Panel, np.ndarray]:
    """Poisson sales whose price elasticity, promotion lift and closed Sundays are known, and what
    was wanted; with `common_days`, all series have their promotions together."""
    draw = np.random.default_rng(7)
    width = DAYS + AHEAD
    level = draw.uniform(3, 20, SERIES)[:, None]
    usual = draw.uniform(2, 50, SERIES)[:, None]
    rows = 1 if common_days else SERIES
    promoted = (draw.random((rows, -(-width // 7))) < 0.15).repeat(7, axis=1)[:, :width]
    promoted = np.broadcast_to(promoted, (SERIES, width)).astype(float)
    price = usual * np.where(promoted > 0, draw.choice([0.7, 0.8, 1.0], (SERIES, width)), 1.0)
    weekday = np.arange(width) % 7
    season = np.where(weekday == 5, 1.6, 1.0) * (1 + 0.2 * np.sin(np.arange(width) / 60))
    is_open = np.broadcast_to((weekday != 6).astype(float), (SERIES, width))
    mean = level * season * (price / usual) ** ELASTICITY * LIFT**promoted * is_open
    wanted = draw.poisson(mean[:, :DAYS]).astype(float)
    shelf = draw.random(wanted.shape) < 0.1 if empty else np.zeros(wanted.shape, dtype=bool)
    sold = np.where(shelf, np.floor(wanted * 0.3), wanted)
    dates = pd.date_range("2024-01-01", periods=DAYS).to_numpy("datetime64[D]")
    keys = pd.DataFrame({"item": [f"i{n}" for n in range(SERIES)]})
    known = {"price": price, "promoted": promoted, "open": is_open}
    return Panel(sold, keys, dates, "D", known, shelf if empty else None), wanted


@pytest.mark.parametrize("common_days", [False, True])
def test_planted_effects_lie_within_their_intervals(common_days: bool) -> None:
    panel, _ = planted(common_days=common_days)
    response = learn_response(panel).response
    truth = {"price": ELASTICITY, "promoted": np.log(LIFT)}
    for name, value in truth.items():
        place = response.scale.names.index(name)
        away = abs(response.common[place] - value) / response.common_error[place]
        assert away < 3, (name, response.common[place], response.common_error[place])
        assert response.common_error[place] < 0.1
    closed = response.scale.names.index("open")
    assert (response.scale.shut[:, closed] == 0).all()


def test_effects_of_series_differ_where_they_do() -> None:
    draw = np.random.default_rng(3)
    own = draw.normal(-1.5, 0.6, SERIES)
    price = np.where(draw.random((SERIES, DAYS)) < 0.3, 0.8, 1.0)
    sold = draw.poisson(25 * price ** own[:, None]).astype(float)
    dates = pd.date_range("2024-01-01", periods=DAYS).to_numpy("datetime64[D]")
    panel = Panel(sold, pd.DataFrame({"i": range(SERIES)}), dates, "D", {"price": price + 0.0})
    response = learn_response(panel).response
    inside = np.abs(response.beta[:, 0] - own) < 1.96 * response.error[:, 0]
    assert inside.mean() > 0.85
    assert np.corrcoef(response.beta[:, 0], own)[0, 1] > 0.8
    assert response.spread[0] == pytest.approx(0.6, abs=0.2)


def test_demand_behind_empty_shelves_is_recovered_where_zeros_miss_it() -> None:
    panel, wanted = planted(empty=True)
    learned = learn_response(panel, panel.empty)
    assert panel.empty is not None
    truth = wanted[panel.empty].sum()
    assert panel.y[panel.empty].sum() < 0.85 * truth
    assert learned.demand[panel.empty].sum() == pytest.approx(truth, rel=0.05)
    assert np.array_equal(learned.demand[~panel.empty], panel.y[~panel.empty])


@settings(max_examples=60, deadline=None)
@given(
    st.floats(0, 40), st.floats(0.01, 40), st.floats(1, 8),
)  # fmt: skip
def test_no_less_is_wanted_than_was_sold(sold: float, mean: float, scatter: float) -> None:
    found = expected_demand(*(np.array([value]) for value in (sold, mean, scatter)))
    assert found[0] >= sold
    assert np.isfinite(found[0])


def test_expected_demand_is_that_of_a_simulation() -> None:
    draws = np.random.default_rng(1).poisson(4.0, 400_000)
    for least in (0, 3, 7):
        found = expected_demand(np.array([float(least)]), np.array([4.0]), np.array([1.0]))
        assert found[0] == pytest.approx(draws[draws >= least].mean(), rel=0.01)


def test_a_long_silence_is_suspected_where_much_is_sold_and_not_where_little_is() -> None:
    y = np.array([[5.0, 6, 0, 0, 0, 0, 5, 4], [1.0, 0, 0, 0, 0, 0, 1, 0]])
    mean = np.array([[5.0] * 8, [0.3] * 8])
    found = suspected(y, mean, np.array([1.0, 1.0]))
    assert found[0].tolist() == [False, False, True, True, True, True, False, False]
    assert not found[1].any()


class _Level:
    """A family that says the mean of the last eight weeks."""

    def mean(self, panel: Panel) -> np.ndarray:
        return np.tile(np.nanmean(panel.y[:, -56:], axis=1)[:, None], (1, AHEAD))


def test_any_family_honours_what_is_known_of_each_day_ahead() -> None:
    panel, _ = planted()
    learned = learn_response(panel)
    found = Responsive(_Level(), learned).mean(panel)  # type: ignore[arg-type]
    closed = panel.known["open"][:, DAYS:] == 0
    assert (found[closed] == 0).all()
    assert (found[~closed] > 0).all()
    promoted = (panel.known["promoted"][:, DAYS:] > 0) & ~closed
    plain = ~promoted & ~closed
    assert found[promoted].mean() > 1.3 * found[plain].mean()


def test_ordinary_days_are_those_without_effects() -> None:
    panel, _ = planted()
    learned: Learned = learn_response(panel)
    plain = ordinary(panel, learned)
    assert np.isnan(plain.y[panel.known["open"][:, :DAYS] == 0]).all()
    promoted = panel.known["promoted"][:, :DAYS] > 0
    weekday = np.arange(DAYS) % 7 == 2
    lift = [np.nanmean(y[promoted & weekday]) / np.nanmean(y[~promoted & weekday])
            for y in (panel.y, plain.y)]  # fmt: skip
    assert lift[0] > 1.5
    assert lift[1] == pytest.approx(1.0, abs=0.1)


def test_days_are_shared_within_the_key_of_few_values_that_have_many_series() -> None:
    keys = pd.DataFrame({"item": [f"i{n % 40}" for n in range(80)], "store": ["a", "b"] * 40})
    dates = np.array(["2024-01-01", "2024-01-02"], dtype="datetime64[D]")
    found = groups(Panel(np.zeros((80, 2)), keys, dates))
    assert found.tolist() == [0, 1] * 40
    assert not groups(Panel(np.zeros((8, 2)), keys.head(8), dates)).any()


def test_where_no_shelf_was_empty_demand_is_what_was_sold_and_given_back() -> None:
    draw = np.random.default_rng(0)
    y = draw.poisson(5.0, (8, 200)).astype(float)
    y[draw.random(y.shape) < 0.1] = -8.0
    price = np.where(draw.random((8, 214)) < 0.1, 8.0, 10.0)
    shop = replace(panel_of(y), known={"price": price})
    assert np.array_equal(learn_response(shop).demand, y)
    empty = np.zeros(y.shape, dtype=bool)
    empty[:, 50:53] = True
    found = learn_response(shop, empty).demand
    assert np.array_equal(found[~empty], y[~empty])
    assert (found[empty] >= y[empty]).all()
