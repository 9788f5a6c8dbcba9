"""A model beside what is popular lately, a row for each kind of list or of customers."""

from collections.abc import Sequence
from dataclasses import dataclass

from core.base.look import Chart, Look, look
from core.base.plot import Axis, Sketch, frame, note
from core.base.runs import Score
from core.base.texts import Texts
from core.recommend.figures.words import figure, places, plain

_APART = 0.17
"""How far the two marks of a row stand from its middle."""


@dataclass(frozen=True)
class Row:
    """A kind of lists or of customers: the model's score, and the baseline's."""

    name: str
    mine: Score
    naive: Score | None


def beside(rows: Sequence[Row], metric: str, texts: Texts, theme: str) -> Chart:
    """The rows from top to bottom: the model a dot in the accent, the baseline a grey diamond, each
    with its interval. `metric` names the measure."""
    colours = look(theme)
    scores = [one for row in rows for one in (row.mine, row.naive) if one is not None]
    highest = max((one.high or one.value for one in scores), default=1.0)
    axis = Axis(metric, (0.0, 1.06 * highest), places(highest))
    sketch = frame(colours, axis, Axis(""), 116 + 58 * len(rows))
    at = list(range(len(rows)))[::-1]
    naive = [(place - _APART, row.naive) for place, row in zip(at, rows, strict=True) if row.naive]
    _marks(sketch, naive, colours.baseline, "diamond")
    mine = [(place + _APART, row.mine) for place, row in zip(at, rows, strict=True)]
    _marks(sketch, mine, colours.accent, "circle")
    _legend(sketch, texts, colours)
    sketch.layout["yaxis"].update(
        tickvals=at,
        ticktext=[plain(row.name) for row in rows],
        tickfont={"color": colours.ink},
        ticklabelstandoff=8,
        showgrid=False,
        range=[-0.6, len(rows) - 0.4],
    )
    sketch.layout["xaxis"].update(showgrid=True)
    return Chart(sketch.figure(), _finding(rows, metric, texts))


def _marks(sketch: Sketch, placed: Sequence[tuple[float, Score]], colour: str, symbol: str) -> None:
    found = [score for _, score in placed]
    sketch.data.append(
        {
            "type": "scatter",
            "x": [score.value for score in found],
            "y": [place for place, _ in placed],
            "mode": "markers",
            "marker": {"color": colour, "size": 11, "symbol": symbol},
            "error_x": {
                "type": "data",
                "symmetric": False,
                "array": [(s.high or s.value) - s.value for s in found],
                "arrayminus": [s.value - (s.value if s.low is None else s.low) for s in found],
                "color": colour,
                "thickness": 2,
                "width": 0,
            },
            "hovertemplate": "%{x:.3f}<extra></extra>",
        }
    )


def _legend(sketch: Sketch, texts: Texts, colours: Look) -> None:
    """Which mark is which, above the plot; on the left: plotly's tools come up on the right."""
    place = {"xref": "paper", "yref": "paper", "yanchor": "bottom", "yshift": 6}
    mine, naive = texts("figures.lists.mine"), texts("figures.lists.naive")
    grey = f'<span style="color:{colours.muted}">◆ {naive}</span>'
    note(sketch, 0, 1, f"● {mine}   {grey}", colours.accent, xanchor="left", **place)
    sketch.layout["margin"] = {"t": 30}


def _finding(rows: Sequence[Row], metric: str, texts: Texts) -> str:
    """Where the model is ahead, and where it is most so."""
    known = [(row, row.mine.value - row.naive.value) for row in rows if row.naive is not None]
    if not known:
        return texts("figures.lists.alone", metric=metric)
    best, gain = max(known, key=lambda one: one[1])
    assert best.naive is not None
    facts = {
        "metric": metric,
        "name": best.name,
        "mine": figure(best.mine.value),
        "naive": figure(best.naive.value),
        "ahead": sum(one > 0 for _, one in known),
        "of": len(known),
    }
    if gain <= 0:
        return texts("figures.lists.nowhere", **facts)
    if len(known) == 1:
        return texts("figures.lists.one", **facts)
    return texts("figures.lists.ahead", **facts)
