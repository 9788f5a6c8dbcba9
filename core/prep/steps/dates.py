"""Dates to parts: year, month, day, weekday (Monday 0), hour, weekend, days since the start."""

from dataclasses import dataclass
from typing import cast

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from core.base.errors import AppError
from core.base.specs import DatePart

Instants = NDArray[np.datetime64]
DAY_US = 86_400_000_000


@dataclass(frozen=True)
class Dates:
    """Which parts of which date columns are taken.

    `parts` are (position of the column, part); `origins` (k,) is the earliest
    training instant of each column, where its `days` begin.
    """

    columns: tuple[str, ...]
    parts: tuple[tuple[int, DatePart], ...]
    origins: Instants

    @property
    def names(self) -> tuple[str, ...]:
        """Names of the cells that `transform` gives."""
        return tuple(f"{self.columns[j]}:{part}" for j, part in self.parts)

    def transform(self, cells: Instants) -> NDArray[np.float64]:
        """The parts (n, len(parts)) of the instants (n, k), NaN where missing."""
        made = np.empty((len(cells), len(self.parts)), order="F")
        for i, (j, part) in enumerate(self.parts):
            made[:, i] = part_of(cells[:, j], part, self.origins[j])
        return made


def read_dates(frame: pd.DataFrame, names: tuple[str, ...]) -> Instants:
    """The columns `names` as instants (n, k), NaT where missing. Raises `prep_not_dates`."""
    cells = np.empty((len(frame), len(names)), dtype="datetime64[us]", order="F")
    for j, name in enumerate(names):
        series = frame[name]
        if series.isna().all():
            cells[:, j] = np.datetime64("NaT")
            continue
        if not pd.api.types.is_datetime64_any_dtype(series.dtype):
            example = str(series.dropna().iloc[0])[:60]
            raise AppError("prep_not_dates", column=name, example=example)
        if series.dt.tz is not None:
            series = series.dt.tz_convert("UTC").dt.tz_localize(None)
        cells[:, j] = series.to_numpy(dtype="datetime64[us]")
    return cells


def fit_dates(columns: tuple[str, ...], cells: Instants, parts: tuple[DatePart, ...]) -> Dates:
    """Chooses the parts that vary over the training instants `cells` (n, k).

    The hour of a column of whole days, say, is left out.
    """
    origins = np.array([_earliest(cells[:, j]) for j in range(cells.shape[1])], "datetime64[us]")
    kept = []
    for j in range(cells.shape[1]):
        for part in dict.fromkeys(parts):
            made = part_of(cells[:, j], part, origins[j])
            made = made[~np.isnan(made)]
            if len(made) and made.min() != made.max():
                kept.append((j, part))
    return Dates(columns, tuple(kept), origins)


def part_of(instants: Instants, part: DatePart, origin: np.datetime64) -> NDArray[np.float64]:
    """One part (n,) of the instants (n,), NaN where missing; `days` are whole, from `origin`."""
    gone = np.isnat(instants)
    whole = np.where(gone, origin if not np.isnat(origin) else np.datetime64(0, "us"), instants)
    micro = whole.astype("datetime64[us]").astype(np.int64)
    day = micro // DAY_US
    if part == "days":
        start = 0 if np.isnat(origin) else int(origin.astype("datetime64[us]").astype(np.int64))
        made = day - start // DAY_US
    elif part == "hour":
        made = (micro - day * DAY_US) // (DAY_US // 24)
    elif part in ("weekday", "weekend"):
        weekday = (day + 3) % 7  # 1970-01-01 was a Thursday, Monday is 0
        made = weekday // 5 if part == "weekend" else weekday
    else:
        made = _calendar(day, part)
    floats = made.astype(np.float64)
    floats[gone] = np.nan
    return floats


def _calendar(day: NDArray[np.int64], part: DatePart) -> NDArray[np.int64]:
    days = day.astype("datetime64[D]")
    months = days.astype("datetime64[M]")
    if part == "year":
        return days.astype("datetime64[Y]").astype(np.int64) + 1970
    if part == "month":
        return months.astype(np.int64) % 12 + 1
    return cast(NDArray[np.int64], (days - months.astype("datetime64[D]")).astype(np.int64) + 1)


def _earliest(instants: Instants) -> np.datetime64:
    known = instants[~np.isnat(instants)]
    return known.min() if len(known) else np.datetime64("NaT")
