"""The own frequency of a customer, by hand and against a plain count."""

from pathlib import Path

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from core.recommend.families.buy_again import FAMILY, BuyAgain, BuyAgainSettings
from core.recommend.family import Size
from core.recommend.histories import histories_of, of_baskets
from core.recommend.interactions import Floats, Interactions
from tests.recommend.meetings import Row, Silent, known, meetings, shops


def fitted(found: Interactions, half_life: float = 60.0) -> BuyAgain:
    model = FAMILY.fit(BuyAgainSettings(half_life=half_life), known(found), 0, Silent())
    assert isinstance(model, BuyAgain)
    return model


def order(scores: Floats) -> list[int]:
    """The items that something is said of, best first."""
    return [int(item) for item in np.argsort(-scores, kind="stable") if scores[item] > 0]


ROWS: list[Row] = [
    (0, 0, 0.0, 0), (0, 1, 60.0, 1), (0, 0, 60.0, 1), (0, 2, 120.0, 2),
    (1, 3, 100.0, 3), (1, 1, 110.0, 4),
]  # fmt: skip


def test_what_is_long_ago_counts_less_by_hand() -> None:
    """Two half-lives before now: a quarter, and so on."""
    found = meetings(ROWS, 3, 5)
    scores = fitted(found).scores(histories_of(found, np.array([0, 2]), 120.0))
    assert scores.dtype == np.float32
    assert scores[0] == pytest.approx([0.25 + 0.5, 0.5, 1, 0, 0], rel=1e-5)
    assert not scores[1].any()


def test_weights_count_and_without_decay_or_times_all_count_alike() -> None:
    found = meetings(ROWS, 3, 5)
    weighed = Interactions(**{**vars(found), "weight": np.array([1, 1, 0.2, 1, 1, 1], np.float32)})
    told = histories_of(weighed, np.array([0]), 120.0)
    assert fitted(weighed).scores(told)[0] == pytest.approx([0.35, 0.5, 1, 0, 0], rel=1e-5)
    assert fitted(weighed, 0).scores(told)[0] == pytest.approx([1.2, 1, 1, 0, 0], rel=1e-5)
    dark = meetings([(user, item, np.nan, basket) for user, item, _, basket in ROWS], 3, 5)
    scores = fitted(dark).scores(histories_of(dark, np.array([0]), 0.0))
    assert scores[0] == pytest.approx([2, 1, 1, 0, 0], rel=1e-5)


def test_of_equal_ones_the_more_popular_is_ahead() -> None:
    """One basket of three items, which others bought 0, 2 and 1 times."""
    rows: list[Row] = [(0, item, 5.0, 0) for item in range(3)]
    rows += [(1, 1, 6.0, 1), (2, 1, 6.0, 2), (1, 2, 7.0, 3)]
    found = meetings(rows, 3, 3)
    told = histories_of(found, np.array([0]), 9.0)
    assert order(fitted(found).scores(told)[0]) == [1, 2, 0]


def test_equal_ones_are_equal_whatever_their_sums_are_rounded_to() -> None:
    """Two purchases 7 days ago weigh as much as one 4 days ago where a half-life is 3 days:
    2 * 2 ** (-7 / 3) = 2 ** (-4 / 3); the one that was bought twice is the more popular."""
    found = meetings([(0, 0, 6.0, 0), (0, 0, 6.0, 0), (0, 1, 9.0, 1)], 1, 2)
    scores = fitted(found, 3.0).scores(histories_of(found, np.array([0]), 13.0))
    assert order(scores[0]) == [0, 1]


def test_a_purchase_of_ten_years_ago_is_not_forgotten() -> None:
    found = meetings([(0, 0, 0.0, 0), (0, 1, 3649.0, 1)], 1, 3)
    scores = fitted(found, 1.0).scores(histories_of(found, np.array([0]), 3650.0))
    assert order(scores[0]) == [1, 0]


@given(shops(most=60), st.sampled_from([0.0, 0.5, 3.0, 60.0]))
def test_the_order_is_that_of_a_plain_count(found: Interactions, half_life: float) -> None:
    told = histories_of(found, np.arange(6), 13.0)
    scores = fitted(found, half_life).scores(told)
    popular = np.bincount(found.item, minlength=8)
    for user in range(6):
        own = dict.fromkeys(found.item.tolist(), 0.0)
        for who, item, day in zip(found.user, found.item, found.day, strict=True):
            if who == user:
                own[int(item)] += 0.5 ** ((13.0 - day) / half_life) if half_life else 1.0
        met = [item for item, value in own.items() if value > 0]
        keys = {item: (round(own[item], 9), popular[item]) for item in met}
        mine = order(scores[user])
        assert sorted(mine) == sorted(met)
        assert [keys[item] for item in mine] == sorted(keys.values(), reverse=True)


def test_a_saved_model_says_the_same(tmp_path: Path) -> None:
    found = meetings(ROWS, 3, 5)
    model = fitted(found)
    model.save(tmp_path)
    told = histories_of(found, np.arange(3), 130.0)
    assert np.array_equal(FAMILY.load(tmp_path).scores(told), model.scores(told))


def test_nobody_is_no_mistake_and_an_estimate_grows() -> None:
    model = fitted(meetings(ROWS, 3, 5))
    assert model.scores(of_baskets([], 5, 0.0)).shape == (0, 5)
    small, large = (FAMILY.estimate(BuyAgainSettings(), Size(users=9, items=9, rows=rows))
                    for rows in (100, 10**8))  # fmt: skip
    assert small.seconds < large.seconds < 60
    assert small.memory_mb < large.memory_mb
