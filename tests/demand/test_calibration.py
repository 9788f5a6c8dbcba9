"""Which intervals missed what they promise, and when a model is surely worse."""

import numpy as np
import pandas as pd
import pytest

from core.base.runs import Score, Verdict
from core.demand.calibration import missed
from core.demand.evaluate import Scored, outcome


def scores(**covered: float) -> dict[str, Score]:
    return {name: Score(value=value) for name, value in covered.items()}


def test_bands_that_are_off_by_more_than_four_points_are_told_the_outer_first() -> None:
    found = missed(scores(coverage_80=0.666, coverage_95=0.868, rmsse=0.1))
    assert [(one.level, one.covered, one.narrow) for one in found] == [
        (0.95, 0.868, True), (0.8, 0.666, True),
    ]  # fmt: skip
    (wide,) = missed(scores(coverage_80=0.85, coverage_95=0.98))
    assert (wide.level, wide.narrow) == (0.8, False)
    assert missed(scores(coverage_80=0.765, coverage_95=0.985)) == ()
    assert missed({}) == ()


@pytest.mark.parametrize(
    ("more", "verdict"), [(-0.1, "better"), (0.005, "no_better"), (0.5, "worse")]
)
def test_a_model_is_worse_only_where_the_naive_lies_outside_of_its_interval(
    more: float, verdict: Verdict
) -> None:
    """Half a per cent more on every series is sure by pairs, and nothing beside the spread."""
    naive = np.random.default_rng(0).normal(0.85, 0.1, 60)
    model = pd.DataFrame({"rmsse": naive * (1 + more)})
    found = outcome(Scored(model), Scored(pd.DataFrame({"rmsse": naive})))
    assert found.verdict == verdict
