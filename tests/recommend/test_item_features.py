"""What items are like, as numbers."""

import numpy as np
import pandas as pd
import pytest

from core.recommend.item_features import item_features

ITEMS = pd.DataFrame(
    {
        "text": ["red tea mug", "blue tea mug", "green tea cup", "steel rope", "long rope", None],
        "category": ["kitchen", "kitchen", "kitchen", "garden", "garden", None],
        "price": [1.0, 10.0, 100.0, 10.0, np.nan, np.nan],
    }
)


def test_items_of_the_same_words_lie_close() -> None:
    words = item_features(ITEMS[["text"]], 3).x
    alike = words @ words.T
    assert np.diag(alike)[:5] == pytest.approx(np.ones(5), abs=1e-5)
    assert alike[0, 1] > 0.8
    assert abs(alike[0, 3]) < 0.1
    assert not words[5].any()


def test_values_that_several_items_have_get_a_place_and_amounts_are_scaled() -> None:
    found = item_features(ITEMS[["category", "price"]], 2).x
    levels, amount = found[:, -4:-2], found[:, -2:]
    assert levels.tolist() == [[1, 0]] * 3 + [[0, 1]] * 2 + [[0, 0]]
    scaled = np.log([1, 10, 100, 10])
    wanted = (scaled - scaled.mean()) / scaled.std()
    assert amount[:4, 0] == pytest.approx(wanted, abs=1e-5)
    assert amount[:, 1].tolist() == [1, 1, 1, 1, 0, 0]
    assert not amount[4:].any()


def test_an_item_of_which_nothing_is_known_is_told() -> None:
    assert item_features(ITEMS, 4).told.tolist() == [True] * 5 + [False]
    none = item_features(pd.DataFrame(index=range(3)), 4)
    assert none.x.shape == (3, 0)
    assert not none.told.any()


def test_words_without_spaces_are_told_apart() -> None:
    items = pd.DataFrame({"text": ["云南咖啡豆", "意式咖啡豆", "不锈钢锅", "铸铁锅不锈"]})
    words = item_features(items, 3).x
    assert words[0] @ words[1] > 0.3 > abs(words[0] @ words[2])


def test_cells_that_say_the_same_everywhere_are_left_out() -> None:
    items = pd.DataFrame({"price": [3.0] * 5, "margin": [np.nan] * 5})
    assert item_features(items, 4).x.shape == (5, 0)
