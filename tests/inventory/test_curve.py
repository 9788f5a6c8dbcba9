"""Quantiles between levels, probabilities and expected values against the normal distribution."""

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from scipy.stats import norm

from core.base.errors import AppError
from core.base.forecast import LEVELS
from core.inventory import curve

NORMAL = norm(100, 15).ppf(np.asarray(LEVELS))[None]


@given(st.floats(LEVELS[0], LEVELS[-1]))
def test_any_level_of_a_normal_demand_is_exact(level: float) -> None:
    assert curve.quantile(NORMAL, level)[0] == pytest.approx(norm(100, 15).ppf(level))


def test_each_item_has_its_own_level() -> None:
    two = np.repeat(NORMAL, 2, axis=0)
    found = curve.quantile(two, np.array([0.5, 0.975]))
    assert found == pytest.approx(norm(100, 15).ppf([0.5, 0.975]))


@pytest.mark.parametrize("level", [0.001, 0.999, 1.0, np.nan])
def test_a_level_that_is_not_calibrated_is_refused(level: float) -> None:
    with pytest.raises(AppError) as refused:
        curve.quantile(NORMAL, level)
    assert refused.value.code == "level_not_calibrated"
    assert refused.value.facts["highest"] == "99.5"


@given(st.floats(LEVELS[0], LEVELS[-1]))
def test_the_probability_of_a_quantile_is_its_level(level: float) -> None:
    value = curve.quantile(NORMAL, level)
    assert curve.probability(NORMAL, value)[0] == pytest.approx(level, abs=1e-9)


def test_probabilities_of_a_demand_that_is_mostly_nothing() -> None:
    levels = np.asarray(LEVELS)
    rare = np.where(levels <= 0.75, 0.0, np.where(levels <= 0.95, 1.0, 3.0))[None]
    at_most = [float(curve.probability(rare, np.array([x]))[0]) for x in (-1.0, 0.0, 1.0, 3.0, 4.0)]
    assert at_most == pytest.approx([0, 0.75, 0.95, 0.995, 1])


@given(st.floats(40, 160))
def test_expected_values_of_a_normal_demand(stock: float) -> None:
    values, weights = curve.atoms(NORMAL, 64)
    assert weights.sum() == pytest.approx(1)
    z = (stock - 100) / 15
    short = 15 * (norm.pdf(z) - z * norm.sf(z))
    assert np.maximum(values - stock, 0) @ weights == pytest.approx([short], abs=0.03)
    assert values @ weights == pytest.approx([100], abs=0.01)
