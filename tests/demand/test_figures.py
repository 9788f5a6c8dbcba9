"""Figures of forecasting show what they are given, in both languages and themes."""

import json
from collections.abc import Callable

import numpy as np
import plotly.graph_objects as go
import pytest

from core.base.look import DARK, LIGHT, POINTS, Chart
from core.base.runs import Score
from core.base.texts import LANGUAGES, Texts
from core.demand.figures import comparison, cutoffs, quality, series
from core.demand.figures.series import OneSeries, Said
from core.demand.figures.why import waterfall
from core.demand.report import StepScores
from core.demand.why import Step, Why

EN = Texts("en")
DAYS = np.arange("2024-01-01", "2024-04-10", dtype="datetime64[D]")
PAST, AHEAD = DAYS[:90], DAYS[90:97]
MEAN = np.full(7, 5.0)
PLACED = cutoffs.Placed("2024-01-01", ("2024-03-01", "2024-03-08"), "2024-03-15", 7, "D")


def one() -> OneSeries:
    sold = np.arange(90.0)
    sold[3] = np.nan
    said = Said(PAST[76:83], MEAN, MEAN - 1, MEAN + 1, MEAN + 3)
    return OneSeries(PAST, sold, AHEAD, MEAN, (MEAN - 1, MEAN + 1), (MEAN - 2, MEAN + 2), (said,))


def steps() -> list[StepScores]:
    return [
        StepScores(
            step=step,
            scores={"rmsse": 0.1 * step, "coverage_80": 0.75, "coverage_95": 0.96},
            baseline={"rmsse": 0.45},
        )
        for step in range(1, 7)
    ]


DRAWERS: dict[str, Callable[[Texts, str], Chart]] = {
    "cutoffs": lambda t, s: cutoffs.windows(PLACED, t, s),
    "history": lambda t, s: series.history(one(), "found", t, s),
    "total": lambda t, s: series.total(one(), "found", t, s),
    "by_step": lambda t, s: quality.by_step(steps(), "rmsse", t, s),
    "coverage": lambda t, s: quality.coverage(steps(), t, s),
    "intervals": lambda t, s: comparison.intervals({"<i>a": Score(value=0.9)}, t, s),
}


@pytest.mark.parametrize("theme", ["light", "dark"])
@pytest.mark.parametrize("lang", LANGUAGES)
@pytest.mark.parametrize("name", DRAWERS)
def test_every_figure_is_whole(name: str, lang: str, theme: str) -> None:
    chart = DRAWERS[name](Texts(lang), theme)
    assert isinstance(chart.figure, go.Figure)
    assert "{" not in chart.finding
    drawn = json.loads(chart.figure.to_json())
    ink = (DARK if theme == "dark" else LIGHT).ink
    assert drawn["layout"]["template"]["layout"]["font"]["color"] == ink
    for trace in drawn["data"]:
        assert len(trace["x"]) == len(trace["y"]) <= POINTS
    assert "<i>a" not in json.dumps([drawn["layout"].get("annotations"), drawn["layout"]["yaxis"]])


def test_windows_stand_where_they_are_asked_for() -> None:
    figure = cutoffs.windows(PLACED, EN, "light").figure
    asked = [tuple(trace.x) for trace in figure.data[1::2]]
    assert asked == [
        ("2024-03-01", "2024-03-08"),
        ("2024-03-08", "2024-03-15"),
        ("2024-03-15", "2024-03-22"),
    ]
    assert [trace.x[1] for trace in figure.data[0::2]] == [start for start, _ in asked]


def test_months_are_asked_for_as_months() -> None:
    placed = cutoffs.Placed("2020-01-01", ("2023-11-01",), "2024-02-01", 3, "M")
    figure = cutoffs.windows(placed, EN, "light").figure
    assert tuple(figure.data[1].x) == ("2023-11-01", "2024-02-01")
    assert tuple(figure.data[3].x) == ("2024-02-01", "2024-05-01")


def test_what_is_not_known_is_a_gap() -> None:
    figure = series.history(one(), "", EN, "light").figure
    past = next(trace for trace in figure.data if len(trace.x) == 90)
    assert past.y[3] is None
    assert past.y[4] == 4
    assert past.x[0] == "2024-01-01"


def test_a_shorter_past_keeps_the_forecasts_that_are_in_it() -> None:
    assert len(one().last(14).days) == 14
    assert len(one().last(14).before) == 1
    assert one().last(5).before == ()
    assert one().without().before == ()
    assert len(one().last(10**9).days) == 90


def test_the_steps_are_told_by_their_halves() -> None:
    chart = quality.by_step(steps(), "rmsse", EN, "light")
    assert (
        "RMSSE is 0.22 over the first half of the horizon and 0.51 over the second" in chart.finding
    )
    assert "below the naive forecast's at 4 of 6 periods" in chart.finding
    nothing = [StepScores(step=1, scores={}, baseline={})]
    assert "not defined" in quality.by_step(nothing, "rmsse", EN, "light").finding


@pytest.mark.parametrize(
    ("held", "said"),
    [
        ((0.78, 0.96), {"en": "hold what they promise", "zh": "均符合承诺"}),
        ((0.64, 0.96), {"en": "at 2 of 3 periods", "zh": "3 期中有 2 期"}),
        ((0.9, 1.0), {"en": "10 points too many", "zh": "多了 10 个百分点"}),
    ],
)
@pytest.mark.parametrize("lang", LANGUAGES)
def test_intervals_are_praised_only_within_what_is_called_good(
    held: tuple[float, float], said: dict[str, str], lang: str
) -> None:
    shares = ((1, 0.8, 0.95), (2, 0.75, 0.95), (3, *held))
    told = [
        StepScores(step=step, scores={"coverage_80": low, "coverage_95": high}, baseline={})
        for step, low, high in (shares if held[0] != 0.78 else (shares[0], shares[2]))
    ]
    finding = quality.coverage(told, Texts(lang), "light").finding
    assert said[lang] in finding
    assert ("3" in finding) is (held[0] != 0.78)


@pytest.mark.parametrize(
    ("second", "said"),
    [(Score(value=0.9, low=0.85, high=0.95), "lies clear"), (Score(value=0.8), "overlaps")],
)
def test_a_lead_is_called_one_only_where_intervals_part(second: Score, said: str) -> None:
    scores = {"a": Score(value=0.75, low=0.7, high=0.82), "b": second}
    assert said in comparison.intervals(scores, EN, "light").finding


def test_a_step_that_adds_nothing_worth_telling_has_no_sign() -> None:
    parts = [("week", -0.04), ("price", -1250.0), ("course", 12.3)]
    steps = tuple(Step(part, 1.0, units) for part, units in parts)
    found = Why(200.0, 23.2, 56, steps, np.ones(7), None)
    chart = waterfall(found, ["Weekdays", "Price", "Its own course"], "finding", EN, "light")
    told = list(chart.figure.data[0].text)
    assert told == ["1,400", "0", "−1,250", "+12.3", "162"]
