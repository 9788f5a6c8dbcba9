"""What networks that recommend see: by hand, and that nothing of what comes next is in it."""

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from core.recommend import net_rows
from core.recommend.histories import histories_of
from core.recommend.interactions import Interactions, sorted_by_time
from core.recommend.net_rows import (
    ASKED,
    CHANNELS,
    DAY,
    FIRST,
    NOTHING,
    START,
    TOKEN,
    Target,
)

Row = tuple[int, int, float, int]
"""(customer, item, day, basket)."""


def meetings(rows: list[Row], users: int = 4, items: int = 9) -> Interactions:
    table = np.array(rows, float).reshape(-1, 4)
    user, item, day, basket = table.T
    found = Interactions(
        user.astype(np.int32),
        item.astype(np.int32),
        np.arange(1, len(rows) + 1, dtype=np.float32),
        day,
        basket.astype(np.int32),
        np.array([f"c{place}" for place in range(users)], object),
        np.array([f"p{place}" for place in range(items)], object),
    )
    return sorted_by_time(found)


def windows(found: Interactions, length: int, target: Target, seed: int = 0) -> net_rows.Windows:
    return net_rows.windows(found, length, target, np.random.default_rng(seed))


TWO = meetings([(0, 5, 10, 1), (2, 1, 11, 7), (0, 6, 10.5, 1), (0, 7, 14, 2), (0, 8, 20, 3)])


def test_every_place_is_asked_for_the_next_item() -> None:
    found = windows(TWO, 3, "item")
    assert found.user.tolist() == [0, 0, 2]
    tokens = found.seen[..., TOKEN].tolist()
    assert tokens == [[START, 0, 0], [5 + FIRST, 6 + FIRST, 7 + FIRST], [START, 0, 0]]
    assert (found.target - FIRST).tolist() == [[5, -2, -2], [6, 7, 8], [1, -2, -2]]
    assert found.seen[1, :, DAY].tolist() == [-10, -9.5, -6]
    assert found.seen[1, :, ASKED].tolist() == [-9.5, -6, 0]
    assert found.weight.tolist() == [[1, 0, 0], [3, 4, 5], [2, 0, 0]]


def test_the_next_basket_is_asked_for_not_what_lies_in_the_same() -> None:
    drawn = {tuple(windows(TWO, 9, "basket", seed).target[0].tolist()) for seed in range(20)}
    assert drawn == {(one, 9, 9, 10, 0, 0, 0, 0, 0) for one in (5 + FIRST, 6 + FIRST)}
    found = windows(TWO, 9, "basket")
    assert found.seen[0, :4, TOKEN].tolist() == [START, 5 + FIRST, 6 + FIRST, 7 + FIRST]
    assert found.target[1].tolist() == [1 + FIRST, *[NOTHING] * 8]


def test_what_is_looked_at_and_bought_at_once_is_met_once() -> None:
    found = meetings([(0, 3, 1, 1), (0, 3, 1, 1), (0, 3, 2, 2), (0, 4, 2, 2)])
    assert windows(found, 5, "item").target[0].tolist() == [3 + FIRST, 3 + FIRST, 4 + FIRST, 0, 0]


@pytest.mark.parametrize(("baskets", "wanted"), [((1, 1, 1, 1), "item"), ((1, 1, 2, 3), "basket")])
def test_automatic_is_the_next_basket_where_customers_have_several(
    baskets: tuple[int, ...], wanted: Target
) -> None:
    found = meetings([(0, place, place, basket) for place, basket in enumerate(baskets)])
    chosen, other = (windows(found, 6, target) for target in ("auto", wanted))
    assert np.array_equal(chosen.target, other.target)


rows = st.lists(
    st.tuples(
        st.integers(0, 3), st.integers(0, 8), st.integers(0, 6).map(float), st.integers(0, 3)
    ),
    max_size=40,
)


