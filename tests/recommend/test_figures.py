"""Figures of recommenders show what they are given, in both languages and themes."""

from collections.abc import Callable

import plotly.graph_objects as go
import pytest

from core.base.look import Chart
from core.base.runs import Score
from core.base.texts import LANGUAGES, Texts
from core.recommend.figures import beside, comparison, standings, tradeoff
from core.recommend.figures.beside import Row
from core.recommend.figures.standings import Stood
from core.recommend.figures.tradeoff import Shows

EN = Texts("en")
METRIC = "NDCG@10"


def score(value: float, away: float = 0.01) -> Score:
    return Score(value=value, low=value - away, high=value + away)


ROWS = [Row("New", score(0.13), score(0.09)), Row("Again", score(0.3), score(0.31))]
STOOD = [
    Stood("Popular lately", score(0.09), "naive"),
    Stood("Blend", score(0.13), "taken"),
    Stood("EASE", score(0.14), "tried"),
    Stood("ALS", score(0.05), "tried"),
]
SHOWN = [
    Shows("Popular lately", 0.004, 0.09, "naive"),
    Shows("Blend", 0.34, 0.13, "taken"),
    Shows("ALS", 0.6, 0.05, "tried"),
]
DRAWERS: dict[str, Callable[[Texts, str], Chart]] = {
    "beside": lambda t, s: beside.beside(ROWS, METRIC, t, s),
    "beside_nothing": lambda t, s: beside.beside([Row("New", score(0.1), None)], METRIC, t, s),
    "standings": lambda t, s: standings.standings(STOOD, METRIC, t, s),
    "tradeoff": lambda t, s: tradeoff.tradeoff(SHOWN, METRIC, t, s),
    "nothing_shown": lambda t, s: tradeoff.tradeoff([Shows("a", 0, 0, "naive")], METRIC, t, s),
    "comparison": lambda t, s: comparison.intervals({"<i>a": Score(value=0.1)}, t, s),
}


@pytest.mark.parametrize("theme", ["light", "dark"])
@pytest.mark.parametrize("lang", LANGUAGES)
@pytest.mark.parametrize("name", DRAWERS)
def test_every_figure_is_whole(name: str, lang: str, theme: str) -> None:
    chart = DRAWERS[name](Texts(lang), theme)
    assert isinstance(chart.figure, go.Figure)
    assert chart.finding
    assert "{" not in chart.finding


def test_rows_stand_from_top_to_bottom_with_their_intervals() -> None:
    figure = beside.beside(ROWS, METRIC, EN, "light").figure
    naive, mine = figure.data
    assert list(mine.x) == [0.13, 0.3]
    assert list(naive.x) == [0.09, 0.31]
    assert mine.y[0] > naive.y[0] > mine.y[1] > naive.y[1]
    assert list(mine.error_x.array) == pytest.approx([0.01, 0.01])
    assert list(mine.error_x.arrayminus) == pytest.approx([0.01, 0.01])
    assert list(figure.layout.yaxis.ticktext) == ["New", "Again"]


def test_an_interval_down_to_nought_reaches_nought() -> None:
    rows = [Row("New", Score(value=0.1, low=0.0, high=0.2), None)]
    _, mine = beside.beside(rows, METRIC, EN, "light").figure.data
    assert list(mine.error_x.arrayminus) == pytest.approx([0.1])


def test_where_the_model_is_ahead_is_told() -> None:
    told = beside.beside(ROWS, METRIC, EN, "light").finding
    assert "in 1 of 2" in told
    assert "“New”: NDCG@10 0.130 against 0.090" in told
    behind = [Row("New", score(0.05), score(0.09)), Row("Again", score(0.3), score(0.31))]
    told = beside.beside(behind, METRIC, EN, "light").finding
    assert told.startswith("Nowhere ahead")
    assert "“Again”" in told


def test_standings_count_who_ranks_above_what_all_are_shown() -> None:
    chart = standings.standings(STOOD, METRIC, EN, "light")
    assert chart.finding == (
        "EASE has the highest NDCG@10, 0.140; 2 of 3 models rank above what is popular lately "
        "(0.090)"
    )
    (bars,) = chart.figure.data
    assert list(bars.x) == [0.05, 0.09, 0.13, 0.14]
    assert list(chart.figure.layout.yaxis.ticktext) == [
        "ALS", "Popular lately", "<b>Blend</b>", "EASE",
    ]  # fmt: skip
    (line,) = chart.figure.layout.shapes
    assert line.x0 == line.x1 == 0.09


def test_standings_say_where_none_ranks_above() -> None:
    told = standings.standings([STOOD[0], STOOD[3]], METRIC, EN, "light").finding
    assert told == "Of 1 model none ranks above what is popular lately (NDCG@10 0.090)"


def test_names_from_elsewhere_are_no_markup() -> None:
    found = [Stood("<b>x</b> %{y}", score(0.1), "tried"), STOOD[0]]
    (ticks,) = (standings.standings(found, METRIC, EN, "dark").figure.layout.yaxis.ticktext,)
    assert not any("<b>" in name or "%{" in name for name in ticks)


def test_the_share_that_is_shown_is_told_beside_the_baselines() -> None:
    chart = tradeoff.tradeoff(SHOWN, METRIC, EN, "light")
    assert chart.finding == (
        "Blend shows 34% of all items, with NDCG@10 0.130; what is popular lately shows 0.4%"
    )
    named = {note.text for note in chart.figure.layout.annotations}
    assert named == {"Popular lately", "Blend", "ALS"}


@pytest.mark.parametrize(
    ("second", "said"), [(0.1, "lies clear"), (0.12, "overlaps")], ids=["clear", "close"]
)
def test_runs_are_ranked_with_their_intervals(second: float, said: str) -> None:
    scores = {"one": score(0.13), "two": score(second)}
    chart = comparison.intervals(scores, EN, "light")
    assert chart.finding.startswith("one ranks best, NDCG 0.130")
    assert said in chart.finding
