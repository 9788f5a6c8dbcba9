"""Rows that repeat an earlier one: copies, or several pieces in one order."""

from collections.abc import Sequence

import numpy as np
import pandas as pd

from core.base.values import Column, Finding, Severity
from core.data.notes import found
from core.data.quality_time import column_of_role

_MANY = 0.01
_COPIED = 0.5


def repeated_rows(table: str, frame: pd.DataFrame, columns: Sequence[Column]) -> list[Finding]:
    """Rows equal to an earlier one in every cell.

    Equal lines of one order may be two pieces of one product, as Shopify
    writes them: they are only noted (`equal_lines`), unless most orders that
    have such lines are repeated as a whole, which is how copies look.
    """
    again = frame.duplicated().to_numpy()
    if not again.any():
        return []
    counts = (int(again.sum()), len(frame))
    places = (np.flatnonzero(again)[:5] + 1).tolist()
    order = column_of_role(columns, "order_id")
    lines = order is not None and column_of_role(columns, "item_id", "quantity") is not None
    if lines and not _whole_orders(frame, str(order), again):
        return [found("equal_lines", "info", (table, None), counts, places)]
    severity: Severity = "warning" if counts[0] >= _MANY * counts[1] else "info"
    return [found("duplicate_rows", severity, (table, None), counts, places)]


def _whole_orders(frame: pd.DataFrame, order: str, again: np.ndarray) -> bool:
    """Whether most orders with repeated lines, of two lines or more, repeat every line alike."""
    held = frame[frame[order].isin(frame[order][again].dropna())]
    times = held.groupby(list(held.columns), dropna=False, sort=False).size()
    orders = times.groupby(level=order).agg(["min", "max", "size"])
    several = orders[orders["size"] > 1]
    if several.empty:
        return False
    copied = (several["min"] > 1) & (several["min"] == several["max"])
    return bool(copied.mean() >= _COPIED)
