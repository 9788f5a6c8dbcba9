"""What sells above usual where a customer is, by hand."""

from dataclasses import replace

import numpy as np
import pytest

from core.recommend.attributes import attributes_of
from core.recommend.histories import histories_of, of_baskets
from core.recommend.interactions import Coded, Interactions
from core.recommend.locally import locally_of
from core.recommend.pairs import lift_bounds
from core.recommend.reasons import reasons_of, sources_of
from tests.recommend import shop

PEOPLE = "ABCDEFGH"


def found(kind: str = "store") -> Interactions:
    """Each of 8 customers meets b five times over, long ago, the first half in N. This week five in
    N meet a, and E, of S, does."""
    old = [(who, "b", float(day), day) for who in PEOPLE for day in range(1, 6)]
    late = [(who, "a", 30.0, 9) for who in "ABCD"] + [("H", "a", 30.0, 10), ("E", "a", 29.0, 11)]
    rows = sorted([*old, *late], key=lambda row: row[2])
    where = ["N" if row[0] in "ABCD" or (row[0], row[1]) == ("H", "a") else "S" for row in rows]
    beside = {kind: Coded(np.array(["NS".index(one) for one in where], np.int16), ("N", "S"))}
    return replace(shop.interactions(rows, "ab", PEOPLE), beside=beside)


def test_what_sells_above_usual_this_week_in_the_usual_store() -> None:
    """Of 46 rows 6 are of a: of this week's 5 rows in N 5 x 6 / 46 = .65 were to be of it."""
    (one,) = locally_of(found())
    assert lift_bounds(np.array([5.0]), np.array([5 * 6 / 46]))[1][0] > 1
    assert one.surely.toarray().tolist() == [[5, 0], [0, 0]]
    assert one.at(PEOPLE.index("A"), 0) == ("N", 5)
    assert one.at(PEOPLE.index("E"), 0) is None and one.at(-1, 0) is None


@pytest.mark.parametrize("kind", ["store", "region"])
def test_the_reason_says_where(kind: str) -> None:
    known = shop.known(found(kind))
    sources = sources_of(known, attributes_of(known))
    asked = histories_of(known.interactions, np.array([7, 0]), 30.0)
    every = reasons_of(np.array([[0], [0]]), asked, sources)
    here, there = [{one.code: one.facts for one in row[0]} for row in every]
    assert f"popular_in_{kind}" not in here
    assert there[f"popular_in_{kind}"] == {"place": "N", "customers": 5, "days": 7}
    (nobody,) = reasons_of(np.array([[0]]), of_baskets([(1,)], 2, 30.0), sources)
    assert f"popular_in_{kind}" not in {one.code for one in nobody[0]}


def test_without_times_or_places_nothing_is_said() -> None:
    told = found()
    assert locally_of(replace(told, beside={})) == ()
    assert locally_of(replace(told, day=np.full(len(told), np.nan))) == ()
    assert locally_of(told.where(told.day > 28)) == ()
