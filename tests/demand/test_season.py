"""The season that all series share, planted and found again."""

import numpy as np
import pytest

from core.demand.season import openings, shared_season
from tests.demand.panels import panel

WEEK = np.array([0.7, 0.8, 0.9, 1.0, 1.1, 1.4, 1.1])


def planted(series: int, days: int, yearly: float) -> tuple[np.ndarray, np.ndarray]:
    """Counts whose mean is a level times a week times a year, and that index (t + 60,)."""
    draw = np.random.default_rng(0)
    day = np.arange(days + 60)
    index = WEEK[day % 7] * (1 + yearly * np.sin(2 * np.pi * (day + 5) / 365.25))
    levels = draw.uniform(5, 40, (series, 1))
    return draw.poisson(levels * index[:days]).astype(float), index / index[:days].mean()


def test_a_planted_week_and_year_are_found_and_go_on() -> None:
    y, index = planted(60, 1100, 0.4)
    found = shared_season(panel(y), 60)
    assert found.shape == (1160,)
    ratio = found / found[:1100].mean() / index
    assert ratio[:1100] == pytest.approx(np.ones(1100), abs=0.05)
    assert ratio[1100:] == pytest.approx(np.ones(60), abs=0.08)


def test_a_panel_of_less_than_two_years_has_only_its_week() -> None:
    y, _ = planted(40, 300, 0.0)
    found = shared_season(panel(y), 60)
    assert found[:7] / found[:7].mean() == pytest.approx(WEEK / WEEK.mean(), abs=0.05)
    assert found[7:14] == pytest.approx(found[:7])


@pytest.mark.parametrize("y", [np.zeros((3, 50)), np.full((2, 50), np.nan), np.ones((1, 1))])
def test_the_season_of_nothing_is_flat(y: np.ndarray) -> None:
    found = shared_season(panel(y), 10)
    assert found == pytest.approx(np.ones(len(found)), abs=1e-6)


def test_closed_days_are_no_division_by_nothing() -> None:
    y = np.full((5, 400), 20.0)
    y[:, ::7] = 0
    assert shared_season(panel(y), 10).min() >= 0.1


def test_a_weekday_without_any_sale_is_closed_and_its_share_goes_to_the_others() -> None:
    """The panel begins on a Monday; it is closed on Sundays, one series on Tuesdays too."""
    y = np.random.default_rng(0).poisson(3.0, (5, 140)).astype(float)
    y[:, 6::7] = 0
    y[0, 1::7] = 0
    found = openings(panel(y), 9)
    assert found.tolist() == pytest.approx([7 / 6] * 6 + [0.0] + [7 / 6] * 2)
    assert found[:7].sum() == pytest.approx(7)


@pytest.mark.parametrize("weeks", [7, 20])
def test_where_all_weekdays_sell_or_too_few_were_seen_all_are_alike(weeks: int) -> None:
    y = np.full((3, 7 * weeks), 2.0)
    if weeks < 8:
        y[:, 6::7] = 0
    assert openings(panel(y), 10).tolist() == [1.0] * 10
    assert openings(panel(np.zeros((3, 70))), 7).tolist() == [1.0] * 7
