"""Totals and forecasts that agree with them."""

import numpy as np
import pandas as pd
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from core.demand.hierarchy import hierarchy_of, naive_errors, reconciled, totals
from core.demand.panel import Panel

KEYS = pd.DataFrame({"store": ["a", "a", "b", "b"], "item": ["x", "y", "x", "y"]})


def test_levels_are_all_and_each_key() -> None:
    found = hierarchy_of(KEYS.join(pd.DataFrame({"category": ["c", "d", "c", "d"]})))
    assert found.level == ("all", "store", "store", "item", "item", "category", "category")
    assert found.name == ("", "a", "b", "x", "y", "c", "d")
    assert found.sums(np.array([1.0, 2, 3, 4])).tolist() == [10, 3, 7, 4, 6, 4, 6]


def test_a_key_that_is_the_series_and_one_of_one_value_are_no_levels() -> None:
    found = hierarchy_of(pd.DataFrame({"item": ["x", "y"], "store": ["a", "a"]}))
    assert found.level == ("all",)


def test_totals_are_unknown_only_where_all_of_them_are() -> None:
    nan = np.nan
    y = np.array([[nan, 1.0, 2], [nan, nan, 4], [nan, 5, 6], [nan, 1, nan]])
    dates = pd.date_range("2026-01-01", periods=3).to_numpy("datetime64[D]")
    effect = np.array([[1.0, 1, 1, 2]] * 2 + [[1.0] * 4] * 2)
    found = totals(Panel(y, KEYS, dates), hierarchy_of(KEYS), effect)
    assert np.isnan(found.y[:, 0]).all()
    assert found.y[0, 1:].tolist() == [7, 12]
    assert found.y[1, 1:].tolist() == [1, 6]
    assert found.known["effect"][0] == pytest.approx([1, 1, 1, 1 + 7 / 19])


def test_two_series_and_their_sum_by_hand() -> None:
    """Equal errors: the gap of 3 is shared evenly by the two series and the total (Hyndman)."""
    series, alone = np.array([[4.0], [5.0]]), np.array([[12.0]])
    found = reconciled(series, alone, np.ones((1, 2)), (np.ones(2), np.ones(1)))
    assert found.ravel() == pytest.approx([5.0, 6.0])


def test_what_is_known_for_certain_does_not_move() -> None:
    series, alone = np.array([[4.0], [5.0]]), np.array([[12.0]])
    sure = reconciled(series, alone, np.ones((1, 2)), (np.ones(2), np.array([1e-12])))
    assert sure.sum() == pytest.approx(12.0)
    kept = reconciled(series, alone, np.ones((1, 2)), (np.array([1e-12, 1.0]), np.ones(1)))
    assert kept[0, 0] == pytest.approx(4.0)


@settings(max_examples=60, deadline=None)
@given(st.integers(0, 10_000))
def test_it_is_the_least_squares_solution(seed: int) -> None:
    """Against the textbook's form: (S' W^-1 S)^-1 S' W^-1 y over all levels."""
    draw = np.random.default_rng(seed)
    members = hierarchy_of(KEYS).members
    series, alone = draw.uniform(50, 90, (4, 3)), draw.uniform(100, 300, (5, 3))
    errors = draw.uniform(10, 20, 4), draw.uniform(1000, 2000, 5)
    found = reconciled(series, alone, members, errors)
    summing = np.vstack([members, np.eye(4)])
    weight = np.diag(1 / np.concatenate([errors[1], errors[0]]))
    whole = np.vstack([alone, series])
    book = np.linalg.solve(summing.T @ weight @ summing, summing.T @ weight @ whole)
    assert found == pytest.approx(np.maximum(book, 0))


def test_naive_errors_by_hand() -> None:
    y = np.array([[1.0, 2, 3, 6], [np.nan, np.nan, np.nan, 2]])
    assert naive_errors(y, 2).tolist() == [(4 + 16) / 2, 4.0]
