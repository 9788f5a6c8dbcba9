"""How good a forecast is by the step of its horizon."""

from collections.abc import Sequence

import numpy as np

from core.base.look import Chart, look
from core.base.plot import Axis, Stroke, across, end_labels, frame, line, note
from core.base.texts import Texts
from core.demand.calibration import TOLERANCE
from core.demand.cells import ROOTS
from core.demand.report import StepScores

SHARES = {"coverage_80": 0.8, "coverage_95": 0.95}
_HEIGHT = 300


def by_step(steps: Sequence[StepScores], metric: str, texts: Texts, theme: str) -> Chart:
    """A metric by step: the model in the accent, the baseline in grey."""
    colours = look(theme)
    title = texts(f"demand.metric.{metric}.label")
    x = Axis(texts("figures.steps.x"), format="d")
    sketch = frame(colours, x, Axis(title, format=".2f"), _HEIGHT)
    ends, seen, means = [], [], []
    for name, stroke, values in (
        ("baseline", Stroke(colours.baseline, 2, "dash"), [s.baseline.get(metric) for s in steps]),
        ("model", Stroke(colours.accent, 2.6), [s.scores.get(metric) for s in steps]),
    ):
        known = [(s.step, v) for s, v in zip(steps, values, strict=True) if v is not None]
        if not known:
            continue
        told = texts(f"figures.steps.{name}")
        ys = [value for _, value in known]
        line(sketch, [step for step, _ in known], ys, stroke, f"{told} %{{y:.3f}}")
        ends.append((ys[-1], told, stroke.colour))
        seen += ys
        means.append(float(np.mean(ys)))
    if seen:
        sketch.layout["yaxis"]["range"] = [min(0.0, min(seen)), 1.08 * max(seen)]
        end_labels(sketch, ends, min(0.0, min(seen)), 1.08 * max(seen))
    return Chart(sketch.figure(), _finding(steps, metric, texts))


def _finding(steps: Sequence[StepScores], metric: str, texts: Texts) -> str:
    title = texts(f"demand.metric.{metric}.label")
    known = [step for step in steps if metric in step.scores]
    if not known:
        return texts("figures.steps.none", metric=title)
    half = (len(known) + 1) // 2
    lower = [s for s in known if s.scores[metric] < s.baseline.get(metric, np.inf)]
    facts = {
        "metric": title,
        "first": f"{_over(known[:half], metric):.2f}",
        "last": f"{_over(known[half:] or known, metric):.2f}",
        "steps": len(known),
        "lower": len(lower),
    }
    return texts("figures.steps.finding", **facts)


def _over(steps: Sequence[StepScores], metric: str) -> float:
    """A metric over several steps, in the way that all of them make that of the run."""
    values = np.array([step.scores[metric] for step in steps])
    return float(np.sqrt((values**2).mean()) if metric in ROOTS else values.mean())


def coverage(steps: Sequence[StepScores], texts: Texts, theme: str) -> Chart:
    """How much of what was sold lay in the intervals of 80 and 95 %, by step."""
    colours = look(theme)
    x, y = (
        Axis(texts("figures.steps.x"), format="d"),
        Axis(texts("figures.coverage.y"), None, ".0%"),
    )
    sketch = frame(colours, x, y, _HEIGHT)
    ends, seen = [], []
    for (metric, share), dash in zip(SHARES.items(), ("solid", "dash"), strict=True):
        known = [(s.step, s.scores[metric]) for s in steps if metric in s.scores]
        across(sketch, Stroke(colours.baseline, 1.4, "dot"), y=share)
        if not known:
            continue
        ys = [value for _, value in known]
        name = texts(f"demand.metric.{metric}.label")
        line(
            sketch,
            [s for s, _ in known],
            ys,
            Stroke(colours.accent, 2.4, dash),
            f"{name} %{{y:.1%}}",
        )
        ends.append((ys[-1], f"{share:.0%}", colours.accent))
        seen += ys
    low = min([*seen, 0.7]) - 0.03
    sketch.layout["yaxis"]["range"] = [low, 1.01]
    end_labels(sketch, ends, low, 1.01)
    note(sketch, steps[0].step, 0.8, texts("figures.coverage.promised"), colours.muted, yshift=9)
    return Chart(sketch.figure(), _kept(steps, texts))


def _kept(steps: Sequence[StepScores], texts: Texts) -> str:
    """That the intervals hold what they promise at every step, or where they are farthest off."""
    off = [
        (one.scores[metric] - share, one.step, share)
        for metric, share in SHARES.items()
        for one in steps
        if metric in one.scores
    ]
    if not off:
        return texts("figures.coverage.none")
    worst, step, share = max(off, key=lambda one: abs(one[0]))
    if abs(worst) <= TOLERANCE:
        return texts("figures.coverage.finding", points=f"{100 * abs(worst):.0f}")
    many = {one[1] for one in off if abs(one[0]) > TOLERANCE}
    facts = {
        "n": len(many),
        "steps": len({one[1] for one in off}),
        "tolerance": f"{100 * TOLERANCE:.0f}",
        "step": step,
        "level": f"{share:.0%}",
        "held": f"{share + worst:.0%}",
        "points": f"{100 * abs(worst):.0f}",
    }
    return texts(f"figures.coverage.{'narrow' if worst < 0 else 'wide'}", **facts)
