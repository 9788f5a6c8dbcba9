"""What is drawn of risk and frontier, and the finding that it shows."""

import numpy as np
import pandas as pd
import pytest

from core.base.texts import LANGUAGES, Texts
from core.inventory.figures import frontier, risk
from core.inventory.fit import case_of
from core.inventory.frontier import expected_frontier
from core.inventory.given import read_given
from core.inventory.terms import Terms
from tests.inventory.shop import normal_forecast

DAYS = [f"2024-03-{day:02d}" for day in range(1, 11)]
WITHOUT = [0.0, 0.2, 0.6, 0.9, *[1.0] * 6]
WITH = [0.0, 0.2, 0.6, 0.0, 0.0, 0.01, 0.04, 0.2, 0.6, 0.9]


SAID = {
    "en": ("Mar 3, 2024", "Mar 7, 2024", "%b %-d, %Y"),
    "zh": ("2024年3月3日", "2024年3月7日", "%Y年%-m月%-d日"),
}
"""The days as readers write them, and so the axis."""


@pytest.mark.parametrize("lang", LANGUAGES)
@pytest.mark.parametrize("theme", ["light", "dark"])
def test_risk_is_drawn_until_the_next_delivery(lang: str, theme: str) -> None:
    drawn = risk.by_day(DAYS, (WITH, WITHOUT), (DAYS[3], DAYS[7]), Texts(lang), theme)
    made, without = drawn.figure.data
    assert list(made.x) == DAYS[:8]
    assert list(without.y) == WITHOUT[:8]
    *said, form = SAID[lang]
    for part in (*said, "4.0%"):
        assert part in drawn.finding
    axis = drawn.figure.layout.xaxis
    assert axis.hoverformat == form
    assert axis.tickformat == {"en": "%b %-d", "zh": "%-m月%-d日"}[lang]
    assert len(drawn.figure.layout.shapes) == 2


def test_where_nothing_runs_out_it_says_how_long_it_lasts() -> None:
    calm = [0.01 * day for day in range(10)]
    drawn = risk.by_day(DAYS, (calm, calm), ("2024-03-20", "2024-03-30"), Texts("en"), "light")
    assert "likely lasts until Mar 10, 2024" in drawn.finding
    assert "9.0%" in drawn.finding
    assert not drawn.figure.layout.shapes


@pytest.mark.parametrize("cost", [[2.0, 3.0], [None, None]])
def test_the_frontier_has_both_services_the_present_and_the_chosen_level(cost: list) -> None:
    forecast = normal_forecast(np.array([50.0, 20.0]), np.array([20.0, 8.0]))
    items = pd.DataFrame({"series_id": forecast.ids, "on_hand": [800, 100], "unit_cost": cost})
    points = expected_frontier(case_of(forecast, read_given(items), Terms()))
    drawn = frontier.frontier(points, 0.95, Texts("en"), "dark")
    cycle, fill, *marks = drawn.figure.data
    assert (np.asarray(fill.y) >= np.asarray(cycle.y)).all()
    assert len(marks) == 2
    assert ("money" in drawn.finding) == (cost[0] is not None)
    assert len(frontier.frontier(points, None, Texts("zh"), "light").figure.data) == 3
