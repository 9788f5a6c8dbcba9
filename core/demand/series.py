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
from core.demand.periods import Periods, periods_of

FEWEST_PERIODS = 8
"""Periods from its first sale that a series needs to be learned from."""
MOST_CELLS = 60_000_000
End = Literal["first", "last"]
RULES: dict[Freq, str] = {"D": "D", "W": "W-MON", "M": "MS"}


class Skipped(Value):
    """A series that is not forecast, and why: text `demand.skipped.<reason>`."""

    series_id: str
    reason: Literal["never_sold"] = "never_sold"


@dataclass(frozen=True)
class Made:
    """A panel of the series that can be learned from, one of those too `young` for it, those that
    never sold, and what was done: `partial` are the ends whose period was not whole and left out.
    """

    panel: Panel
    young: Panel
    skipped: tuple[Skipped, ...]
    partial: tuple[End, ...]


def make_panel(
    sold: pd.DataFrame, by: Sequence[str], freq: Freq, missing: Literal["zero", "unknown"]
) -> Made:
    """The series of `sold` (columns `by`, `day`, `units`), all to the last period of any.

    Periods before the first sale of a series are not part of it; later ones without a row are zero,
    or `missing` says they are unknown, as those are whose only units are NaN. Below zero (returns
    taken off) stays as it is. Raises AppError no_sales, one_period, too_many_series, nothing_sold,
    no_series.
    """
    if not len(sold):
        raise AppError("no_sales")
    keys, series = _keys(sold, by)
    units = sold["units"].to_numpy(float)
    periods, cut = _whole(periods_of(sold["day"], freq), series, units > 0)
    first, count = periods.first, periods.count
    if count < 2:
        raise AppError("one_period", day=str(first.date()), freq=freq)
    if len(keys) * count > MOST_CELLS:
        raise AppError("too_many_series", series=len(keys), periods=count, by=list(by))
    y = _matrix(series, periods.place, units, (len(keys), count), missing)
    dates = pd.date_range(first, periods=count, freq=RULES[freq]).to_numpy("datetime64[D]")
    panel = Panel(y, keys, dates, freq)
    age = count - panel.first
    if not age.any():
        days = [str(day) for day in panel.dates[[0, -1]]]
        raise AppError("nothing_sold", series=len(keys), first=days[0], last=days[1])
    kept = age >= min(FEWEST_PERIODS, count)
    if not kept.any():
        raise AppError("no_series", series=len(keys), fewest=FEWEST_PERIODS, freq=freq)
    never = escaped(panel.keys[age == 0])
    skipped = tuple(Skipped(series_id=name) for name in never)
    return Made(panel.only(kept), panel.only(~kept & (age > 0)), skipped, cut)


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


def _whole(
    found: Periods, series: NDArray[np.int64], sold: NDArray[np.bool_]
) -> tuple[Periods, tuple[End, ...]]:
    """The periods that are whole, and which end was cut. The first is cut where most series were
    sold in it already: they began before the data; else sales began there."""
    began = len(np.unique(series[sold & (found.place == 0)]))
    late = found.late and 2 * began >= len(np.unique(series[sold]))
    cut: list[End] = []
    if late:
        found = found.from_second()
        cut.append("first")
    if found.early:
        found = found.but_last()
        cut.append("last")
    return found, tuple(cut)


def _matrix(
    series: NDArray[np.int64],
    place: NDArray[np.int64],
    units: Floats,
    shape: tuple[int, int],
    missing: str,
) -> Floats:
    inside, known = (place >= 0) & (place < shape[1]), ~np.isnan(units)
    flat = series * shape[1] + place
    size = shape[0] * shape[1]
    told, unread = inside & known, inside & ~known
    y = np.bincount(flat[told], weights=units[told], minlength=size).astype(float).reshape(shape)
    there, lacking = (
        np.bincount(flat[rows], minlength=size).reshape(shape) > 0 for rows in (told, unread)
    )
    first = np.where((y > 0).any(axis=1), (y > 0).argmax(axis=1), shape[1])
    first[np.unique(series[(place < 0) & (units > 0)])] = 0
    y[np.arange(shape[1])[None] < first[:, None]] = np.nan
    unknown = ~there & (lacking | (missing == "unknown"))
    return np.where(unknown, np.nan, y)
