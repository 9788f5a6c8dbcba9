"""Events of known exports and of both languages are understood; others are said to be unknown."""

import pytest

from core.data.event_words import meaning_of
from core.data.exports.events import VERTEX
from core.data.same_ids import plain_ids


@pytest.mark.parametrize(
    ("words", "meant"),
    [
        (
            ["view", "pv", "Page View", "ViewContent", "detail-page-view", "浏览", "点击商品"],
            "view",
        ),
        (["addtocart", "add_to_cart", "Added to cart", "cart", "fav", "加购", "收藏"], "cart"),
        (["transaction", "buy", "Purchase", "Order Completed", "购买", "下单"], "purchase"),
        (["remove_from_cart", "Refund", "impression", "search", "退货", "取消收藏"], "out"),
        (["3", "funny", "", "addtocartx", "不知道"], None),
    ],
)
def test_words_of_shops_have_their_meaning(words: list[str], meant: str | None) -> None:
    assert {word: meaning_of(word) for word in words} == dict.fromkeys(words, meant)


def test_every_word_that_an_import_writes_is_known() -> None:
    written = [pair.partition("=")[2] for pair in VERTEX.split(";")]
    assert [word for word in written if meaning_of(word) is None] == []


@pytest.mark.parametrize(
    ("written", "plain"),
    [
        (["17850.0", " 17850", "12.00", ""], ["17850", "17850", "12", ""]),
        (["17850.0", "A1"], ["17850.0", "A1"]),
        (["1.5", "2.0"], ["1.5", "2.0"]),
        (["007", "7.0"], ["007", "7"]),
        ([], []),
    ],
)
def test_whole_numbers_are_ids_without_decimals(written: list[str], plain: list[str]) -> None:
    assert plain_ids(written) == plain
