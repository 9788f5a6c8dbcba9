"""The course of a figure, beside the period before and a year ago."""

from collections.abc import Sequence

from core.base.days import day_axis, day_words
from core.base.look import Chart, Look, look
from core.base.plot import Axis, Sketch, Stroke, end_labels, frame, line
from core.base.texts import Texts
from core.explore.course import Course, Marked

_ORDER = ("year", "before", "now")
_MOST_NAMED = 8


def trend(found: Course, unit: str, marked: Sequence[Marked], texts: Texts, theme: str) -> Chart:
    """Lines over the present period: its own (`now`) is ink, those of the period `before` and of a
    `year` ago are grey, part beside part. Festivals and holidays are bands with their names."""
    colours = look(theme)
    strokes = {
        "now": Stroke(colours.ink, 2.4),
        "before": Stroke(colours.baseline, 1.6, "dash"),
        "year": Stroke(colours.baseline, 1.6, "dot"),
    }
    sketch = frame(colours, Axis(""), Axis(unit, format="~s"))
    sketch.layout["xaxis"] |= {"type": "date"} | day_axis(texts)
    _mark(sketch, marked, colours, texts)
    ends = []
    for name in (name for name in _ORDER if name in found.values):
        told, values = texts(f"explore.against.{name}"), found.values[name]
        line(sketch, found.first, values, strokes[name], f"{told} %{{y:,.4~g}}")
        last = next((value for value in reversed(values) if value is not None), 0.0)
        ends.append((last, told, strokes[name].colour))
    known = [value for values in found.values.values() for value in values if value is not None]
    end_labels(sketch, ends, min([0.0, *known]), max([0.0, *known]))
    return Chart(sketch.figure(), _finding(found, texts))


def _mark(sketch: Sketch, marked: Sequence[Marked], colours: Look, texts: Texts) -> None:
    """Bands of the days; where they are many, only festivals have their names."""
    few = len(marked) <= _MOST_NAMED
    for one in marked:
        ends = {"x0": f"{one.period.first} 00:00", "x1": f"{one.period.last} 23:59"}
        told = texts(f"explore.festival.{one.code}") if one.code else one.name
        band: dict[str, object] = {"type": "rect", "yref": "paper", "y0": 0, "y1": 1, **ends}
        band |= {"fillcolor": colours.tint, "line": {"width": 0}, "layer": "below"}
        if few or one.code:
            font = {"size": 11, "color": colours.muted}
            place = {"textposition": "top left", "textangle": 90}
            band["label"] = {"text": told, "font": font, **place}
        sketch.shapes.append(band)


def _finding(found: Course, texts: Texts) -> str:
    """The highest of the parts that the period has whole, or of all where it has none."""
    parts = zip(found.values["now"], found.first, found.cut, strict=True)
    known = [(not cut, value, day) for value, day, cut in parts if value is not None]
    if not known:
        return texts("explore.trend.nothing")
    return texts(f"explore.trend.finding.{found.grain}", day=day_words(max(known)[2], texts))
