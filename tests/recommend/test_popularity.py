"""Counts by hand, with and without a half-life."""

from dataclasses import replace

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from core.recommend.families import popularity, recent_popularity
from core.recommend.family import Ranker
from core.recommend.histories import of_baskets
from core.recommend.interactions import Interactions
from core.recommend.ranks import apart
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


@given(
    st.lists(st.tuples(st.integers(0, 3), st.integers(0, 3)), min_size=1, max_size=12),
    st.sampled_from([1.0, 1e-9, 3e7]),
)
def test_ranks_are_exact_whatever_float32_can_tell(
    told: list[tuple[int, int]], scale: float
) -> None:
    """Counts of a large shop are far larger than what they differ by."""
    lately = np.array([1e8 * (one > 0) + one * scale for one, _ in told])
    ever = np.array([other * scale for _, other in told])
    found = apart(lately + ever * 1e-9, (lately, ever))
    pairs = list(zip(lately.tolist(), ever.tolist(), strict=True))
    for n, one in enumerate(pairs):
        for m, other in enumerate(pairs):
            assert (found[n] < found[m]) == (one < other)
    assert np.allclose(found, lately, rtol=1e-4, atol=1e-6 + 4e-9 * scale)
    assert not found[[one == (0, 0) for one in pairs]].any()


def test_ties_of_a_large_shop_are_broken_by_all_time() -> None:
    """Two items of as many late meetings, of which the second has one more of all time."""
    late, early = 200_000, 10
    item = np.r_[[1], np.arange(early) % 2, np.arange(2 * late) % 2].astype(np.int32)
    rows = len(item)
    found = Interactions(
        user=np.zeros(rows, np.int32), item=item, weight=np.ones(rows, np.float32),
        day=np.repeat([0.0, 100.0], [1 + early, 2 * late]), basket=np.arange(rows, dtype=np.int32),
        users=np.array(["a"], object), items=np.array(["p", "q"], object),
    )  # fmt: skip
    settings = recent_popularity.RecentPopularitySettings(days=10)
    scores = first_two(recent_popularity.fit(settings, known(found), 0, Listener()))
    assert late < scores[0] < scores[1] < late + 1


def first_two(model: Ranker) -> list[float]:
    return [float(score) for score in model.scores(of_baskets([[]], 2, 100.0))[0]]
