"""How right lists are, and how much of the range they show: every family a point."""

from collections.abc import Sequence
from dataclasses import dataclass

from core.base.look import Chart, Look, look
from core.base.plot import Axis, Sketch, frame, note
from core.base.texts import Texts
from core.recommend.figures.standings import Part
from core.recommend.figures.words import figure, places, plain

_HEIGHT = 330
_EDGE = 0.2
_SYMBOLS = {"taken": "circle", "naive": "diamond", "tried": "circle-open"}


@dataclass(frozen=True)
class Shows:
    """A family: the share of all items that is on one of its lists, and its score."""

    name: str
    coverage: float
    value: float
    part: Part


def tradeoff(found: Sequence[Shows], metric: str, texts: Texts, theme: str) -> Chart:
    """Coverage to the right, the score upwards: right and above is better in both. Named are the
    one taken, the baseline, and those at the edges; the others tell their names when touched."""
    colours = look(theme)
    highest = max(one.value for one in found)
    widest = max(one.coverage for one in found)
    sketch = frame(
        colours,
        Axis(texts("figures.shown.x"), (-0.04 * widest, 1.12 * widest or 1.0), ".0%"),
        Axis(metric, (0.0, 1.16 * highest or 1.0), places(highest)),
        _HEIGHT,
    )
    colour = {"taken": colours.accent, "naive": colours.baseline, "tried": colours.accent}
    sketch.data.append(
        {
            "type": "scatter",
            "x": [one.coverage for one in found],
            "y": [one.value for one in found],
            "mode": "markers",
            "marker": {
                "color": [colour[one.part] for one in found],
                "symbol": [_SYMBOLS[one.part] for one in found],
                "size": [13 if one.part == "taken" else 11 for one in found],
                "opacity": 1,
                "line": {"width": 2, "color": [colour[one.part] for one in found]},
            },
            "text": [plain(one.name) for one in found],
            "hovertemplate": f"%{{text}}<br>%{{x:.1%}}<br>{metric} %{{y:.3f}}<extra></extra>",
        }
    )
    _name(sketch, found, colours, widest)
    return Chart(sketch.figure(), _finding(found, metric, texts))


def _name(sketch: Sketch, found: Sequence[Shows], colours: Look, widest: float) -> None:
    """Names the points that matter, above them; at an edge to its inner side."""
    ends = (max(found, key=lambda one: one.coverage), max(found, key=lambda one: one.value))
    named = [one for one in found if one.part != "tried" or one in ends]
    for one in named:
        colour = colours.accent if one.part == "taken" else colours.muted
        share = one.coverage / widest if widest else 0.0
        side = "left" if share < _EDGE else "right" if share > 1 - _EDGE else "center"
        place = {"yshift": 16, "xanchor": side}
        note(sketch, one.coverage, one.value, plain(one.name), colour, **place)


def _finding(found: Sequence[Shows], metric: str, texts: Texts) -> str:
    taken = next((one for one in found if one.part == "taken"), None)
    naive = next((one for one in found if one.part == "naive"), None)
    told = taken or naive or found[0]
    facts = {
        "metric": metric, "name": told.name, "value": figure(told.value),
        "coverage": share(told.coverage),
    }  # fmt: skip
    if taken is None or naive is None:
        return texts("figures.shown.one", **facts)
    return texts("figures.shown.finding", **facts, naive=share(naive.coverage))


def share(value: float) -> str:
    """A share of all items: a small one with one place."""
    return f"{value:.1%}" if value < 0.1 else f"{value:.0%}"
