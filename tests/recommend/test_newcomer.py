"""A product that nobody knows lands where the products like it stand."""

import numpy as np
import pandas as pd
from hypothesis import given
from hypothesis import strategies as st

from core.recommend.attributes import attributes_of
from core.recommend.family import BLOCK
from core.recommend.histories import Histories, histories_of
from core.recommend.interactions import Floats
from core.recommend.listing import Facts
from core.recommend.newcomer import everyone_of, land, likenesses
from core.recommend.rules import Rules
from tests.recommend import shop

ROWS = [("X", "a", 1.0, 0), ("X", "b", 1.0, 0), ("Y", "c", 2.0, 1), ("Y", "d", 2.0, 1)]


class Fixed:
    """Scores that were drawn."""

    def __init__(self, scores: Floats) -> None:
        self._scores = scores

    def scores(self, asked: Histories) -> Floats:
        assert len(asked) <= BLOCK
        return self._scores[: len(asked)]

    def save(self, folder: object) -> None: ...


def facts(k: int) -> Facts:
    found = shop.interactions(ROWS, "abcd")
    told = attributes_of(shop.known(found, category=["tea"] * 4))
    return Facts(told, histories_of(found, everyone_of(found), 3.0), k)


def test_it_is_like_what_is_of_its_words_and_category_and_was_met() -> None:
    items = pd.DataFrame(
        {
            "text": ["red mug", "red cup", "blue tent", "red mug"],
            "category": ["kitchen", "kitchen", "camping", "kitchen"],
        }
    )
    asked: dict[str, object] = {"text": "red mug large", "category": "kitchen", "price": None}
    weights = likenesses(items, asked, np.array([3, 2, 5, 0], np.float32))
    assert weights[0] > weights[1] > weights[2] >= 0
    assert weights[3] == 0, "nobody met it: the model says nothing of it"
    assert not likenesses(items, {"brand": "x", "price": 3.0}, np.ones(4, np.float32)).any()


def test_its_place_is_that_of_the_weighed_mean_by_hand() -> None:
    """Like a and b by 3 : 1: for X 3/4 x 8 + 1/4 x 4 = 7, behind a (8), before d (5) and b (4); for
    Y 3/4 x 1 + 1/4 x 5 = 2, behind b (5), d (4) and c (3), which is no place of a list of two."""
    scores = np.array([[8, 4, 1, 5], [1, 5, 3, 4]], np.float32)
    weights = np.array([3, 1, 0, 0], np.float32)
    found = land(Fixed(scores), facts(2), Rules(bought="allow"), weights, np.array([0, 1]))
    assert found.rank.tolist() == [2, 3] and found.reached == 1
    assert found.displaced.tolist() == [0, 0, 0, 1], "X's list was a, d"


@given(st.lists(st.integers(1, 9), min_size=8, max_size=8), st.integers(1, 4), st.integers(0, 3))
def test_alike_to_one_item_alone_it_stands_behind_it(drawn: list[int], k: int, item: int) -> None:
    """Its rank is one more than the items of at least its score, as far as lists are long; each
    list that it is on loses one item."""
    scores = np.array(drawn, np.float32).reshape(2, 4)
    weights = np.eye(4, dtype=np.float32)[item]
    found = land(Fixed(scores), facts(k), Rules(bought="allow"), weights, np.array([0, 1]))
    ahead = (scores >= scores[:, [item]]).sum(axis=1)
    assert found.rank.tolist() == [min(int(n), k) + 1 for n in ahead]
    assert found.displaced.sum() == found.reached
