"""What a pooled model sees: the past of the origin and nothing else."""

from unittest.mock import patch

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from core.demand.features import Features, Rows
from core.demand.net_rows import NetFeatures
from core.demand.origins import learnable
from core.demand.panel import Floats, Freq, Panel
from tests.demand.panels import lumpy, panel, weekly

PERIODS, AHEAD = 420, 14
HISTORY = np.vstack([weekly(2, PERIODS), lumpy(2, PERIODS, 1)])
HISTORY[1, :100] = np.nan
HISTORY[2, 200:230] = np.nan


def seen(past: Panel, origin: int) -> Rows:
    """The rows of every series and step at an origin, under a season that is given."""
    series = np.repeat(np.arange(len(past.y)), AHEAD)
    step = np.tile(np.arange(1, AHEAD + 1), len(past.y))
    given = 1 + 0.1 * np.sin(np.arange(past.y.shape[1] + AHEAD))
    with patch("core.demand.features.shared_season", lambda _panel, _ahead: given):
        return Features(past, AHEAD).rows(series, np.full(len(series), origin), step)


@settings(max_examples=60, deadline=None)
@given(
    origin=st.integers(0, PERIODS),
    changed=st.integers(0, PERIODS - 1),
    value=st.one_of(st.just(np.nan), st.floats(0, 1e6)),
    whole_rest=st.booleans(),
)
def test_what_is_sold_from_the_origin_on_changes_no_feature(
    origin: int, changed: int, value: float, whole_rest: bool
) -> None:
    other = HISTORY.copy()
    changed = max(origin, changed)
    other[:, changed : PERIODS if whole_rest else changed + 1] = value
    first, second = seen(panel(HISTORY), origin), seen(_aged_alike(other, HISTORY), origin)
    assert np.array_equal(first.x, second.x, equal_nan=True)
    assert np.array_equal(first.level, second.level)


def _aged_alike(y: Floats, like: Floats) -> Panel:
    """A panel of `y`; where a series only begins after the change, it stays as it was."""
    begun = ~np.isnan(like)
    first = begun.argmax(axis=1)
    y = np.where(np.arange(y.shape[1]) <= first[:, None], like, y)
    return panel(y)


@pytest.mark.parametrize(("freq", "horizon"), [("D", 400), ("W", 60), ("M", 30)])
def test_a_horizon_beyond_a_year_sees_nothing_after_the_origin(freq: Freq, horizon: int) -> None:
    """Neither trees nor networks, and each has the last known year to look back at."""
    origin = PERIODS - horizon - 10 if freq != "D" else 900
    draw = np.random.default_rng(3)
    y = draw.poisson(9.0, (3, origin + horizon)).astype(float)
    other = y.copy()
    other[:, origin:] = 1e6
    given = np.ones(y.shape[1] + horizon)
    found = []
    for values in (y, other):
        past = panel(values, freq)
        series, step = np.repeat(np.arange(3), horizon), np.tile(np.arange(1, horizon + 1), 3)
        at = np.full(len(series), origin)
        with patch("core.demand.features.shared_season", lambda _panel, _ahead: given):
            trees = Features(past, horizon)
            nets = NetFeatures(past, horizon, 28)
            found.append((trees.rows(series, at, step).x, nets.rows(series[:3], at[:3]).x))
    (first, first_net), (second, second_net) = found
    assert np.array_equal(first, second, equal_nan=True)
    assert np.array_equal(first_net, second_net, equal_nan=True)
    assert not np.isnan(first[:, trees.names.index("year_before")]).any()


def test_what_was_sold_before_the_origin_does_change_them() -> None:
    other = HISTORY.copy()
    other[:, 399] += 50
    first, second = seen(panel(HISTORY), 400), seen(panel(other), 400)
    assert not np.array_equal(first.x, second.x, equal_nan=True)
    assert (second.level > first.level).all()


def test_features_are_the_same_at_the_end_of_a_panel_as_inside_it() -> None:
    inside = seen(panel(HISTORY), 400)
    at_end = seen(panel(HISTORY).until(400), 400)
    assert np.array_equal(inside.x, at_end.x, equal_nan=True)


def test_features_have_their_names() -> None:
    past = panel(HISTORY)
    features = Features(past, AHEAD)
    row = features.rows(np.array([0]), np.array([400]), np.array([6]))
    assert row.x.shape == (1, len(features.names))
    named = dict(zip(features.names, row.x[0], strict=True))
    assert named["step"] == 6
    assert named["weekday"] == past.days(0)[405].dayofweek
    assert named["mean_28"] * row.level[0] == pytest.approx(HISTORY[0, 372:400].mean(), rel=1e-5)
    same_day = HISTORY[0, [398, 391]].mean()
    assert named["same_phase_2"] * row.level[0] == pytest.approx(same_day, rel=1e-5)
    year_before = HISTORY[0, 405 - 364]
    assert named["year_before"] * row.level[0] == pytest.approx(year_before, rel=1e-5)
    assert named["age"] == 91
    assert named["month"] == named["day_of_year"] == 0


def test_the_place_in_the_year_is_seen_in_a_panel_of_two() -> None:
    past = panel(weekly(2, 800))
    features = Features(past, AHEAD)
    row = features.rows(np.array([1]), np.array([790]), np.array([3]))
    named = dict(zip(features.names, row.x[0], strict=True))
    assert named["month"] == past.days(0)[792].month
    assert named["day_of_year"] == past.days(0)[792].dayofyear


def test_rows_to_learn_from_are_known_and_have_a_past() -> None:
    past = panel(HISTORY)
    series, origin, step = learnable(past, AHEAD, 3000, np.random.default_rng(0))
    answers = Features(past, AHEAD).answers(series, origin, step)
    assert len(series) == len(origin) == len(step)
    assert 2000 < len(series) <= 3000
    assert not np.isnan(answers).any()
    assert np.array_equal(answers, HISTORY[series, origin + step - 1])
    assert (origin >= past.first[series] + 28).all()
    assert (step >= 1).all()
    assert (step <= AHEAD).all()
    late = learnable(past, AHEAD, 3000, np.random.default_rng(0), earliest=380)[1]
    assert late.min() >= 380
    assert not len(learnable(past, AHEAD, 100, np.random.default_rng(0), earliest=PERIODS)[0])
