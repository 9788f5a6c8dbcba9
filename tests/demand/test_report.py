"""Scores by step and by class, by hand and against the scores over all."""

import numpy as np
import pandas as pd
import pytest

from core.base.forecast import LEVELS
from core.demand import metrics
from core.demand.backtest import Window
from core.demand.evaluate import outcome, overall, scored
from core.demand.report import averages, by_class, by_step
from tests.demand.panels import panel, weekly

PAST = np.array([[0.0, 2, 0, 2, 0, 2, 0, 2, 0, 2], [5, 5, 6, 5, 6, 5, 6, 5, 6, 5]])
"""Steps of 2, and (after the first) of 1."""
SOLD = np.array([[1.0, 3.0], [4.0, np.nan]])


def window(mean: list[list[float]], sold: np.ndarray = SOLD, past: np.ndarray = PAST) -> Window:
    """A window whose quantiles are all at the mean."""
    said = np.array(mean)
    level = np.repeat(said[:, :, None], len(LEVELS), axis=2)
    return Window(panel(past), said, level, level.cumsum(axis=1), sold)


def test_steps_by_hand() -> None:
    model, naive = window([[2.0, 3.0], [4.0, 9.0]]), window([[1.0, 1.0], [6.0, 9.0]])
    first, second = by_step([model], [naive])
    assert (first.step, second.step) == (1, 2)
    # one unit too much of a series that steps by 2, and nothing of the other
    assert first.scores["rmsse"] == pytest.approx((1 / 2 + 0) / 2)
    assert first.scores["wape"] == pytest.approx(1 / 5)
    assert first.scores["bias"] == pytest.approx(1 / 5)
    assert first.baseline["bias"] == pytest.approx(2 / 5)
    # what is not known is in no score
    assert second.scores["wape"] == 0
    assert second.baseline["bias"] == pytest.approx(-2 / 3)


def test_a_step_in_which_nothing_sold_has_no_share() -> None:
    empty = np.array([[0.0, 1.0], [0.0, 1.0]])
    (first, second) = by_step([window([[1.0, 1.0]] * 2, empty)], [window([[0.0, 0.0]] * 2, empty)])
    assert "wape" not in first.scores
    assert "bias" not in first.scores
    assert second.scores["wape"] == 0


def test_the_steps_are_what_all_is_made_of() -> None:
    """Means over steps are the metrics over the horizon, where each step weighs alike."""
    y = weekly(6, 140)
    draw = np.random.default_rng(1)
    windows = []
    for end in (120, 130):
        mean = np.abs(y[:, end : end + 10] + draw.normal(0, 3, (6, 10)))
        spread = np.linspace(0.5, 1.5, len(LEVELS))
        quantiles = mean[:, :, None] * spread
        past = panel(y[:, :end])
        windows.append(
            Window(past, mean, quantiles, quantiles.cumsum(axis=1), y[:, end : end + 10])
        )
    steps = by_step(windows, windows)
    all_of = overall(scored(windows))
    for metric in ("spl", "coverage_80", "coverage_95"):
        over_steps = np.mean([step.scores[metric] for step in steps])
        assert over_steps == pytest.approx(all_of[metric].value)
    squares = np.mean([step.scores["rmsse"] ** 2 for step in steps])
    assert np.sqrt(squares) == pytest.approx(all_of["rmsse"].value)
    sold = np.concatenate([one.sold for one in windows])
    said = np.concatenate([one.mean for one in windows])
    for place, step in enumerate(steps):
        column = slice(place, place + 1)
        assert step.scores["wape"] == pytest.approx(metrics.wape(sold[:, column], said[:, column]))


def test_the_intervals_of_two_forecasts_are_held_against_each_other() -> None:
    y = weekly(6, 140)
    mean, past = y[:, 120:130], panel(y[:, :120])
    sharp, blunt = (mean[:, :, None] * np.linspace(1 - wide, 1 + wide, len(LEVELS))
                    for wide in (0.2, 0.9))  # fmt: skip
    near, far = (
        scored([Window(past, mean, said, said.cumsum(axis=1), y[:, 120:130])])
        for said in (sharp, blunt)
    )
    better, worse = outcome(near, far).sharper, outcome(far, near).sharper
    assert better is not None and worse is not None
    assert better.value > 0.5 and worse.value < -1


def test_classes_share_what_was_sold() -> None:
    scores = pd.DataFrame(
        {
            "mase": [1.0, 2.0, 3.0],
            "rmsse": [1.0, np.nan, 0.5],
            "spl": [0.1, 0.2, 0.3],
            "coverage_80": [0.8, 0.7, 0.9],
            "coverage_95": [1.0, 0.9, 0.8],
            "absolute": [10.0, 20.0, 30.0],
            "error": [5.0, -20.0, 0.0],
            "sold": [60.0, 20.0, 20.0],
        }
    )
    found = by_class(np.array(["AX", "CZ", "CZ"]), scores, scores.assign(rmsse=2.0))
    assert [(one.name, one.series, one.share) for one in found] == [
        ("AX", 1, pytest.approx(0.6)),
        ("CZ", 2, pytest.approx(0.4)),
    ]
    assert found[1].scores["rmsse"] == 0.5
    assert found[1].scores["bias"] == pytest.approx(-0.5)
    assert found[1].baseline["rmsse"] == 2.0
    assert sum(one.share for one in found) == pytest.approx(1)


def test_averages_are_the_scores_over_all() -> None:
    found = scored([window([[2.0, 3.0], [4.0, 9.0]])])
    plain, with_interval = averages(found.series), overall(found)
    assert plain == {name: pytest.approx(score.value) for name, score in with_interval.items()}
