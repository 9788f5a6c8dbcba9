"""Scores with their intervals, a row each."""

from collections.abc import Sequence

from core.base.look import Look
from core.base.plot import Axis, Sketch, frame
from core.base.runs import Score


def dots(scores: Sequence[tuple[str, Score]], title: str, colours: Look) -> Sketch:
    """A dot with its interval for each (name, score), the first at the bottom."""
    found = [score for _, score in scores]
    sketch = frame(colours, Axis(title, format=".2f"), Axis(""), 96 + 34 * len(found))
    sketch.data.append(
        {
            "type": "scatter",
            "x": [score.value for score in found],
            "y": list(range(len(found))),
            "mode": "markers",
            "marker": {"color": colours.accent, "size": 11},
            "error_x": {
                "type": "data",
                "symmetric": False,
                "array": [(s.high or s.value) - s.value for s in found],
                "arrayminus": [s.value - (s.low or s.value) for s in found],
                "color": colours.accent,
                "thickness": 2,
                "width": 0,
            },
            "hovertemplate": "%{x:.3f}<extra></extra>",
        }
    )
    sketch.layout["yaxis"].update(
        tickvals=list(range(len(found))),
        ticktext=[name for name, _ in scores],
        tickfont={"color": colours.ink},
        showgrid=False,
        range=[-0.6, len(found) - 0.2],
    )
    sketch.layout["xaxis"].update(showgrid=True)
    return sketch
