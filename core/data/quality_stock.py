"""Zeros that are no lack of demand: nothing could be sold, because nothing was there."""

from collections.abc import Sequence

import numpy as np
import pandas as pd

from core.base.values import Column, Finding
from core.data.notes import found
from core.data.quality_time import column_of_role
from core.data.roles import is_stock
from core.data.words import joined

_BEFORE = 14
_CHANCE = 0.01
_SALES = {"sold", "units_sold", "sales", "sales_units", "quantity_sold", "销量", "销售数量"}


def hidden_stockouts(table: str, frame: pd.DataFrame, columns: Sequence[Column]) -> list[Finding]:
    """Rows of zero sales with a stock of zero; without a stock column, runs of zeros so long that
    the item's own share of zeros before would hardly give one in the whole table."""
    item, when = (column_of_role(columns, role) for role in ("item_id", "timestamp"))
    sold = sales_column(columns)
    if item is None or sold is None or when is None:
        return []
    zero = frame[sold].eq(0).fillna(False).to_numpy(dtype=bool)
    stock = stock_column(columns)
    if stock is not None:
        empty = zero & frame[stock].le(0).fillna(False).to_numpy(dtype=bool)
        return _told(table, sold, frame[item], empty)
    if not zero.any() or zero.mean() > 0.9:
        return []
    keys = [name for name in (column_of_role(columns, "store_id"), item) if name]
    series = frame.groupby(keys, sort=False, dropna=False).ngroup().to_numpy()
    order = np.lexsort((frame[when].to_numpy(), series))
    runs = np.zeros(len(frame), dtype=bool)
    runs[order] = _unlikely(series[order], zero[order])
    return _told(table, sold, frame[item], runs)


def sales_column(columns: Sequence[Column]) -> str | None:
    """The units sold: the quantity, unless that is a stock; else a column of such a name."""
    quantity = column_of_role(columns, "quantity")
    if quantity is not None and not is_stock(quantity):
        return quantity
    return next((c.name for c in columns if joined(c.name) in _SALES), None)


def stock_column(columns: Sequence[Column]) -> str | None:
    """The pieces in stock beside the units sold."""
    sold = sales_column(columns)
    return next((c.name for c in columns if is_stock(c.name) and c.name != sold), None)


def _unlikely(series: np.ndarray, zero: np.ndarray) -> np.ndarray:
    """Which rows (n,), sorted by series and time, are in a run of zeros that is no chance.

    A run of L zeros after n rows of the series with z zeros among them has the
    probability ((z + 1) / (n + 2)) ** L; over all rows it must stay below 0.01.
    """
    rows = len(series)
    fresh = np.r_[True, series[1:] != series[:-1]]
    first = np.maximum.accumulate(np.where(fresh, np.arange(rows), 0))
    begins = zero & (fresh | ~np.r_[False, zero[:-1]])
    starts = np.flatnonzero(begins)
    run = np.cumsum(begins) - 1
    lengths = np.bincount(run[zero], minlength=len(starts))
    zeros_before = np.r_[0, np.cumsum(zero)]
    before = starts - first[starts]
    zeros = zeros_before[starts] - zeros_before[first[starts]]
    chance = lengths * np.log((zeros + 1) / (before + 2)) + np.log(rows)
    odd = (before >= _BEFORE) & (chance < np.log(_CHANCE))
    return zero & odd[np.maximum(run, 0)] if len(starts) else zero


def _told(table: str, column: str, items: pd.Series, flags: np.ndarray) -> list[Finding]:
    if not flags.any():
        return []
    shown = items[flags].value_counts().index[:5]
    counts = (int(flags.sum()), len(items))
    return [found("hidden_stockouts", "warning", (table, column), counts, shown)]
