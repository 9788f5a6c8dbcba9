"""Values told by day or by span, laid out on the series and periods of a panel."""

from collections.abc import Sequence

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from core.demand.panel import Floats, Panel


def by_day(panel: Panel, told: pd.DataFrame, keys: Sequence[str], ahead: int) -> Floats:
    """The mean of `value` in each period (s, t + ahead), NaN where none is told. `told` has columns
    `keys` (some of those the panel is by, the others are alike), `day` and `value`."""
    width = panel.y.shape[1] + ahead
    place = _periods(panel, told["day"], ahead)
    group, series = _groups(panel, told, keys)
    inside = (place >= 0) & (place < width) & (group >= 0)
    flat = group[inside] * width + place[inside]
    size = (int(series.max()) + 1) * width
    count = np.bincount(flat, minlength=size)
    total = np.bincount(flat, weights=told["value"].to_numpy(float)[inside], minlength=size)
    with np.errstate(invalid="ignore", divide="ignore"):
        mean = np.where(count > 0, total / count, np.nan).reshape(-1, width)
    return np.asarray(mean[series])


def by_span(panel: Panel, told: pd.DataFrame, keys: Sequence[str], ahead: int) -> Floats:
    """`value` in the periods from `start` to `end` of each row of `told`, 0 elsewhere
    (s, t + ahead): of a period of many days the share of them, and the mean over the other columns
    of `told`, which name places that the panel does not tell apart."""
    starts = panel.days(ahead)
    every = pd.date_range(starts[0], _after(panel, starts), inclusive="left")
    group, series = _groups(panel, told, keys)
    known = group >= 0
    others = [name for name in told if name not in (*keys, "start", "end", "value")]
    sites = len(told[others].drop_duplicates()) if others else 1
    amount = told["value"].to_numpy(float) / max(sites, 1)
    daily = np.zeros((int(series.max()) + 1, len(every) + 1))
    for name, late, sign in (("start", 0, 1), ("end", 1, -1)):
        day = (pd.to_datetime(told[name]) - every[0]).dt.days.to_numpy() + late
        place = np.clip(day[known], 0, len(every)).astype(np.int64)
        np.add.at(daily, (group[known], place), sign * amount[known])
    firsts = np.searchsorted(every, starts)
    sums = np.add.reduceat(daily.cumsum(axis=1)[:, :-1], firsts, axis=1)
    return np.asarray((sums / np.diff([*firsts, len(every)]))[series])


def filled(past: Floats) -> Floats:
    """Gaps (s, t) filled: a price or a level holds until the next is told, and its first one
    before; a flag (0 or 1) is off where nothing is told."""
    different = np.unique(past[~np.isnan(past)])
    if set(different) <= {0.0, 1.0}:
        return np.nan_to_num(past)
    return carried(past)


def carried(values: Floats) -> Floats:
    """Gaps (s, t) take the value before them, the first ones that after them; series of which
    nothing is told the median of all."""
    done = pd.DataFrame(values.T).ffill().bfill().to_numpy().T
    middle = np.nanmedian(values) if not np.isnan(values).all() else 0.0
    return np.where(np.isnan(done), middle, done)


def _periods(panel: Panel, days: pd.Series, ahead: int) -> NDArray[np.int64]:
    """The period that each day is in, -1 before the first, the number of them after the last."""
    starts, when = panel.days(ahead), pd.to_datetime(days)
    place = starts.searchsorted(when, side="right") - 1
    return np.where(when >= _after(panel, starts), len(starts), place).astype(np.int64)


def _after(panel: Panel, starts: pd.DatetimeIndex) -> pd.Timestamp:
    """The first day after the last period."""
    width = {"D": pd.DateOffset(days=1), "W": pd.DateOffset(days=7), "M": pd.DateOffset(months=1)}
    return starts[-1] + width[panel.freq]


def _groups(
    panel: Panel, told: pd.DataFrame, keys: Sequence[str]
) -> tuple[NDArray[np.int64], NDArray[np.int64]]:
    """A number for each row of `told` (-1: of no series) and the number of each series."""
    if not keys:
        zeros = np.zeros(len(panel.y), dtype=np.int64)
        return np.zeros(len(told), dtype=np.int64), zeros
    series, index = pd.factorize(pd.MultiIndex.from_frame(panel.keys[list(keys)].astype(str)))
    group = index.get_indexer(pd.MultiIndex.from_frame(told[list(keys)].astype(str)))
    return np.asarray(group, dtype=np.int64), np.asarray(series, dtype=np.int64)
