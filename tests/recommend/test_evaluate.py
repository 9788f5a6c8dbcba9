"""Views of a model: what is new, what is had again, and both, each judged by its own."""

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from scipy import sparse

from core.recommend import family, metrics
from core.recommend.evaluate import VIEWS, allowed, beyond, judge
from core.recommend.histories import Histories
from core.recommend.interactions import Floats, Interactions
from core.recommend.protocol import Asked, by_time
from tests.recommend.meetings import Planted, Row, meetings, shops

ROWS: list[Row] = [
    (0, 0, 1.0, 0), (0, 1, 1.0, 0), (1, 2, 2.0, 1), (1, 3, 2.0, 1),
    (0, 1, 5.0, 2), (0, 2, 5.0, 2), (1, 3, 6.0, 3), (2, 0, 6.0, 4),
]  # fmt: skip
ASKED = by_time(meetings(ROWS, 3, 5), 5.0, "basket")
"""0 takes 1 again and 2 anew, 1 takes 3 again, 2 comes for the first time. Nobody met item 4."""


def test_every_view_by_hand() -> None:
    scores = np.tile(np.array([1, 5, 2, 4, 9], np.float32), (3, 1))
    found = judge(Planted(scores), ASKED, 2)
    assert found["all"].lists.tolist() == [[1, 3], [1, 3], [1, 3]]
    assert found["new"].lists.tolist() == [[3, 2], [1, 0], [1, 3]]
    assert found["again"].lists.tolist() == [[1, 0], [3, 2], [-1, -1]]
    recall = {view: each.each["recall"].to_numpy() for view, each in found.items()}
    np.testing.assert_array_equal(recall["all"], [0.5, 1, 0])
    np.testing.assert_array_equal(recall["new"], [1, np.nan, 0])
    np.testing.assert_array_equal(recall["again"], [1, 1, np.nan])
    np.testing.assert_array_equal(found["new"].each["mrr"], [0.5, np.nan, 0])


@given(shops(), st.floats(1, 12), st.integers(1, 5), st.integers(0, 99))
def test_lists_are_the_top_of_what_a_view_allows(
    found: Interactions, cut: float, k: int, seed: int
) -> None:
    """All items are ranked, no sample; a score that ties goes to the first item."""
    asked = by_time(found, cut, "window")
    rng = np.random.default_rng(seed)
    scores = rng.integers(-2, 4, (len(asked.users), 8)).astype(np.float32)
    known = np.isin(np.arange(8), asked.known.item)
    had = asked.had.toarray() > 0
    taken = asked.taken.toarray() > 0
    wanted = {"all": taken, "new": taken & ~had, "again": taken & had}
    judged = judge(Planted(scores), asked, k)
    assert tuple(judged) == VIEWS
    for view in VIEWS:
        lists = metrics.top(scores, k, allowed(view, had, known))
        assert np.array_equal(judged[view].lists, lists)
        oracle = metrics.accuracy(lists, sparse.csr_matrix(wanted[view]), k)
        for name, values in oracle.items():
            np.testing.assert_array_equal(judged[view].each[name], values)


@given(shops(), st.floats(1, 12))
def test_who_knows_what_follows_gets_all_of_it(found: Interactions, cut: float) -> None:
    asked = by_time(found, cut, "basket")
    judged = judge(Planted(asked.taken.toarray()), asked, 8)
    for view in VIEWS:
        each = judged[view].each.dropna()
        assert each.to_numpy() == pytest.approx(1)
    assert len(judged["all"].each.dropna()) == len(asked.users)


def test_the_scores_of_a_model_are_not_written_over() -> None:
    scores = np.broadcast_to(np.arange(5, dtype=np.float32), (3, 5))
    judge(Planted(scores), ASKED, 2)
    assert scores.tolist() == [[0, 1, 2, 3, 4]] * 3


def test_many_items_are_scored_for_few_customers_at_a_time(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    sizes: list[int] = []

    class Counting(Planted):
        def scores(self, asked: Histories) -> Floats:
            sizes.append(len(asked))
            return super().scores(asked)

    scores = np.random.default_rng(0).random((3, 5)).astype(np.float32)
    whole = judge(Planted(scores), ASKED, 2)
    monkeypatch.setattr(family, "CELLS", 11)
    parts = judge(Counting(scores), ASKED, 2)
    assert sizes == [2, 1]
    for view in VIEWS:
        assert np.array_equal(whole[view].lists, parts[view].lists)


def test_nobody_is_judged_where_nobody_is_asked() -> None:
    nobody = by_time(meetings(ROWS, 3, 5), 99.0, "basket")
    for found in judge(Planted(np.zeros((0, 5), np.float32)), nobody, 3).values():
        assert found.lists.shape == (0, 3)
        assert found.each.shape == (0, len(metrics.ACCURACY))


def test_what_lists_are_like_by_hand() -> None:
    """Of four items met two are shown; item 1 was met by both, item 3 by one of two."""
    rows: list[Row] = [(0, 0, 0, 0), (0, 1, 1, 1), (1, 1, 1, 2), (1, 2, 2, 3), (1, 3, 3, 4),
                       (0, 3, 9, 5), (1, 0, 9, 6)]  # fmt: skip
    asked = by_time(meetings(rows, 2, 5), 9.0, "basket")
    scores = np.tile(np.array([0, 9, 1, 5, 9], np.float32), (2, 1))
    judged = judge(Planted(scores), asked, 2)["all"]
    vectors = sparse.csr_matrix(np.array([[1.0, 0], [1, 0], [0, 1], [0, 1], [1, 1]]))
    found = beyond(judged, asked, vectors)
    assert found["coverage"] == 2 / 4
    assert found["novelty"] == pytest.approx((0 + 1) / 2)
    assert found["diversity"] == pytest.approx(1)
    before = ((1 + 2) / 2 + (2 + 1 + 1) / 3) / 2
    assert found["popularity_bias"] == pytest.approx(1.5 / before)


def test_without_histories_there_is_no_bias() -> None:
    rows: list[Row] = [(0, 0, 0, 0), (1, 0, 9, 1)]
    asked: Asked = by_time(meetings(rows, 2, 1), 9.0, "basket")
    judged = judge(Planted(np.ones((1, 1), np.float32)), asked, 1)["all"]
    assert "popularity_bias" not in beyond(judged, asked, sparse.csr_matrix((1, 1)))
