"""Reasons say only what the data carry: worked by hand, and read back from the data."""

from typing import Any

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from core.base.texts import LANGUAGES, Texts
from core.recommend import reasons
from core.recommend.attributes import attributes_of
from core.recommend.family import Known
from core.recommend.histories import Histories, histories_of, of_baskets
from core.recommend.reasons import Reason, reasons_of, sources_of, told
from tests.recommend import shop

NOBODY = list[tuple[str, str, float, int]]


def crowd(first: int, count: int, items: str, day: float = 50.0) -> NOBODY:
    """So many customers, each with one basket of those items."""
    return [(chr(1000 + first + one), item, day, 1000 + first + one)
            for one in range(count) for item in items]  # fmt: skip


def asked(rows: NOBODY, items: str, shown: str, now: float = 60.0, **columns: Any) -> list[Any]:
    """The reasons for the items shown to customer A."""
    found = shop.interactions(rows, items, "A")
    known = shop.known(found, **columns)
    sources = sources_of(known, attributes_of(known))
    lists = np.array([[items.index(item) if item in items else -1 for item in shown]])
    history = histories_of(found, np.array([0]), now)
    plain = reasons_of(lists, history, sources)[0]
    assert reasons_of(lists, history, sources.counted(found))[0] == plain
    return plain


def test_what_is_bought_again_with_its_cycle() -> None:
    """a on days 10, 20 and 34: gaps of 10 and 14; b twice; the list ends."""
    rows = [("A", "a", day, place) for place, day in enumerate((10.0, 20.0, 34.5))]
    rows += [("A", "b", 1.0, 3), ("A", "b", 50.0, 4)]
    found = asked(rows, "ab", "ab-")
    assert found[0][0] == Reason("buy_again_cycle", {"times": 3, "ago": 25, "cycle": 12})
    assert found[1][0] == Reason("buy_again", {"times": 2, "ago": 10})
    assert found[2] == ()


def test_without_times_no_days_are_claimed() -> None:
    nan = float("nan")
    found = asked([("A", "a", nan, 0), ("A", "a", nan, 1)], "a", "a")
    assert found[0][0] == Reason("buy_again_untimed", {"times": 2})


def test_the_last_basket_and_the_history_speak_for_what_goes_with_them() -> None:
    """b stands in 20 of 81 baskets, all with a, A's last item; c with d, met earlier by A too, in
    15. Each pair is of 20, and 15, customers too."""
    rows = crowd(0, 20, "ab") + crowd(20, 15, "cd") + crowd(40, 44, "e")
    rows += [("A", "d", 40.0, 1), ("A", "a", 45.0, 2)]
    found = asked(rows, "abcde", "bc")
    codes = [[reason.code for reason in each] for each in found]
    assert set(codes[0][:2]) == {"often_with", "because_you_bought"}
    often = next(reason for reason in found[0] if reason.code == "often_with")
    assert often.facts == {"other": "a", "baskets": 20, "lift": round(20 * 81 / (20 * 21), 1)}
    assert found[1][0] == Reason("because_you_bought", {"other": "d", "customers": 15})


def test_pairs_that_chance_explains_are_no_reason() -> None:
    """a and b lie together in 3 of 60 baskets, as often as chance has it; e with a in 2 only."""
    rows = crowd(0, 3, "ab") + crowd(10, 17, "b") + crowd(30, 8, "a") + crowd(40, 32, "f")
    rows += crowd(80, 2, "ae")
    rows += [("A", "a", 45.0, 1)]
    found = asked(rows, "abef", "be")
    told_codes = {reason.code for each in found for reason in each}
    assert not told_codes & {"often_with", "because_you_bought"}


@pytest.mark.parametrize(
    ("item", "expected"),
    [
        ("b", Reason("like_this", {"other": "a", "brand": "p", "category": "tea"})),
        ("c", Reason("like_brand", {"other": "a", "brand": "p"})),
        ("d", Reason("like_category", {"other": "a", "category": "tea"})),
    ],
)
def test_cold_items_are_like_what_was_met(item: str, expected: Reason) -> None:
    columns = {"category": ["tea", "tea", "mug", "tea", None], "brand": ["p", "p", "p", "q", None]}
    found = asked([("A", "a", 1.0, 0)], "abcde", item + "e", **columns)
    assert found[0] == (expected, Reason("nobody_yet"))
    assert found[1] == (Reason("nobody_yet"),), "unknown brands are not the same"


def test_popular_and_new_items() -> None:
    """A mostly has tea (t); u leads tea, p leads all; n came five days ago; o is neither."""
    rows = crowd(0, 30, "p", 58.0) + crowd(40, 10, "u", 58.0) + crowd(60, 1, "n", 55.0)
    rows += crowd(70, 2, "o", 5.0) + crowd(80, 1, "o", 58.0)
    rows += crowd(90, 1, "p", 4.0) + crowd(95, 1, "u", 4.0)
    rows += [("A", "t", day, int(day)) for day in (1.0, 2.0, 3.0, 60.0)]
    columns = {"category": ["mug", "tea", "mug", "mug", "tea"]}
    found = asked(rows, "punot", "puno", **columns)
    assert found[0] == (Reason("popular_lately", {"customers": 30, "days": 21}),)
    assert found[1] == (
        Reason("like_category", {"other": "t", "category": "tea"}),
        Reason("popular_in", {"customers": 10, "days": 21, "category": "tea"}),
    )
    assert found[2] == (Reason("new_here", {"ago": 5}),)
    assert found[3] == (Reason("model_only"),)


