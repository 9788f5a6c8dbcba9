"""Rows a month or a week apart among more frequent ones: sums that stand on single days."""

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from core.demand.panel import Freq, escaped

IN_A_ROW = {"M": 3, "W": 12}
"""So many distances of a month, or of a week, one after the other, are no chance."""


@dataclass(frozen=True)
class Mixed:
    """How many `series` have such rows, one of them (`example`) and the days of its first and last,
    and the frequency (`freq`) that fits them."""

    series: int
    example: str
    first: str
    last: str
    freq: Freq


def mixed(sold: pd.DataFrame, by: Sequence[str], freq: Freq) -> Mixed | None:
    """Whether rows of `sold` (columns `by`, `day`) come a month apart where days or weeks are
    forecast, or a week apart where days are; None where they do not."""
    if freq == "M" or len(sold) < 2:
        return None
    rows = sold[[*by, "day"]].assign(day=pd.to_datetime(sold["day"]))
    rows = rows.drop_duplicates().sort_values([*by, "day"], ignore_index=True)
    fresh = np.ones(len(rows), dtype=bool)
    if by:
        group = rows.groupby(list(by), sort=False, observed=True).ngroup().to_numpy()
        fresh[1:] = group[1:] != group[:-1]
    else:
        fresh[1:] = False
    for wide, apart in (("M", _month_apart(rows["day"])), ("W", _week_apart(rows["day"]))):
        if wide == "W" and freq != "D":
            continue
        run = _runs(apart & ~fresh)
        found = _found(rows, by, fresh, run >= IN_A_ROW[wide])
        if found is not None:
            series, last = found
            example = escaped(rows.loc[[last], list(by)])[0] if by else ""
            days = rows["day"].dt.date.astype(str)
            first = str(days[last - run[last]])
            return Mixed(series, example, first, str(days[last]), "M" if wide == "M" else "W")
    return None


def _month_apart(days: pd.Series) -> NDArray[np.bool_]:
    """Whether each day is a month after the one before: the same day of it, or both its last."""
    month = (days.dt.year * 12 + days.dt.month).to_numpy()
    day, end = days.dt.day.to_numpy(), days.dt.is_month_end.to_numpy()
    found = np.zeros(len(days), dtype=bool)
    same = (day[1:] == day[:-1]) | (end[1:] & end[:-1])
    found[1:] = (month[1:] - month[:-1] == 1) & same
    return found


def _week_apart(days: pd.Series) -> NDArray[np.bool_]:
    found = np.zeros(len(days), dtype=bool)
    found[1:] = np.diff(days.to_numpy("datetime64[D]")).astype(int) == 7
    return found


def _runs(flags: NDArray[np.bool_]) -> NDArray[np.int64]:
    """How many flags in a row end at each place."""
    place = np.arange(1, len(flags) + 1)
    return np.asarray(place - np.maximum.accumulate(np.where(flags, 0, place)), dtype=np.int64)


def _found(
    rows: pd.DataFrame, by: Sequence[str], fresh: NDArray[np.bool_], long: NDArray[np.bool_]
) -> tuple[int, int] | None:
    """How many series have a long run, and where the longest of the first of them ends."""
    if not long.any():
        return None
    number = np.cumsum(fresh) if by else np.zeros(len(rows), dtype=int)
    within = np.flatnonzero(long & (number == number[long.argmax()]))
    return len(np.unique(number[long])), int(within[-1])
