"""How well a model puts the positives first: ROC, precision-recall, gain and lift."""

from collections.abc import Sequence

from core.base.look import Chart, Look, look
from core.base.plot import Axis, Sketch, Stroke, dot, frame, line, note
from core.base.texts import Texts
from core.classify.report import Part

SHARE = (-0.02, 1.02)
TOP = 0.2
"""The share of rows that the finding of gain and lift speaks of."""


def roc(part: Part, threshold: float, texts: Texts, theme: str) -> Chart:
    """False alarms against positives found; the threshold is marked, guessing is the diagonal."""
    colours = look(theme)
    sketch = frame(
        colours,
        Axis(texts("figures.roc.x"), SHARE, ".0%"),
        Axis(texts("figures.roc.y"), SHARE, ".0%"),
    )
    _guessing(sketch, colours, [0, 1], [0, 1])
    note(sketch, 0.62, 0.55, texts("figures.guessing"), colours.muted)
    hover = f"{texts('figures.roc.x')} %{{x:.1%}}<br>{texts('figures.roc.y')} %{{y:.1%}}"
    line(sketch, part.roc.x, part.roc.y, Stroke(colours.accent, 2.6), hover)
    sketch.data[-1].update(fill="tozeroy", fillcolor=colours.tint)
    now = part.table.at(threshold)
    x, y = now.fp / max(now.fp + now.tn, 1), now.tp / max(now.tp + now.fn, 1)
    dot(sketch, colours, x, y, texts("figures.at_threshold", threshold=f"{threshold:.3f}"))
    auc = part.scores["roc_auc"].value
    return Chart(
        sketch.figure(), texts("figures.roc.finding", auc=f"{auc:.3f}", of=f"{100 * auc:.0f}")
    )


def precision_recall(part: Part, threshold: float, texts: Texts, theme: str) -> Chart:
    """Positives found against how often a call is right; guessing is right at the base rate."""
    colours = look(theme)
    sketch = frame(
        colours,
        Axis(texts("figures.pr.x"), SHARE, ".0%"),
        Axis(texts("figures.pr.y"), SHARE, ".0%"),
    )
    _guessing(sketch, colours, [0, 1], [part.base_rate] * 2)
    guess = texts("figures.pr.guessing", rate=_percent(part.base_rate))
    above = part.base_rate < 0.85
    note(sketch, 0, part.base_rate, guess, colours.muted, yshift=10 if above else -10)
    hover = f"{texts('figures.pr.x')} %{{x:.1%}}<br>{texts('figures.pr.y')} %{{y:.1%}}"
    line(
        sketch, part.precision_recall.x, part.precision_recall.y, Stroke(colours.accent, 2.6), hover
    )
    now = part.table.at(threshold)
    recall, called = now.tp / max(now.tp + now.fn, 1), now.tp + now.fp
    if called:
        told = texts("figures.at_threshold", threshold=f"{threshold:.3f}")
        dot(sketch, colours, recall, now.tp / called, told)
    facts = {"ap": f"{part.scores['pr_auc'].value:.3f}", "base": f"{part.base_rate:.3f}"}
    return Chart(sketch.figure(), texts("figures.pr.finding", **facts))


def gain(part: Part, texts: Texts, theme: str) -> Chart:
    """Share of rows taken, surest first, against the share of positives among them."""
    colours = look(theme)
    sketch = frame(
        colours,
        Axis(texts("figures.gain.x"), SHARE, ".0%"),
        Axis(texts("figures.gain.y"), SHARE, ".0%"),
    )
    _guessing(sketch, colours, [0, 1], [0, 1])
    note(sketch, 0.62, 0.55, texts("figures.guessing"), colours.muted)
    hover = texts("figures.gain.hover", share="%{x:.0%}", found="%{y:.1%}")
    line(sketch, part.gain.x, part.gain.y, Stroke(colours.accent, 2.6), hover)
    found = _near(part.gain.x, part.gain.y, TOP)
    _mark_top(sketch, colours, found, 1.02)
    facts = {"top": _percent(TOP), "found": _percent(found)}
    return Chart(sketch.figure(), texts("figures.gain.finding", **facts))


def lift(part: Part, texts: Texts, theme: str) -> Chart:
    """How many times more positives than by chance, by the share of rows taken."""
    colours = look(theme)
    highest = max(1.0, *part.lift.y)
    sketch = frame(
        colours,
        Axis(texts("figures.gain.x"), SHARE, ".0%"),
        Axis(texts("figures.lift.y"), (0, highest * 1.08)),
    )
    _guessing(sketch, colours, [0, 1], [1, 1])
    note(sketch, 0, 1, texts("figures.lift.guessing"), colours.muted, yshift=-10)
    hover = texts("figures.lift.hover", share="%{x:.0%}", times="%{y:.2f}")
    line(sketch, part.lift.x, part.lift.y, Stroke(colours.accent, 2.6), hover)
    times = _near(part.lift.x, part.lift.y, TOP)
    _mark_top(sketch, colours, times, highest * 1.08)
    facts = {"top": _percent(TOP), "times": f"{times:.1f}"}
    return Chart(sketch.figure(), texts("figures.lift.finding", **facts))


def _guessing(sketch: Sketch, colours: Look, x: Sequence[float], y: Sequence[float]) -> None:
    line(sketch, x, y, Stroke(colours.baseline, 1.6, "dash"), "")


def _mark_top(sketch: Sketch, colours: Look, value: float, top: float) -> None:
    """A thin line at the share of rows the finding speaks of, and a dot on the curve."""
    line(sketch, [TOP, TOP], [0, min(value, top)], Stroke(colours.muted, 1, "dot"), "")
    dot(sketch, colours, TOP, value, f"{value:.2f}")


def _near(x: Sequence[float], y: Sequence[float], at: float) -> float:
    """The value of the curve nearest to `at`."""
    place = min(range(len(x)), key=lambda i: abs(x[i] - at))
    return y[place]


def _percent(share: float) -> str:
    """A share with the digits that matter: 0.4 %, 15 %."""
    return f"{share:.1%}" if 0 < share < 0.095 else f"{share:.0%}"
