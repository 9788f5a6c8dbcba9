"""Whom to offer a product: rates by hand, and what any audience must hold."""

from dataclasses import replace
from typing import Any

import numpy as np
import pandas as pd
import pytest
from hypothesis import given
from hypothesis import strategies as st
from hypothesis.extra.numpy import arrays
from sklearn.isotonic import IsotonicRegression

from core.recommend import family, returning
from core.recommend import response as responses
from core.recommend.audience import COLUMNS, Chances, Wanted, audience
from core.recommend.histories import Histories
from core.recommend.interactions import Floats
from core.recommend.protocol import by_time, cut_of
from core.recommend.ranks import ranks, ranks_of
from core.recommend.response import PRIOR, Response, falling, response_of, smoothed
from core.recommend.returning import Returning, returning_of
from tests.recommend import shop

ITEMS = "abcd"


class Always:
    """The same scores for everybody."""

    def __init__(self, *scores: float) -> None:
        self._scores = np.array(scores, np.float32)

    def scores(self, asked: Histories) -> Floats:
        return np.tile(self._scores, (len(asked), 1))

    def save(self, folder: Any) -> None: ...


def response(rate: float = 0.5) -> Response:
    """Items met before at the first rank are taken at `rate`, others half as often a rank."""
    steps = rate / 2.0 ** np.arange(4)
    rates = np.stack([np.tile(steps / 10, (1, 1)), np.tile(steps, (1, 1))])
    return Response(rates, np.array([1, 2, 3, 4]), np.zeros(0), 100)


def known(**columns: Any) -> Any:
    rows = [("A", "a", 1.0, 0), ("A", "b", 2.0, 1), ("B", "b", 9.0, 2), ("C", "c", 10.0, 3),
            ("C", "d", 10.0, 3)]  # fmt: skip
    return shop.known(shop.interactions(rows, ITEMS, "ABCD"), **columns)


class Counted(Always):
    """Keeps how many customers it was asked about at a time."""

    def __init__(self, *scores: float) -> None:
        super().__init__(*scores)
        self.asked: list[int] = []

    def scores(self, asked: Histories) -> Floats:
        self.asked.append(len(asked))
        return super().scores(asked)


