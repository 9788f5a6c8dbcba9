"""What a threshold does: the confusion matrix, metrics and cost by threshold."""

import textwrap
from collections.abc import Sequence

import numpy as np
from numpy.typing import NDArray

from core.base.look import Chart, Look, look
from core.base.plot import Axis, Sketch, Stroke, across, dot, frame, line, note
from core.base.texts import Texts
from core.classify import thresholds
from core.classify.thresholds import Costs, Counts, ThresholdTable

MATRIX_HEIGHT = 250
CURVE_HEIGHT = 260
_EDGE = 0.06
EVERY = 5
"""Of the 1,001 thresholds each fifth is drawn: a line of 201 points looks the same."""


def confusion(counts: Counts, names: tuple[str, str], texts: Texts, theme: str) -> Chart:
    """The four cells; right ones are tinted, each with its share of the row.

    `names` are what positive and negative rows are called.
    """
    colours = look(theme)
    sketch = frame(colours, Axis(""), Axis(""), MATRIX_HEIGHT)
    sketch.layout["xaxis"].update(visible=False, range=[-0.62, 2.02], fixedrange=True)
    sketch.layout["yaxis"].update(visible=False, range=[-0.02, 2.32], fixedrange=True)
    rows = (
        (1, names[0], counts.tp, counts.fn, "hit", "miss"),
        (0, names[1], counts.fp, counts.tn, "alarm", "right"),
    )
    for y, name, called, passed, first, second in rows:
        whole = max(called + passed, 1)
        note(sketch, -0.04, y + 0.5, _wrapped(name), colours.ink, xanchor="right", align="right")
        _cell(sketch, colours, (0, y), (called, called / whole, texts(f"figures.matrix.{first}")))
        _cell(sketch, colours, (1, y), (passed, passed / whole, texts(f"figures.matrix.{second}")))
    for x, key in ((0, "called"), (1, "passed")):
        told = texts(f"figures.matrix.{key}")
        note(sketch, x + 0.5, 2.14, told, colours.muted, xanchor="center")
    finding = texts(
        "figures.matrix.finding",
        called=f"{counts.tp + counts.fp:,}",
        hits=f"{counts.tp:,}",
        missed=f"{counts.fn:,}",
    )
    return Chart(sketch.figure(), finding)


def _cell(sketch: Sketch, colours: Look, at: tuple[int, int], told: tuple[int, float, str]) -> None:
    (x, y), (count, share, name) = at, told
    right = x != y
    sketch.shapes.append(
        {
            "type": "rect",
            "x0": x + 0.02,
            "x1": x + 0.98,
            "y0": y + 0.03,
            "y1": y + 0.97,
            "line": {"width": 1, "color": colours.accent if right else colours.grid},
            "fillcolor": _shade(colours, share) if right else "rgba(0,0,0,0)",
        }
    )
    text = f"<b style='font-size:20px'>{count:,}</b><br>{name}<br>{share:.1%}"
    note(sketch, x + 0.5, y + 0.5, text, colours.ink, xanchor="center", align="center")


def _shade(colours: Look, share: float) -> str:
    """The accent, the stronger the greater the share."""
    red, green, blue = (int(colours.accent[i : i + 2], 16) for i in (1, 3, 5))
    return f"rgba({red},{green},{blue},{0.06 + 0.26 * share:.2f})"


def _wrapped(name: str) -> str:
    """A name of at most three short lines for the margin, harmless in plotly's text."""
    rows = textwrap.wrap(name, 12)[:3]
    return "<br>".join(row.replace("&", "&amp;").replace("<", "&lt;") for row in rows)


