"""A forecast as it crosses from the room that makes it to the rooms that use it."""

from dataclasses import dataclass, replace
from typing import Literal

import numpy as np
from numpy.typing import NDArray

Freq = Literal["D", "W", "M"]
"""Periods are days, weeks or months."""
LEVELS = (
    0.005, 0.025, 0.05, 0.1, 0.165, 0.25, 0.5, 0.75, 0.835, 0.9, 0.95, 0.975, 0.99, 0.995,
)  # fmt: skip
"""The levels of the quantiles that every forecast has."""


@dataclass(frozen=True)
class Forecast:
    """What will be sold in the `h` periods that begin at `dates` (h,), by series `ids` (s,).

    `mean` (s, h); `quantiles` (s, h, q) of single periods at `LEVELS`; `cumulative` (s, h, q) of
    the sum from the first period to each: quantiles of sums are not sums of quantiles. All are in
    units, never negative, and rise with the level. `freq` says how long the last period is.
    """

    ids: tuple[str, ...]
    dates: NDArray[np.datetime64]
    mean: NDArray[np.float64]
    quantiles: NDArray[np.float64]
    cumulative: NDArray[np.float64]
    freq: Freq = "D"

    @property
    def edges(self) -> NDArray[np.float64]:
        """The days (h + 1,) from the beginning of the forecast to that of each period, and to the
        end of the last: months are as long as they are.

        >>> none = np.zeros((0, 2))
        >>> dates = np.array(["2023-02-01", "2023-03-01"], dtype="datetime64[D]")
        >>> Forecast((), dates, none, none, none, "M").edges.tolist()
        [0.0, 28.0, 59.0]
        """
        days = self.dates.astype("datetime64[D]")
        ends = np.append(days, _next(days[-1], self.freq))
        return np.asarray((ends - days[0]) / _DAY, dtype=np.float64)

    @property
    def daily(self) -> NDArray[np.float64]:
        """The mean of a day (s,) over the whole forecast."""
        return np.asarray(self.mean.sum(axis=1) / self.edges[-1])

    def only(self, places: NDArray[np.int64]) -> "Forecast":
        """The series at `places`."""
        return replace(
            self,
            ids=tuple(self.ids[place] for place in places),
            mean=self.mean[places],
            quantiles=self.quantiles[places],
            cumulative=self.cumulative[places],
        )


_DAY = np.timedelta64(1, "D")


def _next(day: np.datetime64, freq: Freq) -> np.datetime64:
    """The first day of the period after the one that begins on `day`."""
    if freq == "M":
        return np.datetime64(day.astype("datetime64[M]") + 1, "D")
    return np.datetime64(day + (7 if freq == "W" else 1) * _DAY)
