"""How a run learns: loss and AUC by epoch, on the rows it learns from and on unseen rows."""

import math
from collections.abc import Sequence
from dataclasses import dataclass

import plotly.graph_objects as go

from core.base.events import Epoch
from core.base.look import Chart, Look, look
from core.base.plot import Axis, Stroke, dot, end_labels, frame, line
from core.base.texts import Texts

LIVE_HEIGHT = 280


@dataclass(frozen=True)
class _Pair:
    """One measure by epoch: `seen` on training rows, `unseen` on validation rows."""

    epochs: list[int]
    seen: list[float]
    unseen: list[float]
    best: int
    """Position of the best unseen value, or -1."""


@dataclass(frozen=True)
class Fit:
    """One fit of a run: the `number`-th of its curve (from 1), with its epochs so far."""

    curve: str
    number: int
    epochs: tuple[Epoch, ...]


def fits(epochs: Sequence[Epoch]) -> list[Fit]:
    """The fits that `epochs` tell of, in order: a blend fits one family once a division.

    A new fit begins where the curve changes or its epochs start again.
    """
    found: list[list[Epoch]] = []
    for event in epochs:
        last = found[-1][-1] if found else None
        if last is None or last.curve != event.curve or event.epoch <= last.epoch:
            found.append([])
        found[-1].append(event)
    counted: dict[str, int] = {}
    fitted = []
    for group in found:
        curve = group[0].curve
        counted[curve] = counted.get(curve, 0) + 1
        fitted.append(Fit(curve, counted[curve], tuple(group)))
    return fitted


def loss_curve(epochs: Sequence[Epoch], texts: Texts, theme: str) -> Chart:
    """Loss by epoch of one fit; the lowest validation loss is marked."""
    pair = _pair(epochs, [e.loss for e in epochs], [e.val_loss for e in epochs], lowest=True)
    figure = _draw(pair, texts("figures.learning.loss"), texts, look(theme))
    return Chart(figure, _loss_finding(pair, texts))


def auc_curve(epochs: Sequence[Epoch], texts: Texts, theme: str) -> Chart:
    """AUC by epoch of one fit; the highest validation AUC is marked."""
    pair = _pair(epochs, [e.auc for e in epochs], [e.val_auc for e in epochs], lowest=False)
    figure = _draw(pair, texts("figures.learning.auc"), texts, look(theme))
    if pair.best < 0:
        return Chart(figure, texts("figures.learning.auc_waiting"))
    best = texts(
        "figures.learning.auc_best",
        auc=f"{pair.unseen[pair.best]:.3f}",
        epoch=pair.epochs[pair.best],
    )
    return Chart(figure, best)


def _pair(
    epochs: Sequence[Epoch],
    seen: Sequence[float | None],
    unseen: Sequence[float | None],
    lowest: bool,
) -> _Pair:
    known = [_number(value) for value in unseen]
    real = [i for i, value in enumerate(known) if math.isfinite(value)]
    pick = min if lowest else max
    best = pick(real, key=lambda i: known[i]) if real else -1
    return _Pair([e.epoch for e in epochs], [_number(v) for v in seen], known, best)


def _number(value: float | None) -> float:
    return math.nan if value is None else value


def _draw(pair: _Pair, measure: str, texts: Texts, colours: Look) -> go.Figure:
    figure = frame(
        colours, Axis(texts("figures.learning.epoch"), format="d"), Axis(measure), LIVE_HEIGHT
    )
    named = (
        (pair.seen, texts("figures.learning.training"), Stroke(colours.ink, 1.6, "dot")),
        (pair.unseen, texts("figures.learning.validation"), Stroke(colours.accent, 2.6)),
    )
    ends, finite = [], []
    for values, name, stroke in named:
        real = [v for v in values if math.isfinite(v)]
        if not real:
            continue
        finite += real
        hover = f"{texts('figures.learning.epoch')} %{{x}}<br>{name} %{{y:.4f}}"
        line(figure, pair.epochs, values, stroke, hover)
        ends.append((real[-1], f"{name} {real[-1]:.3f}", stroke.colour))
    if pair.best >= 0:
        best = texts("figures.learning.best", value=f"{pair.unseen[pair.best]:.4f}")
        dot(figure, colours, pair.epochs[pair.best], pair.unseen[pair.best], best)
    if finite:
        end_labels(figure, ends, min(finite), max(finite))
    figure.update_layout(uirevision="live")
    return figure


def _loss_finding(pair: _Pair, texts: Texts) -> str:
    """Whether the unseen rows still gain, or the fit only memorises by now."""
    if pair.best < 0:
        return texts("figures.learning.loss_waiting")
    since = len(pair.epochs) - 1 - pair.best
    facts = {"loss": f"{pair.unseen[pair.best]:.3f}", "epoch": pair.epochs[pair.best]}
    if since == 0:
        return texts("figures.learning.loss_falling", **facts)
    return texts("figures.learning.loss_best", since=since, **facts)
