"""All that was tried on the same customers, a bar each."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any, Literal

from core.base.look import Chart, Look, look
from core.base.plot import Axis, Sketch, Stroke, across, frame
from core.base.runs import Score
from core.base.texts import Texts
from core.recommend.figures.words import figure, places, plain

Part = Literal["taken", "naive", "tried"]


@dataclass(frozen=True)
class Stood:
    """How one family did: it was `taken`, is the `naive` one that others must beat, or was only
    `tried`."""

    name: str
    score: Score
    part: Part


def standings(found: Sequence[Stood], metric: str, texts: Texts, theme: str) -> Chart:
    """The bars, the highest on top, each with its interval; a dashed line is the baseline's score.
    The one that was taken is full, what is shown to everybody alike is grey."""
    colours = look(theme)
    ranked = sorted(found, key=lambda one: one.score.value)
    highest = max((one.score.high or one.score.value for one in ranked), default=1.0)
    axis = Axis(metric, (0.0, 1.06 * highest), places(highest))
    sketch = frame(colours, axis, Axis(""), 92 + 34 * len(ranked))
    sketch.data.append(_bars(ranked, colours))
    naive = next((one for one in found if one.part == "naive"), None)
    if naive is not None:
        across(sketch, Stroke(colours.baseline, 1.6, "dash"), x=naive.score.value)
    _name_rows(sketch, ranked, colours)
    return Chart(sketch.figure(), _finding(ranked, naive, metric, texts))


def _bars(ranked: Sequence[Stood], colours: Look) -> dict[str, Any]:
    fill = {"taken": colours.accent, "naive": colours.baseline, "tried": colours.band}
    edge = {"taken": colours.accent, "naive": colours.baseline, "tried": colours.accent}
    found = [one.score for one in ranked]
    return {
        "type": "bar",
        "orientation": "h",
        "x": [score.value for score in found],
        "y": list(range(len(ranked))),
        "width": 0.62,
        "marker": {
            "color": [fill[one.part] for one in ranked],
            "line": {"color": [edge[one.part] for one in ranked], "width": 1},
        },
        "error_x": {
            "type": "data",
            "symmetric": False,
            "array": [(s.high or s.value) - s.value for s in found],
            "arrayminus": [s.value - (s.value if s.low is None else s.low) for s in found],
            "color": colours.ink,
            "thickness": 1.4,
            "width": 3,
        },
        "hovertemplate": "%{x:.3f}<extra></extra>",
    }


def _name_rows(sketch: Sketch, ranked: Sequence[Stood], colours: Look) -> None:
    names = [f"<b>{plain(o.name)}</b>" if o.part == "taken" else plain(o.name) for o in ranked]
    sketch.layout["yaxis"].update(
        tickvals=list(range(len(ranked))),
        ticktext=names,
        tickfont={"color": colours.ink},
        ticklabelstandoff=8,
        showgrid=False,
        range=[-0.6, len(ranked) - 0.4],
    )
    sketch.layout["xaxis"].update(showgrid=True)


def _finding(ranked: Sequence[Stood], naive: Stood | None, metric: str, texts: Texts) -> str:
    """Which ranks best, and how many rank above what everybody is shown alike."""
    first = ranked[-1]
    facts: dict[str, object] = {
        "metric": metric, "name": first.name, "value": figure(first.score.value),
    }  # fmt: skip
    if naive is None or len(ranked) == 1:
        return texts("figures.tried.one", **facts)
    others = [one for one in ranked if one is not naive]
    above = sum(one.score.value > naive.score.value for one in others)
    facts |= {"above": above, "of": len(others), "naive": figure(naive.score.value)}
    return texts("figures.tried.finding" if above else "figures.tried.none", **facts)
