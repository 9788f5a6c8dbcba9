"""The risk of having run out, day by day, with the order and without."""

from collections.abc import Sequence

from core.base.days import day_axis, day_words
from core.base.look import Chart, look
from core.base.plot import Axis, Stroke, across, end_labels, frame, line, note
from core.base.texts import Texts

RISK_HEIGHT = 280
LIKELY = 0.5
_TOP = 1.14
"""Room above for the names of the marks."""


def by_day(
    days: Sequence[str],
    risks: tuple[Sequence[float], Sequence[float]],
    marks: tuple[str, str],
    texts: Texts,
    theme: str,
) -> Chart:
    """`risks` (h,) with the order and without it; `marks` are the days on which the order comes and
    the next one would: beyond that, it is the next order that counts, and nothing is drawn."""
    colours = look(theme)
    finding = _finding(days, risks, marks[1], texts)
    shown = sum(day <= marks[1] for day in days)
    days, risks = days[:shown], (risks[0][:shown], risks[1][:shown])
    y_axis = Axis(texts("figures.risk.y"), (0, _TOP), ".0%")
    sketch = frame(colours, Axis(texts("figures.risk.x")), y_axis, RISK_HEIGHT)
    sketch.layout["xaxis"] |= day_axis(texts, year=False)
    strokes = (Stroke(colours.accent, 2.4), Stroke(colours.baseline, 2.0, "dash"))
    ends = []
    for name, risk, stroke in zip(("with", "without"), risks, strokes, strict=True):
        told = texts(f"figures.risk.{name}")
        line(sketch, days, risk, stroke, f"%{{x}}<br>{told} %{{y:.1%}}")  # type: ignore[arg-type]
        colour = colours.accent if name == "with" else colours.muted
        ends.append((float(risk[-1]), told, colour))
    for day, name in zip(marks, ("comes", "next"), strict=True):
        if days[0] <= day <= days[-1]:
            across(sketch, Stroke(colours.muted, 1.2, "dot"), x=day)  # type: ignore[arg-type]
            place = {"xanchor": "right", "xshift": -5} if name == "next" else {"xshift": 5}
            told = texts(f"figures.risk.{name}")
            note(sketch, day, _TOP, told, colours.muted, yanchor="top", **place)  # type: ignore[arg-type]
    end_labels(sketch, ends, 0, _TOP)
    sketch.layout.update(uirevision="risk")
    return Chart(sketch.figure(), finding)


def _finding(
    days: Sequence[str], risks: tuple[Sequence[float], Sequence[float]], until: str, texts: Texts
) -> str:
    """By when it has run out without the order, and the risk that is left with it on the last day
    before the next delivery."""
    made, without = risks
    out = next((day for day, risk in zip(days, without, strict=True) if risk > LIKELY), None)
    last = max((place for place, day in enumerate(days) if day < until), default=len(days) - 1)
    left = f"{made[last]:.1%}"
    if out is None:
        until = day_words(days[-1], texts)
        return texts("figures.risk.lasts", day=until, risk=f"{without[-1]:.1%}")
    said = {"day": day_words(out, texts), "until": day_words(days[last], texts)}
    return texts("figures.risk.finding", risk=left, **said)
