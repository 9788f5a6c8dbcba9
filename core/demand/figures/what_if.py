"""A forecast before and after a change, and scenarios side by side."""

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from core.base.days import day_axis
from core.base.dots import dots
from core.base.look import Chart, Look, look
from core.base.plot import Axis, Sketch, Stroke, across, end_labels, frame, line
from core.base.runs import Score
from core.base.texts import Texts
from core.demand.figures.series import Days, band
from core.demand.panel import Floats

HEIGHT = 320
_LONGEST = 26


@dataclass(frozen=True)
class Both:
    """Units by day (h,) `before` and `after` a change, with bands (low, high) where they are
    known; without `after` where that is not known, and then its `band` is not drawn."""

    days: Days
    before: Floats
    after: Floats | None
    band: tuple[Floats, Floats]
    band_before: tuple[Floats, Floats] | None = None


def both(made: Both, finding: str, texts: Texts, theme: str) -> Chart:
    """The forecast as it was in grey, as it would be in the accent with its band."""
    colours = look(theme)
    sketch = frame(colours, Axis(""), Axis(texts("figures.series.y"), format=","), HEIGHT)
    sketch.layout["hovermode"] = "x unified"
    sketch.layout["xaxis"] |= day_axis(texts)
    sketch.layout["yaxis"]["rangemode"] = "tozero"
    if made.band_before is not None:
        band(sketch, made.days, made.band_before, _faded(colours))
    drawn = [(made.before, Stroke(colours.baseline, 2.0, "dash"), texts("figures.what_if.before"))]
    highest = [float(made.before.max()), 1e-9]
    if made.after is not None:
        band(sketch, made.days, made.band, colours.band)
        highest.append(float(np.max(made.band[1])))
        drawn.append((made.after, Stroke(colours.accent, 2.6), texts("figures.what_if.after")))
    elif made.band_before is not None:
        highest.append(float(np.max(made.band_before[1])))
    for values, stroke, name in drawn:
        _line(sketch, made, values, (stroke, name))
    top = max(highest)
    ends = [(float(values[-1]), name, stroke.colour) for values, stroke, name in drawn]
    end_labels(sketch, ends, 0.0, top)
    return Chart(sketch.figure(), finding)


def scenarios(
    more: Sequence[tuple[str, float, float, float]], title: str, finding: str, theme: str
) -> Chart:
    """What each scenario brings more: (name, more, low, high), the first on top; `title` says of
    what, with its unit."""
    shown = [
        (_plain(name), Score(value=value, low=low, high=high))
        for name, value, low, high in reversed(more)
    ]
    colours = look(theme)
    sketch = dots(shown, title, colours)
    sketch.layout["xaxis"]["tickformat"] = ",.0f"
    sketch.data[0]["hovertemplate"] = "%{x:,.0f}<extra></extra>"
    across(sketch, Stroke(colours.baseline, 1.4, "dot"), x=0.0)
    return Chart(sketch.figure(), finding)


def _line(sketch: Sketch, made: Both, values: Floats, drawn: tuple[Stroke, str]) -> None:
    stroke, name = drawn
    words = [str(word) for word in made.days.astype("datetime64[D]").astype(str)]
    ys = [round(float(value), 3) for value in values]
    line(sketch, words, ys, stroke, f"{name} %{{y:,.4~g}}")


def _faded(colours: Look) -> str:
    return "rgba(139,149,163,0.16)" if colours.name == "light" else "rgba(139,149,163,0.20)"


def _plain(name: str) -> str:
    safe = name.replace("&", "&amp;").replace("<", "&lt;").replace("%{", "% {")
    return safe if len(safe) <= _LONGEST else f"{safe[: _LONGEST - 1]}…"
