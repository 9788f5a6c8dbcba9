"""A product that nobody knows lands where the products like it stand."""

from dataclasses import replace

import numpy as np
import pandas as pd
import pytest
from hypothesis import given
from hypothesis import strategies as st
from scipy import sparse, stats

from core.recommend.attributes import attributes_of
from core.recommend.family import BLOCK
from core.recommend.histories import Histories, histories_of
from core.recommend.interactions import Floats
from core.recommend.listing import Facts
from core.recommend.newcomer import (
    NEIGHBOURS,
    everyone_of,
    land,
    likenesses,
    margin_alike,
    margin_change,
)
from core.recommend.rules import Rules
from tests.recommend import shop
from tests.recommend.test_effect import response

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


def priced(k: int) -> Facts:
    """The customers of `facts`, with margins of 1, 2, 10 and 5."""
    found = facts(k)
    margins = attributes_of(
        shop.known(
            shop.interactions(ROWS, "abcd"), margin=[1.0, 2, 10, 5], price=[4.0, 4, 20, np.nan]
        )
    )
    return replace(found, told=margins)


def test_what_it_brings_is_its_margin_less_that_of_what_leaves_by_hand() -> None:
    """New items are taken at .4 / place, others twice as often. Like a and b by 3 : 1 it has 7 for
    both, behind a: place 2, taken at .2. X's list a d b
    loses b, which X had, at place 3 (.8 / 3 x 2); Y's a d c loses c, which Y had (.8 / 3 x 10)."""
    scores = np.array([[8, 4, 1, 5], [9, 1, 3, 4]], np.float32)
    weights, told = np.array([3, 1, 0, 0], np.float32), priced(3)
    found = land(Fixed(scores), told, Rules(bought="allow"), weights, np.array([0, 1]))
    assert found.place.tolist() == [2, 2] and found.out.tolist() == [1, 2]
    assert found.out_place.tolist() == [3, 3]
    change = margin_change(found, told, response(), weights, 8.0)
    each = 1000 * np.array([0.2 * 8 - 0.8 / 3 * 2, 0.2 * 8 - 0.8 / 3 * 10])
    assert change.value == pytest.approx(each.mean())
    assert change.low == pytest.approx(each.mean() - 1.96 * stats.sem(each))
    assert change.high == pytest.approx(each.mean() + 1.96 * stats.sem(each))
    takes = sparse.csr_matrix(np.array([[0, 1, 0, 1], [1, 0, 0, 1]]))
    assert found.lost(takes) == 1, "X took b, which leaves; Y's c was no right answer"


def test_of_a_list_that_it_is_not_on_nothing_changes() -> None:
    """Only X's list of two has it; d leaves, which X had not: .2 x 8 - .2 x 5."""
    scores = np.array([[8, 4, 1, 5], [1, 5, 3, 4]], np.float32)
    weights, told = np.array([3, 1, 0, 0], np.float32), priced(2)
    found = land(Fixed(scores), told, Rules(bought="allow"), weights, np.array([0, 1]))
    change = margin_change(found, told, response(), weights, 8.0)
    assert change.value == pytest.approx(600) and np.isnan(change.low)
    assert found.lost(sparse.csr_matrix(np.ones((2, 4)))) == 1


def test_a_short_list_loses_nothing_to_it() -> None:
    scores = np.array([[8, 4, 1, 5], [1, 5, 3, 4]], np.float32)
    weights, told = np.array([0, 0, 1, 0], np.float32), priced(3)
    found = land(Fixed(scores), told, Rules(bought="hide"), weights, np.array([0, 1]))
    assert found.rank.tolist() == [3, 2] and found.out.tolist() == [-1, -1]
    change = margin_change(found, told, response(), weights, 6.0)
    places = [int((row >= row[2]).sum()) + 1 for row in scores]
    chances = [0.4 / min(place, 4) for place in places]
    assert change.value == pytest.approx(1000 * 6 * np.mean(chances))
    assert found.lost(sparse.csr_matrix(np.ones((2, 4)))) == 0


def test_the_margin_of_what_it_is_like_is_a_share_of_the_price() -> None:
    """a leaves a quarter of its price, b half; d has no price. By 3 : 1: 5/16 of 16."""
    told = priced(2).told
    assert margin_alike(np.array([3, 1, 0, 9], np.float32), 16.0, told) == pytest.approx(5)
    assert margin_alike(np.array([0, 0, 0, 1], np.float32), 16.0, told) is None


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


def test_of_products_that_are_equally_alike_the_nearest_in_price_are_taken() -> None:
    many = NEIGHBOURS + 2
    items = pd.DataFrame({"category": ["tea"] * many, "price": [2.0**one for one in range(many)]})
    weights = likenesses(items, {"category": "tea", "price": 2.0 ** (many - 1)}, np.ones(many))
    assert np.flatnonzero(weights == 0).tolist() == [0, 1]
    assert np.ptp(weights[2:]) == 0
