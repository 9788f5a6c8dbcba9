"""What goes with a product, by hand."""

import numpy as np
import pytest
from scipy import stats

from core.base.errors import AppError
from core.recommend.alike import accessories, content, cosines, similar, together
from core.recommend.attributes import attributes_of
from tests.recommend import shop


def test_similar_by_customers_is_the_shrunk_cosine() -> None:
    rows = [(user, "a", 1.0, 0) for user in "ABCDEFGHI"]
    rows += [(user, "b", 2.0, 1) for user in "ABCDNOPQRSTUVWXY"] + [("Z", "c", 3.0, 2)]
    found = shop.interactions(rows, "abc")
    told = attributes_of(shop.known(found))
    table = similar(shop.known(found), told, 0)
    assert table.to_numpy().tolist() == [["b", 4 / (12 + 10), 4, "customers"]]
    assert cosines(told, 0).tolist() == [0, 4 / 22, 0]


def test_what_few_met_is_like_others_by_its_attributes() -> None:
    """a: category, brand and half the price of b: (1 + 1 + .5) / 3; c only the brand: (0 + 1 + 1) /
    3; d has nothing known but a price; e nothing the same."""
    found = shop.interactions([("X", "b", 1.0, 0)], "abcde")
    known = shop.known(
        found,
        category=["tea", "tea", "mug", None, "mug"],
        brand=["p", "p", "p", None, "q"],
        price=[1.0, 2.0, 1.0, 1.0, 1.0],
    )
    told = attributes_of(known)
    assert content(known, told, 0) == pytest.approx([1, 2.5 / 3, 2 / 3, 0, 0])
    table = similar(known, told, 0)
    assert table["item"].tolist() == ["b", "c"] and set(table["by"]) == {"content"}


def test_words_tell_what_is_alike_in_any_language() -> None:
    found = shop.interactions([], "abc")
    known = shop.known(found, text=["绿茶 茶叶 罐装", "乌龙 茶叶", "陶瓷 杯子"])
    score = content(known, attributes_of(known), 0)
    assert score[0] == pytest.approx(1) and score[1] > 0.1 and score[2] == pytest.approx(0)
    empty = shop.known(found, text=["", "", "杯子"])
    assert content(empty, attributes_of(empty), 0).tolist() == [0, 0, 0]


def test_together_by_hand() -> None:
    """a in 20 of 60 baskets, b in 15 of which 12 with a: expected 5."""
    held = ["ab"] * 12 + ["a"] * 8 + ["b"] * 3 + ["c"] * 37
    found = shop.baskets(*held, items="abc")
    table = together(found, attributes_of(shop.known(found)), 0)
    row = table.iloc[0]
    assert len(table) == 1 and row["item"] == "b" and row["count"] == 12
    assert row["confidence"] == 0.6 and row["lift"] == pytest.approx(2.4)
    assert row["lift_low"] == pytest.approx(stats.chi2.ppf(0.025, 24) / 2 / 5)


def camera() -> tuple[object, object]:
    """A camera (c); cards (k) come with or after it, bags (b) before, films (f) cost more."""
    rows = []
    for number in range(20):
        user = chr(200 + number)
        rows += [(user, "c", 10.0, number), (user, "k", 10.0 + number % 3, 50 + number)]
        rows += [(user, "b", 5.0, 100 + number), (user, "f", 12.0, 150 + number)]
        rows += [(user, "l", 12.0, 150 + number)]
    rows += [(chr(300 + number), "x", 1.0, 300 + number) for number in range(80)]
    found = shop.interactions(rows, "ckbflx")
    told = attributes_of(
        shop.known(
            found,
            category=["camera", "card", "bag", "film", "camera", None],
            price=[100.0, 10, 20, 200, 50, 1],
        )
    )
    return found, told


def test_accessories_are_cheaper_of_another_category_and_come_after() -> None:
    found, told = camera()
    table = accessories(found, told, 0)
    assert table["item"].tolist() == ["k"]
    row = table.iloc[0]
    assert row["customers"] == 20 and row["share_after"] == 1.0 and row["lift"] == pytest.approx(5)
    assert accessories(found, told, 1).empty, "a camera is no accessory of a card"


def test_accessories_say_what_they_lack() -> None:
    found, told = camera()
    with pytest.raises(AppError, match="accessories_need"):
        accessories(found, told, 5)
    with pytest.raises(AppError, match="item_columns_missing"):
        accessories(found, attributes_of(shop.known(found, price=[1.0] * 6)), 0)
    timeless = shop.interactions([("X", "a", np.nan, 0)], "a")
    with pytest.raises(AppError, match="times_missing"):
        accessories(timeless, attributes_of(shop.known(timeless, category=["x"], price=[1.0])), 0)
