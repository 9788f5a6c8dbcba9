"""Questions about what was not seen: nothing of it is known."""

from dataclasses import replace

import numpy as np
from hypothesis import given
from hypothesis import strategies as st

from core.recommend.interactions import Interactions, kept_of
from core.recommend.protocol import Asked, by_time, cut_of, questions
from core.recommend.task import Question
from tests.recommend.meetings import Row, meetings, shops

TARGETS = st.sampled_from(["basket", "window"])


def taken(asked: Asked) -> dict[int, list[int]]:
    """What each customer took."""
    return {int(user): asked.taken[row].indices.tolist() for row, user in enumerate(asked.users)}


ROWS: list[Row] = [
    (0, 0, 1.0, 0), (1, 1, 2.0, 1), (2, 2, 3.0, 2), (0, 1, 4.0, 3),
    (1, 0, 5.0, 4), (1, 2, 5.0, 4), (0, 2, 6.0, 5), (1, 1, 7.0, 6), (3, 0, 8.0, 7),
    (3, 3, 8.0, 7),
]  # fmt: skip


def test_the_next_basket_by_hand() -> None:
    found = meetings(ROWS, 4, 4)
    asked = by_time(found, 5.0, "basket")
    assert asked.users.tolist() == [0, 1, 3]
    assert taken(asked) == {0: [2], 1: [0, 2], 3: [0]}
    assert asked.had.toarray().tolist() == [[1, 1, 0, 0], [0, 1, 0, 0], [0, 0, 0, 0]]
    assert asked.histories.now.tolist() == [5.0] * 3


def test_all_that_follows_by_hand() -> None:
    asked = by_time(meetings(ROWS, 4, 4), 5.0, "window")
    assert taken(asked) == {0: [2], 1: [0, 1, 2], 3: [0]}


def test_the_rest_of_a_basket_that_was_begun_is_not_the_next_one() -> None:
    rows = [(0, 0, 1.0, 0), (0, 1, 2.0, 1), (0, 2, 2.5, 1), (0, 0, 3.0, 2), (1, 2, 1.0, 3)]
    found = meetings(sorted(rows, key=lambda row: row[2]), 2, 3)
    assert taken(by_time(found, 2.5, "basket")) == {0: [0]}
    assert taken(by_time(found, 2.5, "window")) == {0: [0, 2]}


@given(shops(), st.floats(-1, 14), TARGETS)
def test_nothing_at_or_after_the_cut_is_known(found: Interactions, cut: float, target: str) -> None:
    asked = by_time(found, cut, target)
    assert (asked.known.day < cut).all()
    assert (asked.histories.day < cut).all()
    assert len(asked.known) == (found.day < cut).sum()
    assert (np.diff(asked.users) > 0).all()
    assert (np.diff(asked.taken.indptr) > 0).all()
    assert (asked.taken.data == 1).all()
    met = set(asked.known.item.tolist())
    for row, user in enumerate(asked.users):
        assert set(asked.taken[row].indices) <= met
        own = found.item[(found.user == user) & (found.day < cut)]
        assert sorted(set(own.tolist())) == asked.had[row].indices.tolist()


@given(shops(), st.floats(-1, 14))
def test_the_next_basket_is_the_first_one(found: Interactions, cut: float) -> None:
    asked = by_time(found, cut, "basket")
    met = set(asked.known.item.tolist())
    expected = {}
    for user in range(6):
        later = (found.user == user) & (found.day >= cut)
        if later.any():
            first = later & (found.day == found.day[later].min())
            wanted = sorted(set(found.item[first].tolist()) & met)
            if wanted:
                expected[user] = wanted
    assert taken(asked) == expected


def test_choices_are_made_by_the_time_before() -> None:
    rows = [(at % 3, at % 4, float(at), at) for at in range(100)]
    (choose, *_), judge = questions(meetings(rows, 3, 4), Question(test_share=0.2, target="window"))
    assert len(judge.known) == 80
    assert len(choose.known) == 60
    assert judge.known.day.max() < 80
    assert choose.taken.sum() <= 20
    assert choose.histories.now.tolist() == [60.0] * 3


@given(st.sampled_from([0.2, 3.0, 40.0]))
def test_a_half_life_runs_to_the_day_that_is_asked_about(half_life: float) -> None:
    rows = [(at % 3, at % 4, float(at), at) for at in range(100)]
    plain = meetings(rows, 3, 4)
    found = replace(plain, weight=kept_of(plain.day, plain.end, half_life))
    earlier, later = questions(found, Question(test_share=0.2, half_life=half_life))
    for asked in (*earlier, later):
        known, told = asked.known, asked.histories
        assert known.day[-1] == known.end
        for one in (known, told):
            expected = np.maximum(2.0 ** ((one.day - known.end) / half_life), 1e-12)
            np.testing.assert_allclose(one.weight, expected, rtol=1e-5)


def test_half_of_all_rows_still_leave_something_to_choose_by() -> None:
    rows = [(at % 3, at % 4, float(at), at) for at in range(100)]
    (choose, *_), judge = questions(meetings(rows, 3, 4), Question(test_share=0.5))
    assert len(judge.known) == 50
    assert len(choose.known) == 25
    assert len(choose.users) == 3


def test_nothing_is_asked_where_no_time_is_known_or_nothing_at_all() -> None:
    dark = meetings([(0, 0, np.nan, 0), (1, 0, np.nan, 1)], 2, 1)
    for found in (dark, meetings([], 2, 1)):
        earlier, later = questions(found, Question())
        for asked in (*earlier, later):
            assert len(asked.users) == 0
            assert asked.taken.shape == (0, 1)
    assert np.isnan(cut_of(meetings([], 2, 1), 0.1))


LEFT_OUT = Question(protocol="leave_one_out")


def test_the_last_item_is_left_out_by_hand() -> None:
    (choose, *_), judge = questions(meetings(ROWS, 4, 4), LEFT_OUT)
    assert judge.users.tolist() == [0, 1]
    assert taken(judge) == {0: [2], 1: [1]}
    assert judge.histories.now.tolist() == [6.0, 7.0]
    assert len(judge.known) == 8
    assert taken(choose) == {0: [1], 1: [2]}
    assert choose.histories.now.tolist() == [4.0, 5.0]
    assert len(choose.known) == 6


@given(shops())
def test_of_everybody_with_three_rows_the_last_is_asked_and_not_known(found: Interactions) -> None:
    (earlier,), later = questions(found, LEFT_OUT)
    for back, asked in zip((2, 1), (earlier, later), strict=True):
        expected = {}
        hidden = 0
        for user in range(6):
            own = found.item[found.user == user].tolist()
            mine = asked.known.item[asked.known.user == user].tolist()
            if len(own) < 3:
                assert mine == own
                continue
            expected[user] = [own[-back]]
            assert mine == own[:-back]
            hidden += back
        assert taken(asked) == expected
        assert len(asked.known) == len(found) - hidden


def test_without_times_the_order_of_rows_is_that_of_time() -> None:
    rows = [(0, item, np.nan, item) for item in (2, 0, 1)]
    _, judge = questions(meetings(rows, 1, 3), LEFT_OUT)
    assert taken(judge) == {0: [1]}
    assert judge.histories.now.tolist() == [0.0]


def test_the_protocol_may_be_written_with_hyphens() -> None:
    assert Question.model_validate({"protocol": "leave-one-out"}) == Question(
        protocol="leave_one_out"
    )
