"""One series: what was sold, what is forecast, and what was forecast in the past."""

from collections.abc import Sequence
from dataclasses import dataclass, replace

import numpy as np
from numpy.typing import NDArray

from core.base.days import day_axis
from core.base.look import Chart, Look, look, thin
from core.base.plot import Axis, Sketch, Stroke, across, frame, line, note
from core.base.texts import Texts
from core.demand.panel import Floats

Days = NDArray[np.datetime64]
HEIGHT = 400


@dataclass(frozen=True)
class Said:
    """A forecast of the past: `days` (h,), its `mean`, its 80 % band, and the baseline's mean."""

    days: Days
    mean: Floats
    low: Floats
    high: Floats
    baseline: Floats


@dataclass(frozen=True)
class OneSeries:
    """A series: `sold` (t,) on the first days of its periods, NaN where it is not known, and what
    is forecast for the periods `ahead` (h,): the mean and the bands of 80 and 95 % as (low, high).
    `before` are the forecasts of the backtest; `came` (h,) is what was sold in the periods ahead
    according to newer data, NaN where it is not known."""

    days: Days
    sold: Floats
    ahead: Days
    mean: Floats
    band_80: tuple[Floats, Floats]
    band_95: tuple[Floats, Floats]
    before: tuple[Said, ...]
    came: Floats | None = None

    def last(self, periods: int) -> "OneSeries":
        """With the last `periods` of its past only; forecasts of the past as far as they are in
        them."""
        since = self.days[-min(periods, len(self.days))]
        before = tuple(said for said in self.before if said.days[-1] >= since)
        kept = self.days >= since
        return replace(self, days=self.days[kept], sold=self.sold[kept], before=before)

    def without(self) -> "OneSeries":
        """Without the forecasts of the past."""
        return replace(self, before=())


def history(one: OneSeries, finding: str, texts: Texts, theme: str) -> Chart:
    """What was sold in ink, the forecast in the accent with its bands, forecasts of the past dashed
    and the naive forecast in grey. `finding` is the sentence above."""
    colours = look(theme)
    sketch = frame(colours, Axis(""), Axis(texts("figures.series.y"), format=","), HEIGHT)
    by_day(sketch, texts)
    for said in one.before:
        band(sketch, said.days, (said.low, said.high), colours.tint)
    for pair, colour in ((one.band_95, colours.tint), (one.band_80, colours.band)):
        band(sketch, one.ahead, pair, colour)
    for said in one.before:
        _line(sketch, said.days, said.baseline, Stroke(colours.baseline, 1.4, "dot"), "")
        told = texts("figures.series.said")
        _line(sketch, said.days, said.mean, Stroke(colours.accent, 1.6, "dash"), told)
    _line(sketch, one.days, one.sold, Stroke(colours.ink, 1.5), texts("figures.series.sold"))
    _line(sketch, one.ahead, one.mean, Stroke(colours.accent, 2.6), texts("figures.series.mean"))
    if one.came is not None:
        came = Stroke(colours.ink, 2.4)
        _line(sketch, one.ahead, one.came, came, texts("figures.series.came"))
    across(sketch, Stroke(colours.muted, 1, "dot"), x=_words(one.ahead)[0])
    _label(sketch, one, texts, colours)
    return Chart(sketch.figure(), finding)


def by_day(sketch: Sketch, texts: Texts) -> None:
    """An axis of days in the reader's language, one hover for all lines, and zero in sight."""
    sketch.layout["hovermode"] = "x unified"
    sketch.layout["yaxis"]["rangemode"] = "tozero"
    sketch.layout["xaxis"] |= day_axis(texts)


def band(sketch: Sketch, days: Days, ends: tuple[Floats, Floats], colour: str) -> None:
    """A band between two lines."""
    words = _words(days)
    sketch.data.append(
        {
            "type": "scatter",
            "x": [*words, *reversed(words)],
            "y": [*np.round(ends[1], 3).tolist(), *np.round(ends[0][::-1], 3).tolist()],
            "fill": "toself",
            "fillcolor": colour,
            "line": {"width": 0},
            "mode": "lines",
            "hoverinfo": "skip",
        }
    )


def total(one: OneSeries, finding: str, texts: Texts, theme: str) -> Chart:
    """Several series together, without bands: quantiles of sums are not sums of quantiles."""
    colours = look(theme)
    sketch = frame(colours, Axis(""), Axis(texts("figures.series.y"), format=","), 260)
    by_day(sketch, texts)
    _line(sketch, one.days, one.sold, Stroke(colours.ink, 1.5), texts("figures.series.sold"))
    _line(sketch, one.ahead, one.mean, Stroke(colours.accent, 2.6), texts("figures.series.mean"))
    _label(sketch, one, texts, colours)
    return Chart(sketch.figure(), finding)


def _label(sketch: Sketch, one: OneSeries, texts: Texts, colours: Look) -> None:
    """Names the forecast where it begins, above the plot."""
    place = {"yref": "paper", "yanchor": "bottom", "xshift": 4}
    note(sketch, _words(one.ahead)[0], 1, texts("figures.series.mean"), colours.accent, **place)
    sketch.layout["margin"] = {"t": 26}


def _line(sketch: Sketch, days: Days, values: Floats, stroke: Stroke, name: str) -> None:
    kept = thin(range(len(days)))
    words = _words(days)
    ys = [None if np.isnan(values[i]) else round(float(values[i]), 3) for i in kept]
    line(sketch, [words[i] for i in kept], ys, stroke, f"{name} %{{y:,.4~g}}" if name else "")


def _words(days: Days) -> Sequence[str]:
    return [str(word) for word in days.astype("datetime64[D]").astype(str)]
