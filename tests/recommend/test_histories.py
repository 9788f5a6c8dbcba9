"""Histories of those who are asked about, and how far back their entries lie."""

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from core.recommend.back import Latest, baskets_back, moments_back
from core.recommend.histories import histories_of, of_baskets, one_by_one
from core.recommend.interactions import Interactions
from tests.recommend.meetings import meetings, shops


@given(shops(), st.permutations(range(6)), st.integers(0, 6))
def test_a_history_is_all_that_is_known_of_a_customer_in_the_order_of_time(
    found: Interactions, everybody: list[int], count: int
) -> None:
    users = np.array(everybody[:count], np.int64)
    told = histories_of(found, users, 20.0)
    assert len(told) == count
    for row, user in enumerate(users):
        inside = slice(told.start[row], told.start[row + 1])
        assert told.item[inside].tolist() == found.item[found.user == user].tolist()
        assert told.day[inside].tolist() == found.day[found.user == user].tolist()
        assert told.basket[inside].tolist() == found.basket[found.user == user].tolist()
        assert (told.row[inside] == row).all()
    assert np.array_equal(told.matrix().toarray(), found.matrix().toarray()[users])
    assert np.array_equal(told.times().toarray(), told.matrix().toarray())
    assert told.now.tolist() == [20.0] * count


@given(shops(), st.integers(1, 7))
def test_blocks_together_are_the_whole(found: Interactions, size: int) -> None:
    told = histories_of(found, np.arange(6), 20.0)
    blocks = list(told.blocks(size))
    assert [len(block) for block in blocks[:-1]] == [size] * (len(blocks) - 1)
    whole = np.concatenate([block.matrix().toarray() for block in blocks])
    assert np.array_equal(whole, told.matrix().toarray())
    assert np.array_equal(np.concatenate([block.day for block in blocks]), told.day)
    assert all(block.start[0] == 0 for block in blocks)


@given(shops(), st.lists(st.integers(0, 5), max_size=8))
def test_some_customers_keep_their_histories(found: Interactions, places: list[int]) -> None:
    whole = histories_of(found, np.arange(len(found.users)), 9.0)
    rows = np.array(places, np.int64) % max(len(whole), 1)
    some = whole.where(rows)
    assert len(some) == len(rows)
    assert some.who.tolist() == rows.tolist()
    for at, row in enumerate(rows):
        mine, theirs = some.block(at, at + 1), whole.block(row, row + 1)
        for name in ("item", "weight", "day", "basket", "now"):
            np.testing.assert_array_equal(getattr(mine, name), getattr(theirs, name))


def test_nobody_has_no_blocks() -> None:
    told = histories_of(meetings([(0, 0, 0, 0)], 1, 1), np.zeros(0, np.int64), 0.0)
    assert len(told) == 0
    assert list(told.blocks(3)) == []
    assert told.matrix().shape == (0, 1)


def test_baskets_alone_are_histories() -> None:
    told = of_baskets([[2, 0], [], [1, 1]], 4, 9.0)
    assert told.matrix().toarray().tolist() == [[1, 0, 1, 0], [0, 0, 0, 0], [0, 2, 0, 0]]
    assert told.row.tolist() == [0, 0, 2, 2]
    assert told.basket.tolist() == [0, 0, 2, 2]
    assert told.now.tolist() == [9.0] * 3
    assert len(of_baskets([], 4, 9.0)) == 0


def test_how_far_back_by_hand() -> None:
    """Two customers; the first has a basket of two moments between two others."""
    rows = [(0, 0, 1.0, 7), (1, 3, 1.5, 2), (0, 1, 2.0, 3), (0, 2, 2.5, 3), (0, 3, 4.0, 5),
            (0, 0, 4.0, 5)]  # fmt: skip
    told = histories_of(meetings(rows, 3, 4), np.array([1, 0, 2]), 5.0)
    assert baskets_back(told).tolist() == [0, 2, 1, 1, 0, 0]
    assert moments_back(told).tolist() == [0, 3, 2, 1, 0, 0]
    found = Latest(2, 0.5)
    assert found.by_baskets(told).toarray() == pytest.approx(
        np.array([[0, 0, 0, 1], [1, 0.5, 0.5, 1], [0, 0, 0, 0]])
    )
    assert found.by_moments(told).toarray()[1] == pytest.approx([1, 0.25, 0.5, 1])
    assert Latest(9, 0.5).by_baskets(told).toarray()[1] == pytest.approx([1, 0.5, 0.5, 1])


def test_baskets_are_ordered_by_their_ends_where_they_overlap_and_no_time_is_one_moment() -> None:
    rows = [(0, 0, 1.0, 4), (0, 1, 2.0, 9), (0, 2, 3.0, 4)]
    told = histories_of(meetings(rows, 1, 3), np.array([0]), 5.0)
    assert baskets_back(told).tolist() == [0, 1, 0]
    dark = [(0, 0, np.nan, 4), (0, 1, np.nan, 4), (0, 2, np.nan, 9)]
    told = histories_of(meetings(dark, 1, 3), np.array([0]), 0.0)
    assert moments_back(told).tolist() == [1, 1, 0]
    assert moments_back(of_baskets([], 3, 0.0)).tolist() == []


@given(shops())
def test_steps_back_count_the_later_baskets(found: Interactions) -> None:
    told = histories_of(found, np.arange(6), 20.0)
    back = baskets_back(told)
    for at, (row, basket) in enumerate(zip(told.row, told.basket, strict=True)):
        mine = told.row == row
        later = {b for b, day in zip(told.basket[mine], told.day[mine], strict=True)
                 if day > told.day[mine & (told.basket == basket)].max()}  # fmt: skip
        assert back[at] == len(later)


@given(st.lists(st.lists(st.integers(0, 4), max_size=6), min_size=1, max_size=4))
def test_what_was_looked_at_one_by_one_keeps_its_order(sessions: list[list[int]]) -> None:
    """Every click is a position of its own, the last at the time asked for."""
    told = one_by_one(of_baskets(sessions, 5, 100.0))
    assert len(np.unique(told.basket)) == len(told.item)
    for row, session in enumerate(sessions):
        mine = told.block(row, row + 1)
        assert mine.item.tolist() == session
        assert (np.diff(mine.day) > 0).all()
        assert not session or mine.day[-1] == 100.0