def test_a_basket_alone_is_a_history() -> None:
    rows = crowd(0, 20, "ab") + crowd(40, 44, "c")
    found = shop.interactions(rows, "abc")
    known = shop.known(found)
    sources = sources_of(known, attributes_of(known))
    given_ = reasons_of(np.array([[1], [2]]), of_baskets([[0], []], 3, 60.0), sources)
    assert given_[0][0][0].code in ("often_with", "because_you_bought")
    assert all(reason.code not in ("often_with", "like_category") for reason in given_[1][0])


def test_customers_taken_some_at_a_time_have_the_same_reasons(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    known, histories, lists = random_shop(3)
    sources = sources_of(known, attributes_of(known))
    expected = reasons_of(lists, histories, sources)
    monkeypatch.setattr(reasons, "_CELLS", 4)
    assert reasons_of(lists, histories, sources) == expected


@pytest.mark.parametrize("seed", range(4))
def test_pairs_counted_before_give_the_same_reasons(seed: int) -> None:
    known, histories, lists = random_shop(seed)
    sources = sources_of(known, attributes_of(known))
    expected = reasons_of(lists, histories, sources)
    codes = {reason.code for each in expected for place in each for reason in place}
    assert "often_with" in codes
    assert reasons_of(lists, histories, sources.counted(known.interactions)) == expected


def test_a_pair_too_few_baskets_hold_hides_no_surer_one() -> None:
    """b stands in 7 of 248 baskets: 5 of the 46 with a, and 2 of the 3 with d, which is rarer and
    so the surer (low ends of 1.25 and 2.9 times chance), but too few."""
    rows = crowd(0, 5, "ab") + crowd(10, 40, "a") + crowd(60, 2, "db") + crowd(70, 200, "e")
    rows += [("A", "d", 45.0, 1), ("A", "a", 45.0, 1)]
    (found,) = asked(rows, "abde", "b")
    often = next(reason for reason in found if reason.code == "often_with")
    assert (often.facts["other"], often.facts["baskets"]) == ("a", 5)


def random_shop(seed: int) -> tuple[Known, Histories, Any]:
    rng = np.random.default_rng(seed)
    letters = "abcdefghijkl"
    rows = []
    for basket in range(120):
        start = int(rng.integers(12))
        for step in range(int(rng.integers(1, 4))):
            item = letters[(start + step) % 12]
            rows.append((chr(65 + int(rng.integers(30))), item, float(basket // 2), basket))
    found = shop.interactions(rows, letters)
    known = shop.known(
        found, category=rng.choice(["x", "y", None], 12), brand=rng.choice(["p", "q", None], 12)
    )
    lists = np.array([rng.permutation(12)[:5] for _ in found.users])
    return known, histories_of(found, np.arange(len(found.users)), 60.0), lists


@settings(max_examples=25, deadline=None)
@given(st.integers(0, 10_000))
def test_every_reason_can_be_read_in_the_data(seed: int) -> None:
    known, histories, lists = random_shop(seed)
    found, told_ = known.interactions, attributes_of(known)
    all_reasons = reasons_of(lists, histories, sources_of(known, told_))
    ids = list(found.items)
    for row, each in enumerate(all_reasons):
        mine = histories.block(row, row + 1)
        for item, given_ in zip(lists[row], each, strict=True):
            assert given_
            for reason in given_:
                facts = reason.facts
                if reason.code.startswith("buy_again"):
                    assert facts["times"] == len(set(mine.basket[mine.item == item]))
                if "other" in facts:
                    other = ids.index(facts["other"])
                    assert other in mine.item and other != item
                if reason.code == "often_with":
                    assert other in mine.item[mine.basket == mine.basket[-1]]
                    both = set(found.basket[found.item == item])
                    assert facts["baskets"] == len(both & set(found.basket[found.item == other]))
                    assert facts["lift"] > 1
                if reason.code == "because_you_bought":
                    both = set(found.user[found.item == item])
                    assert facts["customers"] == len(both & set(found.user[found.item == other]))
                if reason.code in ("like_this", "like_brand"):
                    assert told_.brand[item] == told_.brand[other] >= 0
                if reason.code in ("like_this", "like_category"):
                    assert told_.category[item] == told_.category[other] >= 0
                if reason.code == "popular_lately":
                    late = found.where(found.day >= found.end - 21)
                    assert facts["customers"] == len(set(late.user[late.item == item]))


FACTS = {
    "times": 2, "days": 1, "ago": 1, "cycle": 3, "other": "x", "customers": 4, "baskets": 5,
    "lift": 2.0, "brand": "p", "category": "c",
}  # fmt: skip
CODES = (
    "buy_again", "buy_again_cycle", "buy_again_untimed", "because_you_bought", "often_with",
    "like_this", "like_brand", "like_category", "popular_in", "popular_in_untimed",
    "popular_lately", "popular", "new_here", "nobody_yet", "model_only",
)  # fmt: skip


@pytest.mark.parametrize("lang", LANGUAGES)
def test_every_reason_has_words(lang: str) -> None:
    texts = Texts(lang)
    words = {told(texts, Reason(code, FACTS)) for code in CODES}
    assert len(words) == len(CODES) and not any("{" in word for word in words)
