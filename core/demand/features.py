"""What a pooled model sees of a series at an origin, and of the period it is asked for.

A row is (series, origin, step): the origin is the number of periods known, the period asked for
is `origin + step - 1`. All amounts are divided by the `level` of the series at the origin times
the shared season of the period, so that series of any size can be learned together.
"""

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from core.demand.panel import Floats, Panel
from core.demand.past import Past, Phases, Places
from core.demand.season import shared_season

_LOWEST = 0.05
"""The smallest level, in units a period."""


@dataclass(frozen=True)
class Rows:
    """Rows of a panel: `x` (n, k) float32, `level` (n,) what they were divided by."""

    x: NDArray[np.float32]
    level: Floats


class Features:
    """The features of a panel, whose future is known for `ahead` periods."""

    def __init__(self, panel: Panel, ahead: int) -> None:
        self.panel, self._first = panel, panel.first
        self.season = shared_season(panel, ahead)
        self._days = panel.days(ahead)
        periods = panel.y.shape[1]
        self.plain, self.phases = Past(panel.y), Phases(panel.y, panel.rhythm.cycle)
        self._adjusted = Past(panel.y / self.season[:periods], self.plain)
        self._squares = Past(panel.y**2, self.plain)
        self._active = Past(np.where(np.isnan(panel.y), np.nan, panel.y > 0), self.plain)
        self._last = _last_sale(panel.y)
        self.names = self._names()

    def rows(self, series: Places, origin: Places, step: Places) -> Rows:
        """The features of each (series, origin, step), all (n,)."""
        asked = origin + step - 1
        spans = self.panel.rhythm.windows
        means = [self._adjusted.mean(series, origin - span, origin) for span in spans]
        level = self._level(means) * self.season[asked]
        season = self.season[asked]
        columns = [step, *self._calendar(asked), np.log(level)]
        columns += [mean * season / level for mean in means]
        columns += [self.plain.mean(series, origin - span, origin) / level for span in spans[:5]]
        columns += self._shape(series, origin, level)
        columns += self._same_phase(series, origin, asked, level)
        columns += self._year_before(series, origin, asked, level)
        with np.errstate(invalid="ignore"):
            x = np.column_stack(columns).astype(np.float32)
        x[~np.isfinite(x)] = np.nan
        return Rows(x, level)

    def answers(self, series: Places, origin: Places, step: Places) -> Floats:
        """What was sold in the period asked for (n,), NaN where it is not known."""
        return np.asarray(self.panel.y[series, origin + step - 1])

    def _names(self) -> tuple[str, ...]:
        spans, phases = self.panel.rhythm.windows, self.panel.rhythm.phases
        names = ["step", "weekday", "month", "day_of_month", "day_of_year", "season", "level"]
        names += [f"mean_{span}_in_season" for span in spans]
        names += [f"mean_{span}" for span in spans[:5]]
        names += ["spread", "active_short", "active_long", "since_sale", "age"]
        names += [f"same_phase_{count}" for count in phases]
        names += ["year_before", "near_year_before", "year_before_to_level", "year_before_growth"]
        return tuple(names)

    def _level(self, means: list[Floats]) -> Floats:
        """Half the mean of a short span, half that of a long one."""
        short = np.nan_to_num(means[2])
        long = np.where(np.isnan(means[4]), short, means[4])
        return np.maximum(0.5 * short + 0.5 * long, _LOWEST)

    def _calendar(self, asked: Places) -> list[NDArray[np.generic]]:
        """The place in the week, the month and the year; the year's is 0 in a panel of less than
        two, where it only counts time: trees would take what comes for what was last."""
        days = self._days[asked]
        yearly = self.panel.y.shape[1] >= 2 * self.panel.rhythm.year
        month, day_of_year = (
            place.to_numpy() if yearly else np.zeros(len(asked))
            for place in (days.month, days.dayofyear)
        )
        return [
            days.dayofweek.to_numpy(), month, days.day.to_numpy(), day_of_year, self.season[asked],
        ]  # fmt: skip

    def _shape(self, series: Places, origin: Places, level: Floats) -> list[Floats]:
        """How unsteady a series is, how often it sells, since when it does not, and its age, which
        says no more than that it is new: of old ones it would only count time."""
        spans = self.panel.rhythm.windows
        start = origin - spans[4]
        mean = self.plain.mean(series, start, origin)
        square = self._squares.mean(series, start, origin)
        return [
            np.sqrt(np.maximum(square - mean**2, 0)) / level,
            self._active.mean(series, origin - spans[2], origin),
            self._active.mean(series, start, origin),
            origin - 1 - self._last[series, np.maximum(origin - 1, 0)],
            np.minimum(origin - self._first[series], spans[4]),
        ]

    def _same_phase(
        self, series: Places, origin: Places, asked: Places, level: Floats
    ) -> list[Floats]:
        cycle = self.panel.rhythm.cycle
        latest = origin - 1 - ((origin - 1 - asked) % cycle)
        counts = self.panel.rhythm.phases
        return [self.phases.mean(series, latest, count) / level for count in counts]

    def _year_before(
        self, series: Places, origin: Places, asked: Places, level: Floats
    ) -> list[Floats]:
        """What the same period of the last known year was, alone and with its neighbours, and how
        it stood to the level as long before the origin."""
        spans, before = self.panel.rhythm.windows, years_before(self.panel, origin, asked)
        then, usual = asked - before, origin - before
        reach = 3 if self.panel.freq == "D" else 1
        near = self.plain.mean(series, then - reach, np.minimum(then + reach + 1, origin))
        near = np.where(then >= 0, near, np.nan)
        long = self.plain.mean(series, usual - spans[4], usual)
        short = self.plain.mean(series, usual - spans[2], usual)
        alone = self.plain.mean(series, then, then + 1)
        return [
            alone / level,
            near / level,
            near / np.maximum(long, _LOWEST),
            near / np.maximum(short, _LOWEST),
        ]


def years_before(panel: Panel, origin: Places, asked: Places) -> Places:
    """Whole years, in periods, from the periods `asked` back to the last such ones that are known
    at the origin."""
    year = panel.rhythm.year
    return year * (1 + np.maximum(asked - origin, 0) // year)


def _last_sale(y: Floats) -> NDArray[np.int32]:
    """The last period up to each in which something was sold (s, t), -1 before the first."""
    places = np.where(y > 0, np.arange(y.shape[1], dtype=np.int32), np.int32(-1))
    return np.maximum.accumulate(places, axis=1)
