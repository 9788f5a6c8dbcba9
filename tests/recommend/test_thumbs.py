"""Thumbs in what is learned and in what is asked: by hand, and drawn."""

from dataclasses import replace

import numpy as np
from hypothesis import given
from hypothesis import strategies as st

from core.recommend.attributes import Attributes, attributes_of
from core.recommend.audience import Chances, Wanted, audience
from core.recommend.histories import histories_of, of_baskets
from core.recommend.interactions import Coded, Interactions, core_of
from core.recommend.listing import Facts, apply
from core.recommend.rules import Rules
from core.recommend.thumbs import Heard, thumbs_of
from core.store.feedback import Thumb
from tests.recommend import meetings as hand
from tests.recommend.test_audience import Always, response

ROWS = [(0, 0, 1.0, 0), (0, 1, 2.0, 1), (1, 1, 3.0, 2), (0, 1, 4.0, 3), (1, 2, 5.0, 4)]


def found() -> Interactions:
    """u0 met i0 and twice i1, u1 met i1 and i2; u2 nobody knows what; meetings weigh 1 to 5."""
    made = hand.meetings(ROWS, users=3, items=4)
    return replace(made, weight=np.arange(1, 6, dtype=np.float32))


SAID = (
    Thumb("u0", "i3", 1), Thumb("u9", "i0", 1), Thumb("u0", "i1", -1), Thumb("u2", "i0", 1),
    Thumb("u1", "zz", -1),
)  # fmt: skip


def test_a_thumb_up_is_a_meeting_at_the_end_and_a_thumb_down_takes_the_meetings() -> None:
    before = found()
    learned = thumbs_of(SAID, before).learned(before)
    assert learned.user.tolist() == [0, 1, 1, 0, 2]
    assert learned.item.tolist() == [0, 1, 2, 3, 0]
    assert learned.day.tolist() == [1, 3, 5, 5, 5]
    assert learned.weight.tolist() == [1, 3, 5, 2, 3]  # medians: of 1, 2, 4, and of all five
    assert len(set(learned.basket.tolist())) == 5
    assert learned.user.dtype == before.user.dtype and learned.weight.dtype == np.float32


def test_a_thumb_was_given_in_no_store() -> None:
    coded = Coded(np.array([0, 1, 0, 1, 0], np.int16), ("east", "west"))
    before = replace(found(), beside={"store": coded})
    learned = thumbs_of(SAID, before).learned(before)
    assert learned.beside["store"].code.tolist() == [0, 0, 0, -1, -1]
    assert learned.beside["store"].code.dtype == np.int16
    assert len(core_of(learned, 1, 1)) == len(learned)


def test_thumbs_of_the_unknown_are_counted() -> None:
    thumbs = thumbs_of(SAID, found())
    assert (len(thumbs), thumbs.unknown) == (3, 2)
    assert thumbs_of((), found()).unknown == 0


def test_histories_hear_the_same_and_say_what_is_refused() -> None:
    before = found()
    thumbs = thumbs_of(SAID, before)
    told = thumbs.told(histories_of(before, np.array([2, 0, 1]), 5.0))
    assert told.start.tolist() == [0, 1, 3, 5]
    assert told.item.tolist() == [0, 0, 3, 1, 2]
    assert told.weight.tolist() == [3, 1, 2, 3, 5]
    assert told.who.tolist() == [2, 0, 1]
    assert thumbs.refused(told).toarray().tolist() == [[0] * 4, [0, 1, 0, 0], [0] * 4]


@given(
    shop_=hand.shops(),
    said=st.lists(st.tuples(st.integers(0, 7), st.integers(0, 9), st.sampled_from([-1, 1]))),
)
def test_what_is_asked_is_what_is_learned(
    shop_: Interactions, said: list[tuple[int, int, int]]
) -> None:
    every = {(user, item): value for user, item, value in said}
    thumbs = thumbs_of([Thumb(f"u{u}", f"i{i}", v) for (u, i), v in every.items()], shop_)
    users = np.arange(len(shop_.users))
    told = thumbs.told(histories_of(shop_, users, shop_.end))
    learned = histories_of(thumbs.learned(shop_), users, shop_.end)
    assert told.start.tolist() == learned.start.tolist()
    for name in ("item", "weight", "day"):
        assert np.array_equal(getattr(told, name), getattr(learned, name), equal_nan=True)
    assert not told.times().multiply(thumbs.refused(told)).nnz


def test_baskets_of_nobody_stay_as_they_are() -> None:
    thumbs = thumbs_of(SAID, found())
    basket = of_baskets([[1, 2], []], 4, 5.0)
    assert thumbs.told(basket).item.tolist() == [1, 2]
    assert not thumbs.refused(basket).nnz


def test_blocks_keep_who_is_asked_about() -> None:
    told = histories_of(found(), np.array([2, 0, 1]), 5.0)
    assert told.block(1, 3).who.tolist() == [0, 1]
    assert of_baskets([[1]], 4, 5.0).block(0, 1).who.tolist() == [-1]


def test_what_is_refused_is_on_no_list_whatever_the_rules() -> None:
    before = found()
    thumbs = thumbs_of(SAID, before)
    told = histories_of(before, np.array([0, 1]), 5.0)
    facts = Facts(shop_attributes(before), told, 4, refused=thumbs.refused(told))
    listed = apply(np.array([[1, 9, 2, 3]] * 2, np.float32), Rules(bought="allow"), facts)
    assert listed.lists.tolist() == [[3, 2, 0, -1], [1, 3, 2, 0]]
    (row,) = listed.removed.to_dict("records")
    assert row == {"rule": "refused", "candidates": 1, "of_top": 1}


def shop_attributes(before: Interactions) -> Attributes:
    return attributes_of(hand.known(before))


def test_a_thumb_up_does_not_hide_an_item_as_had() -> None:
    before = found()
    told = histories_of(before, np.array([0]), 5.0)
    thumbs = thumbs_of(SAID, before)
    facts = Facts(shop_attributes(before), told, 4, refused=thumbs.refused(told))
    scores = Heard(Always(1, 9, 2, 3), thumbs).scores(told)
    assert apply(scores, Rules(bought="hide"), facts).lists.tolist() == [[3, 2, -1, -1]]


def test_nobody_is_shown_what_was_refused() -> None:
    before = found()
    asked = (Always(4, 3, 2, 1), hand.known(before), Wanted((1,)), Chances(response()))
    thumbs = thumbs_of(SAID, before)
    plain = set(audience(*asked)["customer"])
    assert set(audience(*asked, thumbs)["customer"]) == plain - {"u0"} != plain
