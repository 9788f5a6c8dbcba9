"""What a network for all series sees at an origin: the past as it was, the periods asked for, and
what sums the series up.

A row is (series, origin) and answers the whole horizon at once. Like the rows of trees
(`features`), all amounts are divided by the level of the series times the shared season of their
period. A row is one flat vector; `Layout` says where its parts lie.
"""

from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.random import Generator
from numpy.typing import NDArray

from core.demand.features import Features, years_before
from core.demand.panel import Floats, Panel
from core.demand.past import Past, Places

_NOT_FOR_NETS = ("step", "weekday", "month", "day_of_month", "day_of_year", "season")
"""Columns of trees that a weighted sum makes nothing of; `_calendar` has them as waves."""
_LOWEST = 0.05


@dataclass(frozen=True)
class Layout:
    """The parts of a row of `width`: `history` periods up to the origin, oldest first, then the
    periods asked for, `channels` numbers each, then `facts` of the series."""

    history: int
    horizon: int
    channels: int
    facts: int

    @property
    def width(self) -> int:
        """Columns of a row."""
        return self.history + self.horizon * self.channels + self.facts


@dataclass(frozen=True)
class NetRows:
    """Rows `x` (n, width), NaN where nothing is known, and the `level` (n, h) by which what was
    sold is divided."""

    x: NDArray[np.float32]
    level: Floats


class NetFeatures:
    """The rows of a panel whose future is known for `horizon` periods."""

    def __init__(self, panel: Panel, horizon: int, history: int) -> None:
        self.panel, self._horizon = panel, horizon
        self._features = Features(panel, horizon)
        self._season = self._features.season
        names = self._features.names
        self._kept = [n for n, name in enumerate(names) if name not in _NOT_FOR_NETS]
        self._plain, self._phases = self._features.plain, self._features.phases
        self._known = {name: (Past(values), values) for name, values in panel.known.items()}
        self._padded = np.hstack([np.full((len(panel.y), history), np.nan), panel.y])
        self._padded_season = np.concatenate([np.ones(history), self._season])
        channels = 4 + 2 * len(self._known)
        waves = 11 if panel.freq == "D" else 4
        self.layout = Layout(history, horizon, channels, len(self._kept) + waves)

    def rows(self, series: Places, origin: Places) -> NetRows:
        """The rows of each (series, origin), both (n,)."""
        one = self._features.rows(series, origin, np.ones(len(series), dtype=np.int64))
        level = one.level / self._season[origin]
        asked = origin[:, None] + np.arange(self._horizon)
        parts: list[NDArray[Any]] = [
            self._history(series, origin, level),
            self._ahead(series, origin, level),
            one.x[:, self._kept],
            self._calendar(origin),
        ]
        with np.errstate(invalid="ignore"):
            x = np.arcsinh(np.hstack(parts)).astype(np.float32)
        x[~np.isfinite(x)] = np.nan
        return NetRows(x, level[:, None] * self._season[asked])

    def answers(self, series: Places, origin: Places) -> Floats:
        """What was sold in the periods asked for (n, h), NaN where it is not known."""
        asked = origin[:, None] + np.arange(self._horizon)
        periods = self.panel.y.shape[1]
        found = self.panel.y[series[:, None], np.minimum(asked, periods - 1)]
        return np.where(asked < periods, found, np.nan)

    def _history(self, series: Places, origin: Places, level: Floats) -> Floats:
        span = origin[:, None] + np.arange(self.layout.history)
        return self._padded[series[:, None], span] / (level[:, None] * self._padded_season[span])

    def _ahead(self, series: Places, origin: Places, level: Floats) -> Floats:
        """What is known of the periods asked for (n, h * channels)."""
        steps, count = self._horizon, len(series)
        one, at = np.repeat(series, steps), np.repeat(origin, steps)
        asked = at + np.tile(np.arange(steps), count)
        unit = np.repeat(level, steps) * self._season[asked]
        cycle, counts = self.panel.rhythm.cycle, self.panel.rhythm.phases
        latest = at - 1 - ((at - 1 - asked) % cycle)
        few, many = counts[min(2, len(counts) - 1)], counts[min(4, len(counts) - 1)]
        columns = [
            np.log(self._season[asked]),
            self._phases.mean(one, latest, few) / unit,
            self._phases.mean(one, latest, many) / unit,
            self._year_before(one, at, asked),
        ]
        for past, values in self._known.values():
            now = values[one, asked]
            usual = past.mean(one, at - self.panel.rhythm.windows[2], at)
            columns += [now, now / np.where(usual == 0, np.nan, usual)]
        return np.column_stack(columns).reshape(count, steps * len(columns))

    def _year_before(self, series: Places, origin: Places, asked: Places) -> Floats:
        """How the time of the last known year stood to the level as long before the origin."""
        spans, before = self.panel.rhythm.windows, years_before(self.panel, origin, asked)
        then, reach = asked - before, 3 if self.panel.freq == "D" else 1
        near = self._plain.mean(series, then - reach, np.minimum(then + reach + 1, origin))
        usual = self._plain.mean(series, origin - before - spans[4], origin - before)
        found = near / np.maximum(usual, _LOWEST)
        return np.where(then >= 0, found, np.nan)

    def _calendar(self, origin: Places) -> Floats:
        """The weekday of the first period asked for, and waves of the year where there are two."""
        days = self.panel.days(self._horizon)[origin]
        yearly = self.panel.y.shape[1] >= 2 * self.panel.rhythm.year
        angle = 2 * np.pi * days.dayofyear.to_numpy() / 365.25 * yearly
        waves = np.column_stack([wave(k * angle) for k in (1, 2) for wave in (np.sin, np.cos)])
        if self.panel.freq != "D":
            return waves
        return np.hstack([np.eye(7)[days.dayofweek.to_numpy()], waves])


def drawn(panel: Panel, count: int, draw: Generator, low: int) -> tuple[Places, Places]:
    """At most `count` random (series, origin) at which a series is `low` periods old or more."""
    periods, first = panel.y.shape[1], panel.first
    series = draw.integers(0, len(first), 2 * count)
    origin = draw.integers(low, periods, 2 * count)
    fits = origin >= first[series] + low
    return series[fits][:count], origin[fits][:count]
