"""Counts by hand, with and without a half-life."""

from dataclasses import replace

import numpy as np
import pytest

from core.recommend.families import popularity, recent_popularity
from core.recommend.family import Ranker
from core.recommend.histories import of_baskets
from core.recommend.interactions import Interactions
from tests.recommend.made import Listener, known, untimed

FOUND = Interactions(
    user=np.array([0, 1, 0, 1, 1], np.int32),
    item=np.array([0, 0, 1, 2, 2], np.int32),
    weight=np.array([1, 1, 1, 1, 0.5], np.float32),
    day=np.array([80.0, 90, 90, 100, 100]),
    basket=np.arange(5, dtype=np.int32),
    users=np.array(["a", "b"], object),
    items=np.array(["p", "q", "r", "s"], object),
)


def first_row(model: Ranker) -> list[float]:
    scores = model.scores(of_baskets([[3], []], 4, 100.0))
    assert np.array_equal(scores[0], scores[1])
    return [float(score) for score in scores[0]]


def test_all_meetings_count_alike() -> None:
    model = popularity.fit(popularity.PopularitySettings(), known(FOUND), 0, Listener())
    assert first_row(model) == [2.0, 1.0, 1.5, 0.0]


def test_old_meetings_count_half_after_a_half_life() -> None:
    settings = popularity.PopularitySettings(half_life=10)
    model = popularity.fit(settings, known(FOUND), 0, Listener())
    assert first_row(model) == pytest.approx([0.25 + 0.5, 0.5, 1.5, 0.0])
    without = popularity.fit(settings, known(untimed(FOUND)), 0, Listener())
    assert first_row(without) == [2.0, 1.0, 1.5, 0.0]


def test_the_last_days_decide_and_all_time_breaks_ties() -> None:
    settings = recent_popularity.RecentPopularitySettings(days=10)
    scores = first_row(recent_popularity.fit(settings, known(FOUND), 0, Listener()))
    assert np.argsort(scores)[::-1].tolist() == [2, 0, 1, 3]
    assert scores[2] > 1.5 > scores[0] > scores[1] > 1
    late = replace(FOUND, day=np.array([80.0, 80, 80, 100, 100]))
    scores = first_row(recent_popularity.fit(settings, known(late), 0, Listener()))
    assert 1 > scores[0] > scores[1] > scores[3] == 0
