"""Series side by side: what every family of this room learns from and forecasts."""

from collections.abc import Mapping
from dataclasses import dataclass, field, replace

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from core.base.forecast import Freq as Freq
from core.demand.untold import held

Floats = NDArray[np.float64]


@dataclass(frozen=True)
class Rhythm:
    """What repeats at a frequency, in periods: `cycle` is the season that errors are scaled by,
    `year` the year; `windows` are the spans of rolling statistics, `phases` how many earlier
    periods of the same place in the cycle are averaged."""

    cycle: int
    year: int
    windows: tuple[int, ...]
    phases: tuple[int, ...]


RHYTHMS: dict[Freq, Rhythm] = {
    "D": Rhythm(7, 364, (7, 14, 28, 56, 91, 182, 364), (1, 2, 4, 8, 13, 26, 52)),
    "W": Rhythm(52, 52, (2, 4, 8, 13, 26, 52), (1, 2)),
    "M": Rhythm(12, 12, (1, 2, 3, 6, 12, 24), (1, 2, 3)),
}


LUMPY = 0.3
"""Share of periods without a sale above which demand is lumpy: sales come now and then."""


@dataclass(frozen=True)
class Panel:
    """Series over the same periods.

    `y` (s, t) is what was sold, NaN before a series starts and where it is not known; `keys` has
    a row for each series, its columns are what the series are by; `dates` (t,) are the first days
    of the periods. `known` are (s, t + ahead) values that are known beforehand, by name: prices,
    promotions, opening days; of the `untold` ones nothing is told of the periods ahead. `empty`
    (s, t) marks periods in which no more could be sold; with `suspect` long runs without a sale are
    held to be such too.
    """

    y: Floats
    keys: pd.DataFrame
    dates: NDArray[np.datetime64]
    freq: Freq = "D"
    known: Mapping[str, Floats] = field(default_factory=dict)
    empty: NDArray[np.bool_] | None = None
    suspect: bool = False
    untold: frozenset[str] = frozenset()

    @property
    def rhythm(self) -> Rhythm:
        """What repeats at this panel's frequency."""
        return RHYTHMS[self.freq]

    @property
    def first(self) -> NDArray[np.int64]:
        """The first period of each series (s,); the number of periods for one without any."""
        there = ~np.isnan(self.y)
        return np.where(there.any(axis=1), there.argmax(axis=1), self.y.shape[1])

    @property
    def lumpy(self) -> bool:
        """Whether sales come now and then, over all series."""
        return float(np.mean(self.y[~np.isnan(self.y)] == 0)) > LUMPY

    @property
    def whole(self) -> bool:
        """Whether all that was sold was sold in whole pieces."""
        known = self.y[~np.isnan(self.y)]
        return bool((known == np.rint(known)).all())

    def until(self, periods: int) -> "Panel":
        """The first `periods` of it; what is known ahead stays known, of the others no more is told
        than a forecast made then would have had."""
        empty = None if self.empty is None else self.empty[:, :periods]
        known = {
            name: self._as_then(values, periods) if name in self.untold else values
            for name, values in self.known.items()
        }
        y, dates = self.y[:, :periods], self.dates[:periods]
        return replace(self, y=y, dates=dates, known=known, empty=empty)

    def _as_then(self, values: Floats, periods: int) -> Floats:
        past = values[:, :periods]
        ahead = held(past, values.shape[1] - past.shape[1], self.freq)
        return np.concatenate([past, ahead], axis=1)

    def only(self, series: NDArray[np.int64] | NDArray[np.bool_]) -> "Panel":
        """These series, by place or mask."""
        known = {name: values[series] for name, values in self.known.items()}
        keys = self.keys.iloc[np.arange(len(self.y))[series]].reset_index(drop=True)
        empty = None if self.empty is None else self.empty[series]
        return replace(self, y=self.y[series], keys=keys, known=known, empty=empty)

    def beside(self, other: "Panel") -> "Panel":
        """These series and then those of `other`, over the same periods; what is known of all."""
        known = {name: np.concatenate([v, other.known[name]]) for name, v in self.known.items()}
        keys = pd.concat([self.keys, other.keys], ignore_index=True)
        both = np.concatenate([self.y, other.y])
        return replace(self, y=both, keys=keys, known=known, empty=None)

    def days(self, ahead: int) -> pd.DatetimeIndex:
        """The first days of the known periods and of `ahead` more (t + ahead,)."""
        rule = {"D": "D", "W": "7D", "M": "MS"}[self.freq]
        return pd.date_range(self.dates[0], periods=len(self.dates) + ahead, freq=rule)


def escaped(keys: pd.DataFrame) -> list[str]:
    """The `series_id` of each row: its values joined by `|`, a backslash before | and \\ in them.

    >>> escaped(pd.DataFrame({"store": ["A|1"], "item": ["x"]}))
    ['A\\\\|1|x']
    """
    parts = [
        keys[name]
        .astype(str)
        .str.replace("\\", "\\\\", regex=False)
        .str.replace("|", "\\|", regex=False)
        for name in keys
    ]
    return ["|".join(row) for row in zip(*parts, strict=True)]