def by_threshold(table: ThresholdTable, threshold: float, texts: Texts, theme: str) -> Chart:
    """Precision, recall and F1 at every threshold; the chosen one is marked."""
    colours = look(theme)
    values = thresholds.curves(table)
    sketch = frame(
        colours,
        Axis(texts("figures.threshold.x"), (0, 1)),
        Axis(texts("figures.threshold.y"), (0, 1.02), ".0%"),
        CURVE_HEIGHT,
    )
    grid = thresholds.GRID[::EVERY].tolist()
    drawn_lines = []
    called = np.array(table.tp) + np.array(table.fp) > 0
    strokes = (
        ("precision", Stroke(colours.accent, 2.4)),
        ("recall", Stroke(colours.ink, 2.0, "dash")),
        ("f1", Stroke(colours.muted, 2.0, "dot")),
    )
    for metric, stroke in strokes:
        drawn = (
            np.where(called, values[metric], np.nan) if metric == "precision" else values[metric]
        )
        name = texts(f"figures.threshold.{metric}")
        line(sketch, grid, drawn[::EVERY].tolist(), stroke, f"%{{x:.3f}}<br>{name} %{{y:.1%}}")
        drawn_lines.append((drawn[::EVERY], name, stroke.colour))
    _name_lines(sketch, colours, grid, drawn_lines)
    across(sketch, Stroke(colours.ink, 1.5, "dot"), x=threshold)
    best = thresholds.choose(table, "f1", Costs())
    highest = values["f1"][thresholds.position(best)]
    facts = {"f1": f"{highest:.3f}", "at": f"{best:.3f}"}
    sketch.layout.update(uirevision="threshold")
    return Chart(sketch.figure(), texts("figures.threshold.finding", **facts))


def _name_lines(
    sketch: Sketch,
    colours: Look,
    grid: Sequence[float],
    lines: Sequence[tuple[NDArray[np.float64], str, str]],
) -> None:
    """Writes each line's name (values, name, colour) on it, where the others are farthest."""
    inside = np.flatnonzero((np.array(grid) >= _EDGE) & (np.array(grid) <= 1 - _EDGE))
    named: list[float] = []
    for values, name, colour in lines:
        gaps = [np.abs(values - other) for other, _, _ in lines if other is not values]
        gaps += [3 * np.abs(np.array(grid) - x) for x in named]
        room = np.nan_to_num(np.min(gaps, axis=0), nan=0.0)[inside]
        at = int(inside[int(np.argmax(np.where(np.isfinite(values[inside]), room, -1)))])
        if np.isfinite(values[at]):
            named.append(grid[at])
            place = {"xanchor": "center", "bgcolor": colours.paper, "borderpad": 1}
            note(sketch, grid[at], float(values[at]), name, colour, **place)


def cost_curve(
    table: ThresholdTable, price: Costs, threshold: float, texts: Texts, theme: str
) -> Chart:
    """Cost per 1,000 rows at every threshold, its least and the chosen one marked.

    Grey lines: calling nobody (all missed) and calling everybody.
    """
    colours = look(theme)
    cost = 1000 * thresholds.costs(table, price)
    place = thresholds.position(thresholds.choose(table, "cost", price))
    simple = min(cost[0], 1000 * price.miss * table.positives / (table.positives + table.negatives))
    highest = float(max(cost.max(), simple)) or 1.0
    sketch = frame(
        colours,
        Axis(texts("figures.threshold.x"), (0, 1)),
        Axis(texts("figures.cost.y"), (0, highest * 1.08), ",~r"),
        CURVE_HEIGHT,
    )
    across(sketch, Stroke(colours.baseline, 1.6, "dash"), y=simple)
    told = texts("figures.cost.simple", cost=f"{simple:,.0f}")
    note(sketch, 1, simple, told, colours.muted, xanchor="right", yshift=10)
    grid = thresholds.GRID[::EVERY].tolist()
    hover = f"%{{x:.3f}}<br>{texts('figures.cost.y')} %{{y:,.0f}}"
    line(sketch, grid, cost[::EVERY].tolist(), Stroke(colours.accent, 2.6), hover)
    dot(sketch, colours, float(thresholds.GRID[place]), float(cost[place]), f"{cost[place]:,.0f}")
    across(sketch, Stroke(colours.ink, 1.5, "dot"), x=threshold)
    sketch.layout.update(uirevision="threshold")
    now = float(cost[thresholds.position(threshold)])
    facts = {
        "least": f"{cost[place]:,.0f}",
        "at": f"{thresholds.GRID[place]:.3f}",
        "now": f"{now:,.0f}",
    }
    return Chart(sketch.figure(), texts("figures.cost.finding", **facts))
