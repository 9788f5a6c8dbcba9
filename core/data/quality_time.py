"""What is odd about the days of a table: days missing, and peaks that are festivals, not errors."""

from collections.abc import Sequence

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from core.base.values import Column, Finding, Severity
from core.data.calendars.festive import is_festive
from core.data.notes import found

_SPAN = 28
_REGULAR = 0.8
_EVEN = 0.2
_CHANCE = 0.01
_IN_A_ROW = 3
_MOST_STORES = 2_000
_SHARED_ITEMS = 3
_USUAL = 5.0
_EXPLAINED = 0.8


def column_of_role(columns: Sequence[Column], *roles: str) -> str | None:
    """The name of the first column that has one of these roles."""
    return next((c.name for role in roles for c in columns if c.role == role), None)


def day_column(columns: Sequence[Column]) -> str | None:
    """The column that tells the shop's day: its own, else the one of the instant."""
    return column_of_role(columns, "business_date", "timestamp")


def day_gaps(table: str, frame: pd.DataFrame, columns: Sequence[Column]) -> list[Finding]:
    """`gaps_between` of the rows of a frame."""
    when, store = day_column(columns), column_of_role(columns, "store_id")
    if when is None:
        return []
    days = frame[when].dt.normalize()
    stores = frame[store] if store is not None else pd.Series("", index=frame.index)
    held = pd.DataFrame({"day": days, "store": stores})
    counts = held.groupby(["day", "store"], dropna=False, observed=True).size()
    return gaps_between(table, counts.reset_index(name="rows"), columns)


def gaps_between(table: str, counts: pd.DataFrame, columns: Sequence[Column]) -> list[Finding]:
    """Days without any row, and stores that miss days in a row, in a table of regular days.

    `counts` has the number of `rows` by `day` and `store`. A weekday that never
    has a row is no gap: the shop is shut then. Nothing is said of tables so
    thin that days without a row come about by chance.
    """
    when, store = day_column(columns), column_of_role(columns, "store_id")
    by_day = counts.dropna(subset="day").groupby("day")["rows"].sum()
    if when is None or by_day.sum() < _SPAN:
        return []
    present = pd.DatetimeIndex(by_day.index)
    opened = _open_days(present)
    if len(opened) < _SPAN or len(present) < _REGULAR * len(opened):
        return []
    if not _dense(by_day, len(opened)):
        return []
    findings = []
    gone = opened.difference(present)
    if len(gone):
        shown = [f"{day:%Y-%m-%d}" for day in gone[:5]]
        severity: Severity = "info" if is_festive(gone.to_series()).all() else "warning"
        findings.append(found("day_gaps", severity, (table, when), (len(gone), len(opened)), shown))
    if store is not None:
        findings += _store_gaps((table, store), counts[["store", "day"]].dropna(), present)
    return findings


def _dense(counts: pd.Series, days: int) -> bool:
    """Whether a day without a row is no chance: as many rows each day, or so many that in all
    `days` together an empty one has a probability below 0.01 (Poisson)."""
    even = counts.std(ddof=0) <= _EVEN * counts.mean()
    return bool(even or days * np.exp(-counts.median()) < _CHANCE)


def _open_days(present: pd.DatetimeIndex) -> pd.DatetimeIndex:
    """The days from first to last on whose weekday there ever is a row."""
    if not len(present):
        return present
    every = pd.date_range(present[0], present[-1], unit="us")
    return every[every.weekday.isin(present.weekday.unique())]


def _store_gaps(
    place: tuple[str, str], held: pd.DataFrame, present: pd.DatetimeIndex
) -> list[Finding]:
    """Stores (`held` has the days of each, once) without rows for three days or more, which is no
    chance: with a share s of other days without rows, L days in a row have the probability s ** L.
    """
    if held["store"].nunique() > _MOST_STORES:
        return []
    held = held.assign(nth=present.get_indexer(pd.Index(held["day"]))).sort_values(["store", "nth"])
    step = held.groupby("store")["nth"].diff()
    spans = held.groupby("store")["nth"].agg(["min", "max", "count"])
    asked = spans["max"] - spans["min"] + 1
    lost = held["store"].map(asked - spans["count"]) - (step - 1)
    share = (lost + 1) / (held["store"].map(asked) + 2)
    odd = (step - 1) * np.log(share) + np.log(asked.sum()) < np.log(_CHANCE)
    gaps = held[(step > _IN_A_ROW) & odd]
    if gaps.empty:
        return []
    missing = int((step[gaps.index] - 1).sum())
    shown = [
        f"{store} {present[int(nth) - 1]:%Y-%m-%d}"
        for store, nth in zip(gaps["store"], gaps["nth"], strict=True)
    ]
    return [found("store_gaps", "warning", place, (missing, int(asked.sum())), shown)]


def festive(
    finding: Finding, frame: pd.DataFrame, columns: Sequence[Column], far: NDArray[np.bool_]
) -> Finding:
    """The finding of values `far` (n,) outside the rest as a note on festivals, where they stand
    on a few days that many items share, or on known festival days."""
    when = column_of_role(columns, "business_date", "timestamp")
    if when is None or not far.any():
        return finding
    days = frame[when].dt.normalize()
    shares = pd.Series(far).groupby(days.to_numpy()).mean()
    high = days.map(shares) >= _USUAL * far.mean()
    peaks = high & (is_festive(days) | _by_many(frame, columns, days, far))
    if far[peaks.to_numpy(dtype=bool, na_value=False)].sum() < _EXPLAINED * far.sum():
        return finding
    top = days[peaks & far].value_counts().index[:5].sort_values()
    shown = tuple(f"{day:%Y-%m-%d}" for day in top)
    return finding.model_copy(
        update={"code": "festival_peaks", "severity": "info", "examples": shown}
    )


def _by_many(
    frame: pd.DataFrame, columns: Sequence[Column], days: pd.Series, far: NDArray[np.bool_]
) -> pd.Series:
    """Whether several items (a fifth of those of the day, three at least) are far out that day."""
    item = column_of_role(columns, "item_id", "category")
    if item is None:
        return pd.Series(False, index=frame.index)
    every = frame[item].groupby(days).nunique()
    odd = frame[item][far].groupby(days[far]).nunique().reindex(every.index).fillna(0)
    many = (odd >= _SHARED_ITEMS) & (odd >= 0.2 * every)
    return days.map(many).fillna(False).astype(bool)
