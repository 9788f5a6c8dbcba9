"""No settings that a family takes can break the look before the start."""

from math import isfinite

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from core.base.protocols import Family
from core.base.texts import LANGUAGES, Texts
from core.lab.catalog import families
from tests.contracts.settings import any_settings

SIZES = st.integers(0, 10_000_000)
WIDTHS = st.integers(1, 5_000)


@pytest.mark.parametrize("family", families("classify"), ids=lambda family: family.name)
@given(data=st.data(), rows=SIZES, columns=WIDTHS)
@settings(max_examples=150, deadline=None)
def test_any_settings_are_checked_and_estimated(
    family: Family, data: st.DataObject, rows: int, columns: int
) -> None:
    chosen = data.draw(any_settings(family.settings))
    problems = family.check(chosen, rows, columns)
    for problem in problems:
        for lang in LANGUAGES:
            assert "{" not in Texts(lang).problem(problem.code, problem.facts)
    found = family.estimate(chosen, rows, columns)
    assert isfinite(found.seconds)
    assert found.seconds >= 0
    assert found.memory_mb >= 0
    assert found.parameters is None or found.parameters > 0
