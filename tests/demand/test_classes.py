"""ABC x XYZ classes by hand, and that they mean what they say."""

import numpy as np
import pandas as pd
import pytest
from hypothesis import given
from hypothesis import strategies as st

from core.demand.classes import abc, classed, coefficient_of_variation, xyz
from tests.demand.panels import lumpy, panel, weekly


def test_classes_by_hand() -> None:
    size = np.array([400.0, 5.0, 300.0, 95.0, 0.0, 100.0, 100.0])
    assert abc(size).tolist() == ["A", "C", "A", "B", "C", "A", "B"]
    assert abc(np.array([1.0])).tolist() == ["A"]
    assert abc(np.zeros(2)).tolist() == ["C", "C"]
    assert abc(np.array([-5.0, 10.0])).tolist() == ["C", "A"]
    assert xyz(np.array([0.0, 0.5, 0.51, 1.0, 1.01, np.nan])).tolist() == list("XXYYZZ")


@given(st.lists(st.floats(0, 1e9), min_size=1, max_size=60))
def test_the_a_series_are_the_fewest_that_make_four_fifths(sizes: list[float]) -> None:
    size = np.array(sizes)
    found = abc(size)
    total, a = size.sum(), size[found == "A"]
    if total < 1e-6:
        return
    assert a.sum() >= 0.8 * total * (1 - 1e-9)
    assert a.sum() - a.min() <= 0.8 * total * (1 + 1e-9)
    assert a.min() >= size[found != "A"].max(initial=0)
    assert size[found != "C"].sum() >= 0.95 * total * (1 - 1e-9)


def test_the_coefficient_of_variation_is_that_of_whole_weeks() -> None:
    y = np.vstack([weekly(2, 100), lumpy(2, 100)])
    found = coefficient_of_variation(y, 7)
    for series, one in zip(y, found, strict=True):
        weeks = pd.Series(series[100 % 7 :].reshape(-1, 7).sum(axis=1))
        assert one == pytest.approx(weeks.std() / weeks.mean())


def test_weeks_that_are_not_known_whole_do_not_count() -> None:
    y = np.array([[1.0, 1, np.nan, 1, 3, 3, 5, 5], [np.nan] * 6 + [2, 2], [0.0] * 8])
    found = coefficient_of_variation(y, 2)
    assert found[0] == pytest.approx(np.std([2, 6, 10], ddof=1) / 6)
    assert np.isnan(found[1:]).all()


def test_a_panel_is_classed_by_its_last_year_in_units_or_money() -> None:
    y = np.zeros((3, 500))
    y[0, :100], y[1, 400:], y[2, 499] = 1000, 10, 300
    found = classed(panel(y))
    assert found.size.tolist() == [0, 1000, 300]
    assert found.both.tolist() == ["CZ", "AZ", "AZ"]
    assert classed(panel(y), periods=500).both.tolist() == ["AZ", "CZ", "CZ"]
    money = classed(panel(y), price=np.array([1.0, np.nan, 2.0]))
    assert money.size.tolist() == [0, 0, 600]
    assert money.abc.tolist() == ["C", "C", "A"]


def test_steady_days_are_x_and_lumpy_ones_are_not() -> None:
    found = classed(panel(np.vstack([weekly(3, 200), lumpy(3, 200, 1)])))
    assert found.xyz[:3].tolist() == ["X"] * 3
    assert set(found.xyz[3:]) <= {"Y", "Z"}
    assert classed(panel(weekly(2, 60), "M")).xyz.tolist() == ["X", "X"]
