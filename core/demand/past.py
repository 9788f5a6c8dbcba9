"""Sums over spans of the past of every series, in constant time."""

from typing import Any, TypeVar

import numpy as np
from numpy.typing import NDArray

from core.demand.panel import Floats

Places = NDArray[np.int64]
Number = TypeVar("Number", np.int32, np.float64)


class Past:
    """Running sums of a matrix of series `y` (s, t), NaN where nothing is known.

    `series`, `start` and `end` are arrays of one length (n,): a span is [start, end), cut to what
    there is; a span without known values has the mean NaN. One `like` another is known in the same
    periods.
    """

    def __init__(self, y: Floats, like: "Past | None" = None) -> None:
        there = ~np.isnan(y)
        self._counts: NDArray[np.int32] = (
            _running(there, np.int32) if like is None else like._counts
        )
        self._sums = _running(np.where(there, y, 0.0), np.float64)
        self._periods = y.shape[1]

    def mean(self, series: Places, start: Places, end: Places) -> Floats:
        """The mean over each span (n,)."""
        start, end = (np.clip(place, 0, self._periods) for place in (start, end))
        count = self._counts[series, end] - self._counts[series, start]
        total = self._sums[series, end] - self._sums[series, start]
        return np.where(count > 0, total / np.maximum(count, 1), np.nan)


class Phases:
    """Running sums over every `cycle`-th period: what was sold on the same weekday."""

    def __init__(self, y: Floats, cycle: int) -> None:
        self._cycle = cycle
        width = -(-y.shape[1] // cycle) * cycle
        padded = np.full((len(y), width), np.nan)
        padded[:, : y.shape[1]] = y
        by_phase = padded.reshape(len(y), -1, cycle)
        there = ~np.isnan(by_phase)
        self._sums = np.where(there, by_phase, 0).cumsum(axis=1).reshape(len(y), -1)
        self._counts = there.cumsum(axis=1).reshape(len(y), -1)

    def mean(self, series: Places, place: Places, count: int) -> Floats:
        """The mean of `count` periods of the same phase, `place` the last of them (n,)."""
        before = place - self._cycle * count
        earlier = np.maximum(before, 0)
        known = place >= 0
        place = np.maximum(place, 0)
        number = self._counts[series, place] - np.where(
            before >= 0, self._counts[series, earlier], 0
        )
        total = self._sums[series, place] - np.where(before >= 0, self._sums[series, earlier], 0)
        return np.where((number > 0) & known, total / np.maximum(number, 1), np.nan)


def _running(y: NDArray[Any], kind: type[Number]) -> NDArray[Number]:
    """The sums of all before each period and of all (s, t + 1)."""
    sums = np.zeros((y.shape[0], y.shape[1] + 1), dtype=kind)
    np.cumsum(y, axis=1, out=sums[:, 1:])
    return sums
