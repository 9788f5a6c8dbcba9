"""No settings that a family takes can break the look before the start."""

from collections.abc import Sequence
from math import isfinite

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from core.base.protocols import Estimate, Family, Problem
from core.base.texts import LANGUAGES, Texts
from core.demand.family import DemandFamily
from core.lab.catalog import families
from tests.contracts.settings import any_settings
from tests.demand.panels import panel, weekly

SIZES = st.integers(0, 10_000_000)
WIDTHS = st.integers(1, 5_000)


@pytest.mark.parametrize("family", families("classify"), ids=lambda family: family.name)
@given(data=st.data(), rows=SIZES, columns=WIDTHS)
@settings(max_examples=150, deadline=None)
def test_any_settings_are_checked_and_estimated(
    family: Family, data: st.DataObject, rows: int, columns: int
) -> None:
    chosen = data.draw(any_settings(family.settings))
    judged(family.check(chosen, rows, columns), family.estimate(chosen, rows, columns))


@pytest.mark.parametrize("family", families("demand"), ids=lambda family: family.name)
@given(data=st.data(), periods=st.integers(2, 900), horizon=st.integers(1, 400))
@settings(max_examples=60, deadline=None)
def test_any_settings_of_a_forecast_are_checked_and_estimated(
    family: DemandFamily, data: st.DataObject, periods: int, horizon: int
) -> None:
    chosen = data.draw(any_settings(family.settings))
    past = panel(weekly(3, periods))
    judged(family.check(chosen, past, horizon), family.estimate(chosen, past, horizon))


def judged(problems: Sequence[Problem], found: Estimate) -> None:
    """Problems that can be told, and an estimate of figures."""
    for problem in problems:
        for lang in LANGUAGES:
            assert "{" not in Texts(lang).problem(problem.code, problem.facts)
    assert isfinite(found.seconds)
    assert found.seconds >= 0
    assert found.memory_mb >= 0
    assert found.parameters is None or found.parameters > 0
