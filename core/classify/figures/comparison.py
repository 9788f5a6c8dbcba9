"""Several runs in one picture: their validation loss by epoch, their test AUC with intervals."""

import math
from collections.abc import Mapping, Sequence

from core.base.dots import dots
from core.base.events import Epoch
from core.base.look import Chart, look
from core.base.plot import Axis, Stroke, across, end_labels, frame, line, note
from core.base.runs import Score
from core.base.texts import Texts

GUESSING = 0.5
MOST = 6
"""At most so many lines: more cannot be told apart."""


def overlay(runs: Mapping[str, Sequence[Epoch]], measure: str, texts: Texts, theme: str) -> Chart:
    """Validation `measure` (`val_loss`, `val_auc`) a line a run (name -> epochs).

    The x axis is the share of the fit done: boosting rounds and epochs are no common measure.
    """
    colours = look(theme)
    lowest = measure == "val_loss"
    title = texts("figures.learning.loss" if lowest else "figures.learning.auc")
    sketch = frame(
        colours, Axis(texts("figures.overlay.x"), (-0.02, 1.02), ".0%"), Axis(title, format=".3f")
    )
    ends: list[tuple[float, str, str]] = []
    bests: dict[str, float] = {}
    seen: list[float] = []
    for (name, epochs), (colour, dash) in zip(runs.items(), colours.series, strict=False):
        last = max((e.epoch for e in epochs), default=1)
        told = [(e.epoch / last, getattr(e, measure)) for e in epochs]
        points = [(x, y) for x, y in told if y is not None and math.isfinite(y)]
        if not points:
            continue
        xs, ys = [x for x, _ in points], [y for _, y in points]
        line(sketch, xs, ys, Stroke(colour, 2.2, dash), f"{_plain(name)}<br>%{{x:.0%}}: %{{y:.3f}}")
        ends.append((ys[-1], _plain(name), colour))
        bests[name] = min(ys) if lowest else max(ys)
        seen += ys
    if not bests:
        return Chart(sketch.figure(), texts("figures.overlay.none"))
    end_labels(sketch, ends, min(seen), max(seen))
    best = (min if lowest else max)(bests, key=lambda name: bests[name])
    finding = texts("figures.overlay.finding", name=best, value=f"{bests[best]:.3f}", measure=title)
    return Chart(sketch.figure(), finding)


def intervals(scores: Mapping[str, Score], texts: Texts, theme: str) -> Chart:
    """The test AUC of several runs (name -> score) as dots with intervals; guessing is .5."""
    colours = look(theme)
    names = sorted(scores, key=lambda name: scores[name].value)
    shown = [(_plain(name), scores[name]) for name in names]
    sketch = dots(shown, texts("figures.intervals.x"), colours)
    across(sketch, Stroke(colours.baseline, 1.6, "dash"), x=GUESSING)
    note(sketch, GUESSING, len(names) - 0.5, texts("figures.guessing"), colours.muted, xshift=4)
    return Chart(sketch.figure(), _interval_finding(names, scores, texts))


def _interval_finding(names: Sequence[str], scores: Mapping[str, Score], texts: Texts) -> str:
    """Which run leads, and whether it surely does: its interval lies clear of the next one's."""
    first = names[-1]
    facts = {"name": first, "auc": f"{scores[first].value:.3f}"}
    if len(names) == 1:
        return texts("figures.intervals.one", **facts)
    second = scores[names[-2]]
    low = scores[first].low
    if low is not None and low > (second.high if second.high is not None else second.value):
        return texts("figures.intervals.leads", **facts)
    return texts("figures.intervals.close", **facts)


def _plain(name: str) -> str:
    safe = name.replace("&", "&amp;").replace("<", "&lt;").replace("%{", "% {")
    return safe if len(safe) <= 22 else f"{safe[:21]}…"
