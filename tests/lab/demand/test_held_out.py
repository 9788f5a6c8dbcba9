"""Forecasts of held-out weeks: from the past only, kept, and found again as they were."""

from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest

from core.base.forecast import LEVELS
from core.base.protocols import Estimate
from core.demand.families import auto_theta, moving_average
from core.demand.panel import Floats, Panel
from core.lab.demand.fitting import Candidate
from core.lab.demand.held_out import HeldOut, held_out, load, save
from core.lab.demand.origins import affordable
from core.lab.demand.origins import weekly as weekly_origins
from tests.demand.panels import panel, weekly

SERIES, PERIODS, HORIZON = 40, 210, 21
CUTOFFS = [PERIODS - 3 * HORIZON, PERIODS - 2 * HORIZON, PERIODS - HORIZON]


class Weekday:
    """Forecasts the mean of the same weekdays of the last four weeks."""

    def __init__(self, origin: int) -> None:
        self.origin = origin

    def mean(self, past: Panel) -> Floats:
        assert past.y.shape[1] >= self.origin, "a model is asked about its own past"
        week = past.y[:, -28:].reshape(len(past.y), 4, 7).mean(axis=1)
        return np.tile(week, (1, HORIZON // 7))

    def save(self, folder: Path) -> None:
        raise AssertionError(folder)


def kept_of(y: Floats) -> HeldOut:
    origins = weekly_origins(panel(y), CUTOFFS, HORIZON)
    assert origins is not None
    found = held_out(panel(y), Weekday, origins, HORIZON, seed=0)
    assert found is not None
    return found


@pytest.fixture(scope="module")
def kept() -> HeldOut:
    return kept_of(weekly(SERIES, PERIODS))


def test_there_is_an_origin_a_week_from_the_first_window_on(kept: HeldOut) -> None:
    assert kept.origins.tolist() == list(range(CUTOFFS[0], PERIODS, 7))
    assert kept.every == 7
    assert kept.mean.shape == (9, SERIES, HORIZON)


def test_no_forecast_knows_what_comes_after_it(kept: HeldOut) -> None:
    y = weekly(SERIES, PERIODS)
    for number in (0, 3):
        other = y.copy()
        other[:, kept.origins[number] :] = 7.0
        again = kept_of(other)
        assert np.array_equal(again.mean[number], kept.mean[number])
        assert np.array_equal(again.sums[number], kept.sums[number])


def test_sums_of_every_span_are_covered_as_often_as_they_say(kept: HeldOut) -> None:
    shop = panel(weekly(SERIES, PERIODS))
    sold = kept.sold(shop)
    for span in (7, 14):
        covered = []
        for number in range(6):
            said = kept.forecast(shop, number).cumulative[:, span - 1]
            asked = sold[:, 7 * number : 7 * number + span].sum(axis=1)
            covered.append(asked[:, None] <= said)
        share = np.mean(covered, axis=(0, 1))
        for level in (0.5, 0.9, 0.95):
            assert share[LEVELS.index(level)] == pytest.approx(level, abs=0.07)


def test_a_forecast_is_of_the_days_after_its_origin(kept: HeldOut) -> None:
    shop = panel(weekly(SERIES, PERIODS))
    said = kept.forecast(shop, 2)
    assert said.dates[0] == shop.dates[kept.origins[2]]
    assert said.cumulative.shape == (SERIES, HORIZON, len(LEVELS))
    assert (np.diff(said.cumulative, axis=1) >= -1e-9).all()
    assert (np.diff(said.cumulative, axis=2) >= -1e-9).all()


def test_what_is_saved_is_found_again(kept: HeldOut, tmp_path: Path) -> None:
    assert load(tmp_path) is None
    save(kept, tmp_path)
    found = load(tmp_path)
    assert found is not None
    for name in ("places", "origins", "every", "spans", "mean", "sums"):
        assert np.array_equal(getattr(found, name), getattr(kept, name)), name


def test_too_short_a_past_has_no_held_out_weeks() -> None:
    short = panel(weekly(3, 60))
    assert weekly_origins(short, [30], HORIZON) is None
    assert affordable([slow(0.0)], short, [30], HORIZON) == "short"


def test_of_many_series_the_largest_are_kept(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("core.lab.demand.held_out.MOST", 2)
    y = weekly(4, PERIODS) * np.array([[1.0], [5.0], [0.1], [3.0]])
    found = kept_of(y)
    assert found.places.tolist() == [1, 3]
    said = found.forecast(panel(y), 0)
    assert said.ids == ("item 1", "item 3")
    assert replace(found, every=7).sold(panel(y))[0, 0] == y[1, CUTOFFS[0]]


def slow(each: float, once: float = 0.0, pooled: bool = False) -> Candidate:
    """A method whose fits take so many seconds each, and the first `once` more."""
    told = Estimate(seconds=once + each, memory_mb=1, once=once)
    family = replace(moving_average.FAMILY, estimate=lambda *_: told, pooled=pooled)
    return Candidate(family, family.settings(), 0)


def every(*members: Candidate) -> int | str:
    """How far apart the origins are that there is time for, or why there are none."""
    found = affordable(members, panel(weekly(SERIES, PERIODS)), CUTOFFS, HORIZON)
    return found if isinstance(found, str) else found.every


def test_what_is_slow_to_fit_anew_is_asked_at_origins_further_apart() -> None:
    assert every(slow(0.1)) == every(slow(1000, pooled=True)) == 7
    assert every(slow(1000, pooled=True), slow(0.1)) == 7
    assert 7 < every(slow(12)) <= HORIZON
    assert every(slow(1000)) == HORIZON
    assert every(slow(1000, pooled=True), slow(5)) in (7, 14, 21)


def test_a_library_is_imported_once_and_not_at_every_origin() -> None:
    assert every(slow(0.5, once=50)) == 7
    theta = Candidate(auto_theta.FAMILY, auto_theta.FAMILY.settings(), 0)
    assert every(slow(1000, pooled=True), theta) == 7


def test_origins_far_apart_are_kept_as_such() -> None:
    shop = panel(weekly(SERIES, PERIODS))
    found = affordable([slow(1000)], shop, CUTOFFS, HORIZON)
    assert not isinstance(found, str)
    assert list(found.held) == CUTOFFS
    kept = held_out(shop, Weekday, found, HORIZON, seed=0)
    assert (kept.origins.tolist(), kept.every) == (CUTOFFS, HORIZON)
    assert kept.mean.shape == (3, SERIES, HORIZON)
