"""Which days, weeks or months sales are of, and whether the first and the last are whole."""

from dataclasses import dataclass, replace

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from core.demand.panel import Freq

_PERIODS: dict[Freq, str] = {"D": "D", "W": "W-SUN", "M": "M"}
_STAMPS = 1.1
"""Days with sales a period, on average, up to which each period has one stamp."""
_CLOSED = 0.1
"""Sales on a weekday, as a share of days with sales of the usual weekday, below which it is
closed."""


@dataclass(frozen=True)
class Periods:
    """From the `first` day on, `count` periods of a `freq`; `place` (n,) is that of each day.
    `late` is whether the data begin after days of the first period, `early` whether they end before
    days of the last."""

    first: pd.Timestamp
    freq: Freq
    count: int
    place: NDArray[np.int64]
    late: bool
    early: bool

    def from_second(self) -> "Periods":
        """The same without the first: places in it are -1."""
        second = pd.Period(self.first, _PERIODS[self.freq]) + 1
        return replace(
            self, first=second.start_time, count=self.count - 1, place=self.place - 1, late=False
        )

    def but_last(self) -> "Periods":
        """The same without the last: places in it are the number of periods."""
        return replace(self, count=self.count - 1, early=False)


def periods_of(days: pd.Series, freq: Freq) -> Periods:
    """The periods of days (n,). Data that have one stamp a week or month, on whichever day, tell
    whole ones; of daily data a period is whole but for weekdays that are always closed."""
    stamps = pd.to_datetime(days).dt.normalize()
    periods = stamps.dt.to_period(_PERIODS[freq])
    start, end = periods.min(), periods.max()
    place = np.asarray(periods.astype("int64") - start.ordinal, dtype=np.int64)
    different = pd.DatetimeIndex(stamps.unique())
    stamped = len(different) <= _STAMPS * len(np.unique(place))
    one = pd.Timedelta(days=1)
    before = pd.date_range(start.start_time, different.min() - one)
    after = pd.date_range(different.max() + one, end.end_time.normalize())
    late, early = (not stamped and _sold_on(different, lack) for lack in (before, after))
    return Periods(start.start_time, freq, (end - start).n + 1, place, late, early)


def _sold_on(days: pd.DatetimeIndex, lacking: pd.DatetimeIndex) -> bool:
    """Whether one of the days that are lacking is of a weekday that is sold on."""
    usual = np.bincount(days.dayofweek, minlength=7)
    return bool((usual[lacking.dayofweek] > _CLOSED * usual.max()).any())