def test_of_many_items_fewer_customers_are_looked_at_at_a_time(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    behaviour, whole, parts = known(), Counted(4, 3, 2, 1), Counted(4, 3, 2, 1)
    rows = [("A", "a", 1.0, 0), ("B", "b", 2.0, 1), ("C", "b", 3.0, 2), ("A", "b", 5.0, 3),
            ("B", "a", 6.0, 4), ("C", "a", 7.0, 5)]  # fmt: skip
    later = by_time(shop.interactions(rows, ITEMS), 4.0, "window")
    expected = audience(whole, behaviour, Wanted((0, 3)), Chances(response()))
    counted = response_of(whole, later)
    monkeypatch.setattr(family, "CELLS", 2 * len(ITEMS))
    monkeypatch.setattr(responses, "_HELD", len(ITEMS))
    pd.testing.assert_frame_equal(
        audience(parts, behaviour, Wanted((0, 3)), Chances(response())), expected
    )
    assert parts.asked == [2, 2]
    np.testing.assert_array_equal(response_of(parts, later).rate, counted.rate)
    assert parts.asked[2:] == [1, 1, 1]


@given(
    arrays(np.float32, st.tuples(st.integers(1, 3), st.integers(1, 8)),
           elements=st.sampled_from([-1.0, 0.0, 0.5, 2.0])),
    st.data(),
)  # fmt: skip
def test_ranks_are_one_more_than_how_many_are_better(scores: Floats, data: st.DataObject) -> None:
    allowed = data.draw(arrays(bool, scores.shape[1]))
    found = ranks(scores, allowed)
    row, item = np.indices(scores.shape).reshape(2, -1)
    assert (ranks_of(scores, allowed, row, item) == found.ravel()).all()
    for one, other in np.ndindex(scores.shape):
        better = sum(
            scores[one, place] > scores[one, other]
            for place in range(scores.shape[1])
            if allowed[place]
        )
        assert found[one, other] == (better + 1 if allowed[other] else 0)


@given(arrays(float, 6, elements=st.floats(0, 1)), arrays(float, 6, elements=st.floats(1, 50)))
def test_falling_is_the_isotonic_regression(values: Any, weights: Any) -> None:
    places = np.arange(6.0)
    fitted = IsotonicRegression(increasing=False).fit(places, values, weights)
    expected = fitted.predict(places)
    assert falling(values, weights) == pytest.approx(expected, abs=1e-4)


def test_shares_of_few_are_drawn_to_those_of_all() -> None:
    """2 of 1,000 at the first rank, 1 of 1,000 at the second, in the first of two popularities;
    nothing seen of the second."""
    taken = np.zeros((2, 2, 2))
    seen = np.zeros((2, 2, 2))
    taken[0, 0], seen[0, 0] = [20, 10], 1000
    found = smoothed(taken, seen)
    overall = 30.5 / 2001
    common = (np.array([20, 10]) + PRIOR * overall) / (1000 + PRIOR)
    assert found[0, 1] == pytest.approx(common)
    assert found[0, 0] == pytest.approx((np.array([20, 10]) + PRIOR * common) / (1000 + PRIOR))
    assert (found[1] == 0.5).all(), "of nothing, half"


def test_the_response_is_what_was_taken_at_a_rank() -> None:
    """300 customers know all four items and take the first of the model; nobody takes the last."""
    rows = [(chr(500 + user), item, float(place), user)
            for user in range(300) for place, item in enumerate(ITEMS)]  # fmt: skip
    rows += [(chr(500 + user), "a" if user % 2 else "b", 10.0, 1000 + user) for user in range(300)]
    asked = by_time(shop.interactions(rows, ITEMS), 9.0, "window")
    found = response_of(Always(4, 3, 2, 1), asked)
    assert found.customers == 300
    met = np.ones(4, bool)
    rates = found.of(np.array([1, 2, 3, 4]), np.full(4, 300.0), met)
    assert rates[:2] == pytest.approx([0.5, 0.5], abs=0.06)
    assert (rates[2:] < 0.1).all() and (np.diff(rates) <= 1e-9).all()
    assert np.isnan(found.of(np.array([0]), np.array([300.0]), met[:1])).all()


def test_who_returns_is_counted_by_visits_and_recency() -> None:
    """Of 400 customers, the 200 seen lately come back, the others do not."""
    rows = [(chr(500 + user), "a", 50.0 if user < 200 else 1.0, user) for user in range(400)]
    rows += [(chr(500 + user), "a", 60.0, 1000 + user) for user in range(200)]
    asked = by_time(shop.interactions(rows, "a"), 55.0, "window")
    found = returning_of(asked, 30.0)
    assert found is not None and found.days == 30.0
    assert found.share.max() == pytest.approx((200 + 10) / (200 + returning.PRIOR))
    assert found.share.min() == pytest.approx(10 / (200 + returning.PRIOR))
    chances = found.of(asked.known, 55.0)
    assert (chances[:200] > 0.9).all() and (chances[200:] < 0.1).all()
    timeless = replace(asked, known=replace(asked.known, day=asked.known.day * np.nan))
    assert returning_of(timeless, 30.0) is None
    each = replace(asked.histories, now=np.arange(len(asked.users), dtype=float))
    assert returning_of(replace(asked, histories=each), 30.0) is None


def test_an_audience_by_hand() -> None:
    """b is the model's second: for A and B, who met it, 0.25; for C and D 0.025; margin 4."""
    found = audience(
        Always(4, 3, 2, 1), known(margin=[1.0, 4.0, np.nan, 1.0]), Wanted((1,)), Chances(response())
    )
    assert list(found.columns) == list(COLUMNS)
    assert found["customer"].tolist() == ["A", "B", "C", "D"]
    assert found["probability"].tolist() == [0.25, 0.25, 0.025, 0.025]
    assert found["expected_margin"].tolist() == [1.0, 1.0, 0.1, 0.1]
    assert set(found["rank"]) == {2} and set(found["score"]) == {3.0}
    assert found["last_bought"].tolist()[:2] == [
        pd.Timestamp("1970-01-03"),
        pd.Timestamp("1970-01-10"),
    ]
    assert found["last_bought"].isna().tolist() == [False, False, True, True]


def test_who_bought_lately_is_left_out_and_the_best_come_first() -> None:
    """The end is day 10: B met b a day ago, A eight days ago."""
    found = audience(
        Always(4, 3, 2, 1), known(), Wanted((1,), without_days=5, most=2), Chances(response())
    )
    assert found["customer"].tolist() == ["A", "C"] and found["expected_margin"].isna().all()


@pytest.mark.parametrize("timed", [True, False])
def test_who_ever_had_it_is_left_out_though_nobody_knows_when(timed: bool) -> None:
    behaviour = known()
    if not timed:
        told = replace(behaviour.interactions, day=behaviour.interactions.day * np.nan)
        behaviour = replace(behaviour, interactions=told)
    asked = (Always(4, 3, 2, 1), behaviour)
    every = audience(*asked, Wanted((1,)), Chances(response())).set_index("customer")["had"]
    assert every.to_dict() == {"A": True, "B": True, "C": False, "D": False}
    found = audience(*asked, Wanted((1,), without_days=np.inf), Chances(response()))
    assert found["customer"].tolist() == ["C", "D"] and not found["had"].any()


def test_of_several_products_each_customer_gets_the_one_that_brings_most() -> None:
    """C: d at rank 4, met, .5 / 8 x 8 = .5, b .025 x 4; A: b .25 x 4, d .5 / 80 x 8."""
    found = audience(
        Always(4, 3, 2, 1),
        known(margin=[1.0, 4.0, np.nan, 8.0]),
        Wanted((1, 3)),
        Chances(response()),
    ).set_index("customer")
    assert found["item"].to_dict() == {"A": "b", "B": "b", "C": "d", "D": "b"}
    assert found.loc["C", "expected_margin"] == pytest.approx(0.5)


def test_who_never_comes_does_not_answer() -> None:
    """Customers of one visit return at 0.4, others at 0.8; D was never there."""
    back = Returning(np.array([[0.4], [0.8]]), np.array([2.0]), np.zeros(0), 30.0)
    found = audience(Always(4, 3, 2, 1), known(), Wanted((1,)), Chances(response(), back))
    assert found.set_index("customer")["probability"].to_dict() == pytest.approx(
        {"A": 0.2, "B": 0.1, "C": 0.01}
    )


def test_an_audience_of_a_whole_shop_answers_as_often_as_was_said() -> None:
    """Customers keep to their favourites: over the next days, about as many of the audience take
    the product as the probabilities add up to."""
    rng = np.random.default_rng(1)
    letters = "".join(chr(200 + item) for item in range(30))
    favourite = rng.integers(0, 30, 400)
    rows = []
    for day in range(60):
        for user in np.flatnonzero(rng.random(400) < 0.1):
            item = favourite[user] if rng.random() < 0.5 else int(rng.integers(30))
            rows.append((chr(1000 + user), letters[item], float(day), day * 1000 + int(user)))
    found = shop.interactions(rows, letters)

    class Habit:
        def scores(self, asked: Histories) -> Floats:
            return np.asarray(asked.times().toarray(), np.float32)

        def save(self, folder: Any) -> None: ...

    asked = by_time(found.before(50.0), 40.0, "window")
    chances = Chances(response_of(Habit(), asked), returning_of(asked, 10.0))
    later, expected, took = found.where(found.day >= 50.0), 0.0, 0
    for item in range(30):
        table = audience(Habit(), shop.known(found.before(50.0)), Wanted((item,)), chances)
        expected += table["probability"].sum()
        took += len(np.unique(later.user[later.item == item]))
    assert expected == pytest.approx(took, rel=0.15)
    assert cut_of(found, 0.1) > 50
