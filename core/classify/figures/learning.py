"""How a run learns: loss and AUC by epoch, on the rows it learns from and on unseen rows."""

import math
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Literal

from core.base.events import Epoch
from core.base.look import Chart, Look, look, thin
from core.base.plot import Axis, Stroke, dot, end_labels, frame, line
from core.base.texts import Texts

LIVE_HEIGHT = 280
_SMALL = 0.1
_FEW = 10
Measure = Literal["loss", "auc"]


@dataclass(frozen=True)
class Measured:
    """One measure by epoch: `seen` on training rows, `unseen` on validation rows (NaN: not told).

    `best` is the position of the best unseen value, or -1.
    """

    name: Measure
    epochs: list[int]
    seen: list[float]
    unseen: list[float]
    best: int


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


def measures(fit: Fit) -> tuple[Measure, ...]:
    """What the epochs of a fit tell: forecasts have a loss and no AUC."""
    ranked = any(epoch.auc is not None or epoch.val_auc is not None for epoch in fit.epochs)
    return ("loss", "auc") if ranked else ("loss",)


def measure(fit: Fit, name: Measure) -> Measured:
    """Loss or AUC of a fit by epoch, with the place of its best unseen value."""
    lowest = name == "loss"
    seen = [_number(e.loss if lowest else e.auc) for e in fit.epochs]
    unseen = [_number(e.val_loss if lowest else e.val_auc) for e in fit.epochs]
    real = [i for i, value in enumerate(unseen) if math.isfinite(value)]
    pick = min if lowest else max
    best = pick(real, key=lambda i: unseen[i]) if real else -1
    return Measured(name, [e.epoch for e in fit.epochs], seen, unseen, best)


def _number(value: float | None) -> float:
    return math.nan if value is None else value


def curve(measured: Measured, texts: Texts, theme: str) -> Chart:
    """The lines of one measure; the best unseen value is marked."""
    colours = look(theme)
    sketch = frame(
        colours,
        Axis(texts("figures.learning.epoch"), format="d", step=_step(measured.epochs)),
        Axis(texts(f"figures.learning.{measured.name}"), format=_places(measured)),
        LIVE_HEIGHT,
    )
    ends, finite = [], []
    for values, name, stroke in _lines(measured, texts, colours):
        real = [v for v in values if math.isfinite(v)]
        if not real:
            continue
        finite += real
        hover = f"{texts('figures.learning.epoch')} %{{x}}<br>{name} %{{y:.3f}}"
        line(sketch, measured.epochs, values, stroke, hover)
        ends.append((real[-1], f"{name} {_told(real[-1])}", stroke.colour))
    if measured.best >= 0:
        value = measured.unseen[measured.best]
        told = texts("figures.learning.best", value=f"{value:.3f}")
        dot(sketch, colours, measured.epochs[measured.best], value, told)
    if finite:
        end_labels(sketch, ends, min(finite), max(finite))
    return Chart(sketch.figure(), finding(measured, texts))


def _step(epochs: Sequence[int]) -> float | None:
    """Few epochs have a tick each: no half ones between."""
    few = not epochs or max(epochs) - min(epochs) <= _FEW
    return 1 if few else None


def _lines(
    measured: Measured, texts: Texts, colours: Look
) -> tuple[tuple[list[float], str, Stroke], ...]:
    """What happens on the rows learned from is ink, on unseen rows the accent."""
    training, validation = texts("figures.learning.training"), texts("figures.learning.validation")
    return (
        (measured.seen, training, Stroke(colours.ink, 1.6, "dot")),
        (measured.unseen, validation, Stroke(colours.accent, 2.6)),
    )


def _places(measured: Measured) -> str:
    """How the axis reads: losses of forecasts may be small."""
    known = [value for value in (*measured.seen, *measured.unseen) if math.isfinite(value)]
    return ".3f" if not known or max(known) >= _SMALL else ".3~g"


def _told(value: float) -> str:
    """Three places; three digits of what is smaller."""
    return f"{value:.3f}" if abs(value) >= _SMALL else f"{value:.3g}"


def finding(measured: Measured, texts: Texts) -> str:
    """Whether the unseen rows still gain, or the fit only memorises by now."""
    seen = [(epoch, loss) for epoch, loss in zip(measured.epochs, measured.seen, strict=True)
            if math.isfinite(loss)]  # fmt: skip
    if measured.best < 0 and measured.name == "loss" and seen:
        epoch, loss = seen[-1]
        return texts("figures.learning.loss_seen", loss=_told(loss), epoch=epoch)
    if measured.best < 0:
        return texts(f"figures.learning.{measured.name}_waiting")
    value, epoch = measured.unseen[measured.best], measured.epochs[measured.best]
    if measured.name == "auc":
        return texts("figures.learning.auc_best", auc=f"{value:.3f}", epoch=epoch)
    since = measured.epochs[-1] - epoch
    if since == 0:
        return texts("figures.learning.loss_falling", loss=f"{value:.3f}", epoch=epoch)
    return texts("figures.learning.loss_best", loss=f"{value:.3f}", epoch=epoch, since=since)


def growing(measured: Measured, texts: Texts, theme: str) -> dict[str, object]:
    """The same lines as plain values for a chart that grows in the browser (JSON, NaN as None)."""
    colours = look(theme)
    kept = thin(measured.epochs)
    series = []
    for values, name, stroke in _lines(measured, texts, colours):
        real = [v for v in values if math.isfinite(v)]
        if real:
            series.append(
                {
                    "name": name,
                    "label": f"{name} {_told(real[-1])}",
                    "values": [values[i] if math.isfinite(values[i]) else None for i in kept],
                    "colour": stroke.colour,
                    "width": stroke.width,
                    "dash": "2 3" if stroke.dash == "dot" else "",
                }
            )
    best = None
    if measured.best >= 0:
        best = {"x": measured.epochs[measured.best], "y": measured.unseen[measured.best]}
    return {
        "x": [measured.epochs[i] for i in kept] if series else [],
        "series": series,
        "best": best,
        "xTitle": texts("figures.learning.epoch"),
        "yTitle": texts(f"figures.learning.{measured.name}"),
        "alt": finding(measured, texts),
        "reset": texts("figures.learning.reset"),
        "height": LIVE_HEIGHT,
        **{
            name: getattr(colours, name)
            for name in ("ink", "muted", "accent", "tint", "grid", "paper")
        },
    }
