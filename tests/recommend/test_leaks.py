"""Planted copies of the answer are refused by name; ordinary columns are not."""

import tracemalloc
from dataclasses import replace
from typing import Any

import numpy as np
import pandas as pd
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from core.base.errors import AppError
from core.base.texts import LANGUAGES, Texts
from core.recommend.family import Known
from core.recommend.interactions import Interactions
from core.recommend.leaks import refuse_answers
from core.recommend.protocol import Asked, questions
from core.recommend.task import Question
from tests.recommend import made

FOUND = made.meetings(users=600, items=60, seed=1)
KNOWN = made.known(FOUND)
LATER: Asked = questions(FOUND, Question(target="window", test_share=0.2))[1]
NEXT: Asked = questions(FOUND, Question())[1]


def refused(known: Known, later: Asked = LATER) -> str | None:
    """The column that is refused."""
    try:
        refuse_answers(known, later)
    except AppError as error:
        assert error.code == "attribute_tells_answer"
        for lang in LANGUAGES:
            assert str(error.facts["column"]) in Texts(lang).of(error)
        return str(error.facts["column"])
    return None


def with_users(**columns: Any) -> Known:
    return replace(KNOWN, users=KNOWN.users.assign(**columns))


def with_items(**columns: Any) -> Known:
    return replace(KNOWN, items=KNOWN.items.assign(**columns))


def baskets(later: Asked, names: np.ndarray) -> list[str | None]:
    """What every customer took later, in words; nothing of those not asked about."""
    cells: list[str | None] = [None] * len(FOUND.users)
    for row, user in enumerate(later.users):
        cells[user] = ", ".join(names[later.taken[row].indices])
    return cells


def flag(item: int, later: Asked = LATER) -> np.ndarray:
    found = np.zeros(len(FOUND.users), bool)
    found[later.users] = later.taken[:, [item]].toarray().ravel() > 0
    return found


POPULAR = int(LATER.taken.sum(axis=0).A1.argmax())


def test_an_ordinary_shop_passes() -> None:
    for later in (LATER, NEXT):
        assert refused(KNOWN, later) is None


@pytest.mark.parametrize("later", [LATER, NEXT], ids=["window", "basket"])
def test_the_next_basket_by_id_is_refused(later: Asked) -> None:
    assert refused(with_users(next_basket=baskets(later, FOUND.items)), later) == "next_basket"


def test_the_next_basket_by_name_is_refused() -> None:
    names = KNOWN.items["text"].fillna("?").to_numpy(object)
    assert refused(with_users(basket=baskets(LATER, names))) == "basket"


def test_one_item_of_the_next_basket_is_refused_even_as_a_number() -> None:
    numbers = replace(FOUND, items=np.array([str(one) for one in range(60)], object))
    first = np.full(len(FOUND.users), np.nan)
    first[LATER.users] = [LATER.taken[row].indices[0] for row in range(len(LATER.users))]
    users = KNOWN.users.assign(taken=first)
    assert refused(replace(KNOWN, interactions=numbers, users=users)) == "taken"


def test_a_basket_among_much_else_is_refused() -> None:
    cells = baskets(LATER, FOUND.items)
    draw = np.random.default_rng(0)
    mixed = [f"{cell}|{draw.choice(FOUND.items)}" if cell else cell for cell in cells]
    assert refused(with_users(notes=mixed)) == "notes"


@pytest.mark.parametrize("kind", ["bool", "number", "word", "only told", "amount"])
def test_a_flag_of_who_takes_an_item_is_refused(kind: str) -> None:
    took = flag(POPULAR)
    draw = np.random.default_rng(0)
    column: Any = {
        "bool": took, "number": took.astype(float), "word": np.where(took, "yes", "no"),
        "only told": np.where(took, 1.0, np.nan),
        "amount": took * 10 + draw.normal(size=len(took)),
    }[kind]  # fmt: skip
    assert refused(with_users(flag=column)) == "flag"


