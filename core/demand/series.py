"""From what was sold by day to a panel of series, and which series cannot be forecast."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Literal

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from core.base.errors import AppError
from core.base.model import Value
from core.demand.panel import Floats, Freq, Panel, escaped

FEWEST_PERIODS = 8
"""Periods from its first sale that a series needs to be learned from."""
MOST_CELLS = 60_000_000
RULES: dict[Freq, str] = {"D": "D", "W": "W-MON", "M": "MS"}


class Skipped(Value):
    """A series that is not forecast, and why: text `demand.skipped.<reason>`."""

    series_id: str
    reason: Literal["never_sold"] = "never_sold"


@dataclass(frozen=True)
class Made:
    """A panel of the series that can be learned from, one of those too `young` for it, those that
    never sold, and what was done: `partial` is whether the last period was not whole and left out.
    """

    panel: Panel
    young: Panel
    skipped: tuple[Skipped, ...]
    partial: bool


def make_panel(
    sold: pd.DataFrame, by: Sequence[str], freq: Freq, missing: Literal["zero", "unknown"]
) -> Made:
    """The series of `sold` (columns `by`, `day`, `units`), all to the last period of any.

    Periods before the first sale of a series are not part of it; later ones without a row are zero,
    or `missing` says they are unknown. Below zero (returns taken off) stays as it is. Raises
    AppError no_sales, one_period, too_many_series, no_series.
    """
    if not len(sold):
        raise AppError("no_sales")
    keys, series = _keys(sold, by)
    first, count, place, partial = _periods(sold["day"], freq)
    if count < 2:
        raise AppError("one_period", day=str(first.date()), freq=freq)
    if len(keys) * count > MOST_CELLS:
        raise AppError("too_many_series", series=len(keys), periods=count, by=list(by))
    units = sold["units"].to_numpy(float)
    y = _matrix(series, place, units, (len(keys), count), missing)
    dates = pd.date_range(first, periods=count, freq=RULES[freq]).to_numpy("datetime64[D]")
    panel = Panel(y, keys, dates, freq)
    age = count - panel.first
    kept = age >= min(FEWEST_PERIODS, count)
    if not kept.any():
        raise AppError("no_series", series=len(keys), fewest=FEWEST_PERIODS, freq=freq)
    never = escaped(panel.keys[age == 0])
    skipped = tuple(Skipped(series_id=name) for name in never)
    return Made(panel.only(kept), panel.only(~kept & (age > 0)), skipped, partial)


def usual_freq(days: pd.Series) -> Freq:
    """How often rows come: the commonest distance of two days that have any."""
    different = np.unique(pd.to_datetime(days).to_numpy("datetime64[D]"))
    if len(different) < 2:
        return "D"
    gap = float(np.median(np.diff(different).astype(int)))
    return "D" if gap < 5 else "W" if gap < 20 else "M"


def _keys(sold: pd.DataFrame, by: Sequence[str]) -> tuple[pd.DataFrame, NDArray[np.int64]]:
    if not by:
        return pd.DataFrame({"all": ["all"]}), np.zeros(len(sold), dtype=np.int64)
    groups = sold.groupby(list(by), sort=True, observed=True)
    keys = groups.size().index.to_frame(index=False).astype(str)
    return keys, np.asarray(groups.ngroup(), dtype=np.int64)


def _periods(days: pd.Series, freq: Freq) -> tuple[pd.Timestamp, int, NDArray[np.int64], bool]:
    """The first period, how many there are, the place of each day's, and whether the last is cut:
    a week or month that the data do not reach the end of is left out (place = the number)."""
    stamps = pd.to_datetime(days)
    periods = stamps.dt.to_period({"D": "D", "W": "W-SUN", "M": "M"}[freq])
    start, end = periods.min(), periods.max()
    count = (end - start).n + 1
    partial = freq != "D" and stamps.max().normalize() < end.end_time.normalize()
    place = np.asarray(periods.astype("int64") - start.ordinal, dtype=np.int64)
    return start.start_time, count - partial, place, bool(partial)


def _matrix(
    series: NDArray[np.int64],
    place: NDArray[np.int64],
    units: Floats,
    shape: tuple[int, int],
    missing: str,
) -> Floats:
    inside = (place < shape[1]) & ~np.isnan(units)
    flat = series[inside] * shape[1] + place[inside]
    size = shape[0] * shape[1]
    y = np.bincount(flat, weights=units[inside], minlength=size).astype(float)
    there = np.bincount(flat, minlength=size) > 0
    y, there = y.reshape(shape), there.reshape(shape)
    first = np.where((y > 0).any(axis=1), (y > 0).argmax(axis=1), shape[1])
    y[np.arange(shape[1])[None] < first[:, None]] = np.nan
    return np.where(there, y, np.nan) if missing == "unknown" else y
