"""Rows in the order of time, cut between two instants, never within one."""

from dataclasses import dataclass

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from core.base.errors import AppError

Positions = NDArray[np.int64]


@dataclass(frozen=True)
class Timeline:
    """`order` are the positions of the dated rows, earliest first; `starts` the places in it
    where a new instant begins (but 0); `undated` the positions of the others."""

    order: Positions
    starts: Positions
    undated: Positions


def timeline(series: pd.Series) -> Timeline:
    """The timeline of a column of dates or of numbers that grow with time.

    Raises `split_time_not_time` for another column.
    """
    if pd.api.types.is_datetime64_any_dtype(series.dtype):
        gone = series.isna().to_numpy()
        instants = series.to_numpy(dtype="datetime64[us]").astype(np.int64)
    elif is_ordered(series):
        instants = series.to_numpy(dtype=np.float64, na_value=np.nan)
        gone = np.isnan(instants)
    else:
        raise AppError("split_time_not_time", column=str(series.name))
    dated = np.flatnonzero(~gone)
    order = dated[np.argsort(instants[dated], kind="stable")]
    starts = np.flatnonzero(np.diff(instants[order])) + 1
    return Timeline(order, starts, np.flatnonzero(gone))


def is_ordered(series: pd.Series) -> bool:
    """Whether the column can stand for time: dates or numbers, not booleans or words."""
    if pd.api.types.is_bool_dtype(series.dtype):
        return False
    return bool(
        pd.api.types.is_datetime64_any_dtype(series.dtype)
        or pd.api.types.is_numeric_dtype(series.dtype)
    )


def cut(line: Timeline, wanted: list[float], column: str) -> list[Positions]:
    """Cuts the dated rows near the `wanted` places (ascending) in `order`, one part more than cuts.

    Raises `split_too_few_times` where there are too few instants.
    """
    cuts: list[int] = []
    free = line.starts
    if len(free) < len(wanted):
        raise AppError(
            "split_too_few_times", column=column, times=len(free) + 1, needed=len(wanted) + 1
        )
    for i, place in enumerate(wanted):
        choice = free[: len(free) - (len(wanted) - 1 - i)]
        nearest = int(choice[np.abs(choice - place).argmin()])
        cuts.append(nearest)
        free = free[free > nearest]
    return [np.asarray(part) for part in np.split(line.order, cuts)]
