"""Sequence ridge against sums over every position, in double precision."""

from dataclasses import replace

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from numpy.typing import NDArray

from core.recommend.families import sequence_ridge
from core.recommend.families.sequence_ridge import SequenceRidge, SequenceRidgeSettings, reach
from core.recommend.histories import Histories, of_baskets
from core.recommend.interactions import Interactions
from core.recommend.positions import positions_of
from tests.recommend.made import Listener, asked, known, meetings

Table = NDArray[np.float64]


def sequence(found: Interactions, user: int) -> list[Table]:
    """The items of each position of a customer (items,), by plain loops."""
    baskets: list[Table] = []
    before = None
    for row in np.flatnonzero(found.user == user):
        same = before is not None and (
            found.basket[row] == found.basket[before] or found.day[row] == found.day[before]
        )
        if not same:
            baskets.append(np.zeros(len(found.items)))
        baskets[-1][found.item[row]] += found.weight[row]
        before = row
    return baskets


def by_hand(found: Interactions, settings: SequenceRidgeSettings) -> Table:
    rows, answers = [], []
    for user in range(len(found.users)):
        history = np.zeros(len(found.items))
        baskets = sequence(found, user)
        for now, following in zip(baskets, baskets[1:], strict=False):
            history = settings.decay * history + now
            rows.append(history)
            answers.append(following)
    x, y = np.array(rows), np.array(answers)
    return np.asarray(np.linalg.solve(x.T @ x + settings.ridge * np.eye(x.shape[1]), x.T @ y))


@pytest.mark.parametrize("decay", [0.0, 0.5, 0.8, 0.97])
@pytest.mark.parametrize("timed", [True, False])
def test_weights_are_those_of_the_ridge_regression(decay: float, timed: bool) -> None:
    found = meetings(60, 30, timed=timed)
    settings = SequenceRidgeSettings(decay=decay, ridge=5.0)
    model = sequence_ridge.fit(settings, known(found), 0, Listener())
    assert model.weights == pytest.approx(by_hand(found, settings), abs=1e-4)


def test_parts_and_weights_change_nothing(monkeypatch: pytest.MonkeyPatch) -> None:
    found = meetings(40, 30)
    draw = np.random.default_rng(1)
    found = replace(found, weight=draw.uniform(0.2, 2, len(found)).astype(np.float32))
    settings = SequenceRidgeSettings(decay=0.6, ridge=3.0)
    monkeypatch.setattr(sequence_ridge, "CELLS", 200)
    model = sequence_ridge.fit(settings, known(found), 0, Listener())
    assert model.weights == pytest.approx(by_hand(found, settings), abs=1e-4)


def test_histories_fade_by_position_from_their_end() -> None:
    weights = np.arange(16, dtype=np.float32).reshape(4, 4)
    told = Histories(
        start=np.array([0, 4, 4, 5]),
        item=np.array([0, 1, 2, 3, 1], np.int32),
        weight=np.array([1, 1, 1, 2, 1], np.float32),
        day=np.array([1.0, 2, 2, 3, 9]),
        basket=np.array([0, 1, 2, 3, 4], np.int32),
        items=4,
        now=np.zeros(3),
    )
    scores = SequenceRidge(weights, 0.5).scores(told)
    history = np.array([0.25, 0.5, 0.5, 2.0])
    assert scores == pytest.approx(np.array([history @ weights, np.zeros(4), weights[1]]))


def test_of_a_basket_all_items_count_alike() -> None:
    weights = np.eye(3, dtype=np.float32)
    scores = SequenceRidge(weights, 0.5).scores(of_baskets([[0, 2], [1]], 3, 0.0))
    assert scores.tolist() == [[1, 0, 1], [0, 1, 0]]


def test_the_last_item_alone_is_a_chain_of_counts() -> None:
    """30 customers go round a, b, c, a, ...: b followed a 90 times in nine steps each."""
    item = np.tile(np.arange(9) % 3, 30)
    found = Interactions(
        np.repeat(np.arange(30), 9).astype(np.int32), item.astype(np.int32),
        np.ones(270, np.float32), np.tile(np.arange(9.0), 30), np.arange(270, dtype=np.int32),
        np.array([str(one) for one in range(30)], object), np.array(list("abc"), object),
    )  # fmt: skip
    settings = SequenceRidgeSettings(decay=0.0, ridge=10)
    model = sequence_ridge.fit(settings, known(found), 0, Listener())
    scores = model.scores(asked(found.where(found.day < 7), [0]))
    assert scores[0] == pytest.approx([0, 90 / (90 + 10), 0], abs=1e-6)


rows = st.lists(st.tuples(st.integers(0, 3), st.integers(0, 2), st.integers(0, 2)), max_size=20)


@given(rows)
def test_positions_are_those_of_walking_through(told: list[tuple[int, int, int]]) -> None:
    told = sorted(told, key=lambda row: row[0])
    customer = np.array([row[0] for row in told], int)
    basket = np.array([row[1] for row in told], int)
    day = np.array([row[2] if row[2] else np.nan for row in told], float)
    found = positions_of(customer, basket, day)
    walked: list[tuple[int, int]] = []
    for at, (who, what, when) in enumerate(told):
        old = told[at - 1] if at else None
        if old is None or old[0] != who:
            walked.append((who, 0))
        elif old[1] != what and (old[2] != when or not when):
            walked.append((who, walked[-1][1] + 1))
        assert found.of_row[at] == len(walked) - 1
    assert found.index.tolist() == [index for _, index in walked]
    longest = dict(walked)
    assert found.before_end.tolist() == [longest[who] - index for who, index in walked]
    for who, index in longest.items():
        assert walked[found.last[who]] == (who, index)


@pytest.mark.parametrize("decay", [0.1, 0.5, 0.9, 0.99])
def test_what_is_forgotten_had_faded(decay: float) -> None:
    assert decay ** reach(decay) < sequence_ridge.FADED <= decay ** (reach(decay) - 1)
    assert reach(0.0) == 1
