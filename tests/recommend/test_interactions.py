"""Meetings: order, first ones, and the core that is learned from."""

import numpy as np
from hypothesis import given
from hypothesis import strategies as st

from core.recommend.interactions import (
    Interactions,
    core_of,
    first_of_pairs,
    matrix_of,
    sorted_by_time,
)
from tests.recommend.meetings import meetings, shops


def pairs(found: Interactions) -> list[tuple[int, int]]:
    return list(zip(found.user.tolist(), found.item.tolist(), strict=True))


def test_what_is_known_of_times() -> None:
    found = meetings([(0, 1, 2.5, 0), (1, 0, 7.25, 1)], 2, 3)
    assert found.timed
    assert found.end == 7.25
    assert found.shape == (2, 3)
    assert pairs(found.before(7.25)) == [(0, 1)]
    dark = meetings([(0, 1, np.nan, 0), (1, 0, 7.25, 1)], 2, 3)
    assert not dark.timed
    assert dark.end == 0
    assert meetings([], 2, 3).end == 0


def test_rows_of_the_same_time_keep_their_order_and_those_without_come_last() -> None:
    rows = [(0, 0, np.nan, 0), (0, 1, 5, 0), (0, 2, 3, 0), (0, 3, 5, 0), (0, 4, np.nan, 0)]
    assert sorted_by_time(meetings(rows, 1, 5)).item.tolist() == [2, 1, 3, 0, 4]


def test_values_of_the_same_place_are_summed() -> None:
    found = matrix_of(np.array([1, 1, 0]), np.array([2, 2, 0]), np.array([1.5, 2, 3]), (2, 3))
    assert found.toarray().tolist() == [[3, 0, 0], [0, 0, 3.5]]
    assert found.dtype == np.float32
    assert found.nnz == 2


def test_the_first_of_every_pair() -> None:
    found = meetings([(1, 1, 0, 0), (0, 1, 1, 1), (1, 1, 2, 2), (0, 0, 3, 3), (0, 1, 3, 3)], 2, 2)
    first = first_of_pairs(found)
    assert pairs(first) == [(1, 1), (0, 1), (0, 0)]
    assert first.day.tolist() == [0, 1, 3]


@given(shops())
def test_the_first_of_every_pair_is_there_once_and_at_its_earliest(found: Interactions) -> None:
    first = first_of_pairs(found)
    assert sorted(pairs(first)) == sorted(set(pairs(found)))
    assert (np.diff(first.day) >= 0).all()
    for user, item, day in zip(first.user, first.item, first.day, strict=True):
        assert day == found.day[(found.user == user) & (found.item == item)].min()


def test_a_core_falls_like_dominoes() -> None:
    """Item 2 goes first, then customer 1 has one item left, then item 1 one customer."""
    found = meetings([(0, 0, 0, 0), (2, 0, 0, 1), (0, 1, 1, 2), (1, 1, 1, 3), (1, 2, 2, 4),
                      (0, 3, 3, 5), (2, 3, 3, 6)], 3, 4)  # fmt: skip
    assert pairs(core_of(found, 2, 2)) == [(0, 0), (2, 0), (0, 3), (2, 3)]
    assert core_of(found, 2, 2).shape == (3, 4)
    assert len(core_of(found, 1, 1)) == 7
    assert not len(core_of(found, 4, 1))


@given(shops(), st.integers(1, 4), st.integers(1, 4))
def test_a_core_is_the_largest_that_has_enough_of_both(
    found: Interactions, of_user: int, of_item: int
) -> None:
    core = core_of(found, of_user, of_item)
    left = set(pairs(found))
    while True:
        kept = {(user, item) for user, item in left
                if len({i for u, i in left if u == user}) >= of_user
                and len({u for u, i in left if i == item}) >= of_item}  # fmt: skip
        if kept == left:
            break
        left = kept
    assert set(pairs(core)) == left
    assert len(core) == sum(pair in left for pair in pairs(found))
    assert pairs(core_of(core, of_user, of_item)) == pairs(core)
