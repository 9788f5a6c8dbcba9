"""The parts every plotly figure is made of: an empty frame, lines, marks and direct labels."""

from collections.abc import Sequence
from dataclasses import dataclass, field
from functools import cache
from typing import Any

import plotly.graph_objects as go

from core.base.look import FONT, Look, thin

HEIGHT = 340


@dataclass(frozen=True)
class Axis:
    """An axis: its name with the unit, its range, how its ticks read (d3 format), and how far apart
    they stand, where that is not left to plotly."""

    title: str
    range: tuple[float, float] | None = None
    format: str | None = None
    log: bool = False
    step: float | None = None


@dataclass(frozen=True)
class Stroke:
    """How a line looks."""

    colour: str
    width: float = 2.0
    dash: str = "solid"
    shape: str = "linear"


@cache
def template(look: Look) -> dict[str, Any]:
    """The look of all that is not data; the same for light and dark but for its colours."""
    axis = {
        "gridcolor": look.grid,
        "linecolor": look.grid,
        "zeroline": False,
        "ticks": "",
        "automargin": True,
        "title": {"standoff": 10, "font": {"size": 12, "color": look.muted}},
        "tickfont": {"size": 12, "color": look.muted},
    }
    return {
        "layout": {
            "font": {"family": FONT, "size": 13, "color": look.ink},
            "paper_bgcolor": "rgba(0,0,0,0)",
            "plot_bgcolor": "rgba(0,0,0,0)",
            "colorway": [colour for colour, _ in look.series],
            "hovermode": "closest",
            "hoverlabel": {
                "bgcolor": look.paper,
                "bordercolor": look.grid,
                "font": {"family": FONT, "size": 13, "color": look.ink},
            },
            "modebar": {
                "bgcolor": "rgba(0,0,0,0)",
                "color": look.muted,
                "activecolor": look.accent,
            },
            "showlegend": False,
            "xaxis": axis,
            "yaxis": axis,
            "margin": {"l": 8, "r": 16, "t": 12, "b": 8},
        }
    }


@dataclass
class Sketch:
    """A figure in the making, as plain values: plotly builds it once, which is far cheaper."""

    layout: dict[str, Any]
    data: list[dict[str, Any]] = field(default_factory=list)
    annotations: list[dict[str, Any]] = field(default_factory=list)
    shapes: list[dict[str, Any]] = field(default_factory=list)

    def figure(self) -> go.Figure:
        """The plotly figure. Raises ValueError for a field that plotly does not know."""
        marks = {"annotations": self.annotations, "shapes": self.shapes}
        return go.Figure(data=self.data, layout={**self.layout, **marks})


def frame(look: Look, x: Axis, y: Axis, height: int = HEIGHT) -> Sketch:
    """A figure with two named axes and nothing in it."""
    return Sketch(
        {
            "template": template(look),
            "height": height,
            "dragmode": "zoom",
            "xaxis": {**_axis(x), "showgrid": False},
            "yaxis": _axis(y),
        }
    )


def _axis(axis: Axis) -> dict[str, Any]:
    found: dict[str, Any] = {"title": {"text": axis.title}}
    if axis.range is not None:
        found["range"] = list(axis.range)
    if axis.format is not None:
        found["tickformat"] = axis.format
    if axis.step is not None:
        found["dtick"] = axis.step
    if axis.log:
        found["type"] = "log"
    return found


def line(
    sketch: Sketch,
    x: Sequence[float] | Sequence[str],
    y: Sequence[float | None] | Sequence[float],
    stroke: Stroke,
    hover: str,
) -> None:
    """Adds a line of at most `look.POINTS` points; `hover` is its plotly hover template. `x` may be
    days as text (2024-01-31); the line is broken where `y` is None.

    Without `hover` the line is mute.
    """
    kept = thin(x)
    told = {"hovertemplate": hover + "<extra></extra>"} if hover else {"hoverinfo": "skip"}
    sketch.data.append(
        {
            "type": "scatter",
            "x": [x[i] for i in kept],
            "y": [y[i] for i in kept],
            "mode": "lines" if len(kept) > 1 else "markers",
            "line": {
                "color": stroke.colour,
                "width": stroke.width,
                "dash": stroke.dash,
                "shape": stroke.shape,
            },
            "marker": {"color": stroke.colour, "size": 7},
            **told,
        }
    )


def dot(sketch: Sketch, look: Look, x: float, y: float, hover: str) -> None:
    """Marks one point, in ink."""
    sketch.data.append(
        {
            "type": "scatter",
            "x": [x],
            "y": [y],
            "mode": "markers",
            "marker": {"color": look.ink, "size": 11, "line": {"color": look.paper, "width": 2}},
            "hovertemplate": hover + "<extra></extra>",
        }
    )


def across(
    sketch: Sketch, stroke: Stroke, x: float | str | None = None, y: float | None = None
) -> None:
    """A line across the whole plot: upright at `x` (a day as text on an axis of days), or level at
    `y`."""
    ends = {"x0": 0, "x1": 1, "xref": "paper"} if x is None else {"x0": x, "x1": x}
    ends |= {"y0": 0, "y1": 1, "yref": "paper"} if y is None else {"y0": y, "y1": y}
    drawn = {"color": stroke.colour, "width": stroke.width, "dash": stroke.dash}
    sketch.shapes.append({"type": "line", **ends, "line": drawn})


def note(sketch: Sketch, x: float | str, y: float, text: str, colour: str, **place: Any) -> None:
    """Writes beside the data; `place` are plotly's annotation fields."""
    sketch.annotations.append(
        {
            "x": x,
            "y": y,
            "text": text,
            "showarrow": False,
            "font": {"size": 12, "color": colour},
            "xanchor": "left",
            **place,
        }
    )


def end_labels(
    sketch: Sketch, ends: Sequence[tuple[float, str, str]], low: float, high: float
) -> None:
    """Names lines at their right end: (y, text, colour) each, pushed apart where they would touch,
    and down from the upper edge.

    `low` and `high` are the lowest and highest values on the y axis.
    """
    room = max(high - low, 1e-12)
    pixels = 0.72 * sketch.layout["height"]
    order = sorted(range(len(ends)), key=lambda i: ends[i][0])
    at = [(ends[i][0] - low) / room * pixels for i in order]
    placed: list[float] = []
    for y in at:
        placed.append(max(y, placed[-1] + 16) if placed else y)
    top = pixels
    for i in reversed(range(len(placed))):
        placed[i] = min(placed[i], top)
        top = placed[i] - 16
    for i, y, wanted in zip(order, placed, at, strict=True):
        value, text, colour = ends[i]
        place = {"xref": "paper", "xshift": 6, "yshift": y - wanted, "align": "left"}
        note(sketch, 1, value, text, colour, **place)
    longest = max((_width(text) for _, text, _ in ends), default=0)
    sketch.layout["margin"] = {"r": int(14 + longest)}


def _width(text: str) -> float:
    """About how many pixels a 12 px label takes, so that the margin holds it."""
    rows = text.split("<br>")
    return max(sum(12.5 if ord(char) > 0x2E80 else 6.9 for char in row) for row in rows)
