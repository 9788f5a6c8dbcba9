"""Where a model has nothing to say, what is popular stands behind it."""

from pathlib import Path

import numpy as np
from hypothesis import given
from hypothesis import strategies as st
from hypothesis.extra.numpy import arrays

from core.recommend.filled import Filled
from core.recommend.histories import of_baskets
from core.recommend.interactions import Floats
from tests.recommend.meetings import Planted

POPULAR = np.array([3, 0, 7, 5, 7], np.float32)


def asked(scores: list[list[float]], popular: Floats = POPULAR) -> Floats:
    model = Filled(Planted(np.array(scores, np.float32)), popular)
    return model.scores(of_baskets([[]] * len(scores), len(popular), 0.0))


def test_what_the_model_says_comes_first_then_what_is_popular() -> None:
    found = asked([[0, 0.1, 0, 2, -1]])
    assert np.argsort(-found[0], kind="stable").tolist() == [3, 1, 2, 4, 0]
    assert found[0, [1, 3]].tolist() == [np.float32(0.1), 2]


@given(arrays(np.float32, (2, 5), elements=st.floats(-2, 2, width=32)))
def test_fillings_are_below_zero_and_in_the_order_of_what_is_popular(scores: Floats) -> None:
    found = asked(scores.tolist())
    told = scores > 0
    assert found.dtype == np.float32
    assert np.array_equal(found[told], scores[told])
    assert ((found[~told] >= -1) & (found[~told] < 0)).all()
    for row, mine in zip(found, told, strict=True):
        rest = np.flatnonzero(~mine)
        for one in rest:
            for other in rest:
                assert (row[one] < row[other]) == (POPULAR[one] < POPULAR[other])


def test_large_counts_that_differ_by_one_stay_apart() -> None:
    popular = np.array([9_999_999, 10_000_000, 9_999_998], np.float32)
    found = asked([[0, 0, 0]], popular)
    assert np.argsort(-found[0]).tolist() == [1, 0, 2]


def test_nothing_popular_is_no_mistake(tmp_path: Path) -> None:
    assert (asked([[0, 0, 0]], np.zeros(3, np.float32)) == -1).all()

    class Saved(Planted):
        def save(self, folder: Path) -> None:
            (folder / "here").touch()

    Filled(Saved(np.zeros((1, 3))), POPULAR).save(tmp_path)
    assert (tmp_path / "here").exists()
