"""Customers by how much is known of them."""

import numpy as np
import pytest

from core.recommend.certain import intervals
from core.recommend.evaluate import judge
from core.recommend.protocol import Asked, by_time
from core.recommend.segments import SEGMENTS, by_segment, segments_of
from tests.recommend.meetings import Planted, Row, meetings


def shop(different: list[int]) -> Asked:
    """Customers with so many different items before day 50, each bought twice; all take item 0
    after it."""
    rows: list[Row] = [(user, item, float(item + again), 100 * user + item)
                       for user, count in enumerate(different)
                       for item in range(count) for again in (0, 20)]  # fmt: skip
    rows += [(user, 0, 60.0, 9000 + user) for user in range(len(different))]
    rows.sort(key=lambda row: row[2])
    return by_time(meetings(rows, len(different), 9), 50.0, "basket")


def names(asked: Asked) -> list[str]:
    return [SEGMENTS[place] for place in segments_of(asked)]


def test_the_median_of_those_who_are_known_divides_them() -> None:
    assert names(shop([0, 1, 2, 5, 7, 0])) == ["new", "light", "light", "heavy", "heavy", "new"]
    assert names(shop([3, 3, 3, 0])) == ["light", "light", "light", "new"]
    assert names(shop([1, 4, 2])) == ["light", "heavy", "light"]


def test_measures_by_segment_are_those_of_its_customers() -> None:
    asked = shop([0, 1, 2, 5, 7, 0])
    scores = np.zeros((6, 9), np.float32)
    scores[[0, 3, 4], 0] = 1
    scores[[1, 2, 5], 1] = 1
    each = judge(Planted(scores), asked, 1)["all"].each
    found = by_segment(asked, each)
    assert [one.segment for one in found] == ["new", "light", "heavy"]
    assert [one.scores["hr"].value for one in found] == [0.5, 0, 1]
    assert [(one.asked, one.judged) for one in found] == [(2, 2)] * 3
    assert found[0].scores == intervals(each.iloc[[0, 5]])
    total = sum(one.judged * one.scores["hr"].value for one in found)
    assert total == pytest.approx(each["hr"].sum())


def test_a_segment_is_told_though_nobody_in_it_can_be_judged() -> None:
    asked = shop([0, 1, 2])
    each = judge(Planted(np.ones((3, 9), np.float32)), asked, 1)["again"].each
    found = by_segment(asked, each)
    assert [(one.segment, one.asked, one.judged) for one in found] == [
        ("new", 1, 0), ("light", 1, 1), ("heavy", 1, 1)
    ]  # fmt: skip
    assert np.isnan(found[0].scores["hr"].value)


def test_without_newcomers_there_is_no_such_segment() -> None:
    asked = shop([1, 4])
    each = judge(Planted(np.ones((2, 9), np.float32)), asked, 1)["all"].each
    assert [one.segment for one in by_segment(asked, each)] == ["light", "heavy"]