def test_the_count_of_takings_is_refused_and_that_of_before_is_not() -> None:
    later = LATER.taken.sum(axis=0).A1
    before = np.bincount(LATER.known.item, minlength=60)
    assert refused(with_items(score=later)) == "score"
    assert refused(with_items(score=later * 3.0 + 1)) == "score"
    hidden = np.bincount(FOUND.item, minlength=60) - before
    assert refused(with_items(rows=hidden)) == "rows"
    assert refused(with_items(sold=before)) is None
    assert refused(with_items(share=before / before.sum())) is None


def test_what_was_known_before_passes() -> None:
    rows = pd.DataFrame({"user": LATER.known.user, "item": LATER.known.item,
                         "day": LATER.known.day})  # fmt: skip
    by, every = rows.groupby("user"), range(len(FOUND.users))
    groups = by["item"].agg(lambda one: one.mod(made.GROUPS).mode()[0]).reindex(every)
    had = by["item"].agg(lambda one: ", ".join(FOUND.items[one])).reindex(every)
    last = by["item"].last().reindex(every)
    ordinary = with_users(
        favourite=groups.map("taste {}".format), revenue=by.size().reindex(every) * 9.9,
        registered=by["day"].min().reindex(every), had=had,
        last_item=[None if np.isnan(one) else FOUND.items[int(one)] for one in last],
        age=np.random.default_rng(0).integers(18, 80, len(every)),
    )  # fmt: skip
    for later in (LATER, NEXT):
        assert refused(ordinary, later) is None


def test_what_a_customer_wishes_for_passes_where_most_is_not_taken() -> None:
    draw = np.random.default_rng(3)
    taste = [np.flatnonzero(np.arange(60) % made.GROUPS == user % made.GROUPS)
             for user in range(len(FOUND.users))]  # fmt: skip
    wishes = [", ".join(FOUND.items[draw.choice(mine, 5, replace=False)]) for mine in taste]
    assert refused(with_users(wishes=wishes)) is None


@settings(max_examples=25, deadline=None)
@given(seed=st.integers(0, 2**32 - 1), levels=st.integers(2, 60))
def test_drawn_columns_pass(seed: int, levels: int) -> None:
    draw = np.random.default_rng(seed)
    users, items = len(FOUND.users), len(FOUND.items)
    known = with_users(
        number=draw.normal(size=users), word=draw.integers(0, levels, users).astype(str),
        flag=draw.random(users) < 1 / levels, item=draw.choice(FOUND.items, users),
        count=draw.integers(0, levels, users),
    )  # fmt: skip
    known = replace(known, items=known.items.assign(
        drawn=draw.normal(size=items), counted=draw.integers(0, levels, items)))  # fmt: skip
    assert refused(known) is None


def test_baskets_given_to_customers_by_lot_pass() -> None:
    cells = pd.Series(baskets(LATER, FOUND.items))
    there = cells.notna().to_numpy()
    cells[there] = np.random.default_rng(5).permutation(cells[there])
    assert refused(with_users(next_basket=cells)) is None


def test_it_does_for_interactions_alone() -> None:
    bare: Interactions = FOUND
    nothing = Known(bare, pd.DataFrame(index=range(60)), pd.DataFrame(index=range(600)))
    assert refused(nothing) is None


def test_many_columns_are_looked_at_one_after_the_other() -> None:
    draw = np.random.default_rng(0)

    def held(columns: int) -> int:
        """Bytes at the most."""
        words = {f"c{n}": draw.integers(0, 40, 600).astype(str) for n in range(columns)}
        known = replace(KNOWN, users=pd.DataFrame(words))
        tracemalloc.start()
        assert refused(known) is None
        most = tracemalloc.get_traced_memory()[1]
        tracemalloc.stop()
        return most

    few, many = held(5), held(100)
    parts = 95 * 10 * len(LATER.users) * 8  # ten words at least of each column are common enough
    assert many - few < parts / 2
