"""Where a forecast is tried: at each cutoff what is known, and what is asked for."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

import pandas as pd

from core.base.days import day_axis, day_words
from core.base.look import Chart, Look, look
from core.base.plot import Axis, Sketch, frame
from core.base.texts import Texts
from core.demand.panel import Freq

_RULES: dict[Freq, str] = {"D": "D", "W": "7D", "M": "MS"}
_BEFORE = 4
"""So many horizons before the first cutoff are drawn."""
_ROW, _EDGES = 34, 78


@dataclass(frozen=True)
class Placed:
    """The windows of a backtest: the `first` day of the data, the first days that each window asks
    for, the `next` day after the data, and how many periods are asked for."""

    first: str
    cutoffs: tuple[str, ...]
    next: str
    horizon: int
    freq: Freq


def windows(placed: Placed, texts: Texts, theme: str) -> Chart:
    """A row for each window, the forecast itself last: the past in grey, what is asked for in the
    accent."""
    colours = look(theme)
    starts = [pd.Timestamp(day) for day in (*placed.cutoffs, placed.next)]
    reach = starts[0] - (_ahead(starts[0], placed) - starts[0]) * _BEFORE
    left = max(pd.Timestamp(placed.first), reach)
    names = [texts("figures.cutoffs.window", n=n + 1) for n in range(len(placed.cutoffs))]
    names.append(texts("figures.cutoffs.next"))
    sketch = frame(colours, Axis(""), Axis(""), _EDGES + _ROW * len(starts))
    for row, start in enumerate(starts):
        end = _ahead(start, placed)
        ends = (start - pd.Timedelta(days=1), start)
        until, since = (day_words(f"{day:%Y-%m-%d}", texts) for day in ends)
        known = texts("figures.cutoffs.known", until=until)
        asked = texts("figures.cutoffs.asked", since=since, n=placed.horizon)
        _bar(sketch, row, (left, start), colours.grid, known)
        _bar(sketch, row, (start, end), colours.accent, asked)
    sketch.layout["yaxis"] |= _named(names, colours)
    sketch.layout["xaxis"] |= day_axis(texts)
    facts = {"n": len(placed.cutoffs), "horizon": placed.horizon}
    return Chart(sketch.figure(), texts("figures.cutoffs.finding", **facts))


def _ahead(start: pd.Timestamp, placed: Placed) -> pd.Timestamp:
    """The day after the last that is asked for from `start` on."""
    return pd.date_range(start, periods=placed.horizon + 1, freq=_RULES[placed.freq])[-1]


def _bar(
    sketch: Sketch, row: int, ends: tuple[pd.Timestamp, pd.Timestamp], colour: str, hover: str
) -> None:
    sketch.data.append(
        {
            "type": "scatter",
            "x": [f"{day:%Y-%m-%d}" for day in ends],
            "y": [row, row],
            "mode": "lines",
            "line": {"color": colour, "width": 16},
            "hovertemplate": f"{hover}<extra></extra>",
        }
    )


def _named(names: Sequence[str], colours: Look) -> dict[str, Any]:
    """The axis of the rows, the first on top."""
    return {
        "tickvals": list(range(len(names))),
        "ticktext": list(names),
        "tickfont": {"color": colours.ink},
        "showgrid": False,
        "range": [len(names) - 0.4, -0.6],
    }