@given(rows=rows, length=st.integers(1, 7))
def test_the_next_item_is_what_stands_at_the_next_place(rows: list[Row], length: int) -> None:
    found = windows(meetings(rows), length, "item")
    after, target = found.seen[:, 1:, TOKEN], found.target[:, :-1]
    there = after > NOTHING
    assert np.array_equal(after[there], target[there])
    assert ((found.target > NOTHING) == (found.seen[..., TOKEN] > NOTHING)).all()
    assert ((found.weight > 0) == (found.target > NOTHING)).all()
    assert (found.seen[..., DAY] <= found.seen[..., ASKED]).sum() >= (
        found.seen[..., TOKEN] > START
    ).sum()


@given(rows=rows, length=st.integers(1, 7))
def test_what_is_seen_in_training_is_what_is_seen_when_asked(rows: list[Row], length: int) -> None:
    """The place that is asked for the last item of a customer sees the history without it."""
    found = meetings([(user, item, day, place) for place, (user, item, day, _) in enumerate(rows)])
    users = np.unique(found.user).astype(np.int64)
    last = np.zeros(len(found), bool)
    for user in users:
        last[np.flatnonzero(found.user == user)[-1]] = True
    learned = windows(found, length, "item")
    learned = learned.where(net_rows.last_of_each(learned))
    asked = net_rows.asked_rows(histories_of(found.where(~last), users, 0.0), length)
    for row, told in zip(learned.seen[..., TOKEN], asked[..., TOKEN], strict=True):
        places = row[row > NOTHING]
        assert np.array_equal(told[told > NOTHING][-len(places) :], places)


def test_histories_are_cut_to_the_last_places_and_days_count_back_from_now() -> None:
    found = meetings([(0, place, 10 + place, place) for place in range(6)] + [(1, 2, 14, 9)])
    asked = net_rows.asked_rows(histories_of(found, np.array([1, 3, 0]), 20.0), 4)
    assert asked[..., TOKEN].tolist() == [
        [START, 2 + FIRST, 0, 0], [START, 0, 0, 0], [4, 5, 6, 7]
    ]  # fmt: skip
    assert asked[2, :, DAY].tolist() == [-8, -7, -6, -5]
    assert (asked[..., ASKED] == 0).all()


def test_customers_are_held_out_whole() -> None:
    found = windows(
        meetings([(user, place, place, place) for user in range(30) for place in range(9)], 30),
        4, "item",
    )  # fmt: skip
    apart = net_rows.held_out(found, 0.1, np.random.default_rng(3))
    held, learned = set(found.user[apart]), set(found.user[~apart])
    assert len(held) == 3
    assert not held & learned
    assert held | learned == set(range(30))
    last = found.where(net_rows.last_of_each(found))
    assert last.user.tolist() == list(range(30))
    assert (last.target[:, -1] == 8 + FIRST).all()


def test_a_single_customer_cannot_be_held_out() -> None:
    found = windows(meetings([(2, 1, 1, 1), (2, 3, 2, 2)]), 4, "item")
    assert not net_rows.held_out(found, 0.1, np.random.default_rng(0)).any()


def test_a_batch_holds_rows_about_equally_long() -> None:
    draw = np.random.default_rng(0)
    rows = [(user, place, place, place) for user in range(50) for place in range(1 + user % 9)]
    found = windows(meetings(rows, 50), 12, "item")
    orders = [net_rows.by_length(found, draw, 8) for _ in range(2)]
    assert not np.array_equal(*orders)
    long = (found.target > 0).sum(axis=1)
    for order in orders:
        assert np.array_equal(np.sort(order), np.arange(50))
        batches = long[order[:48]].reshape(6, 8)
        assert np.ptp(batches, axis=1).max() <= 2 < np.ptp(long)


def test_nothing_gives_no_rows() -> None:
    found = windows(meetings([]), 5, "auto")
    assert len(found) == 0
    assert found.seen.shape == (0, 5, CHANNELS)
