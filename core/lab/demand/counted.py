"""Sales without a quantity: rows are counted then, which is told, or refused where it cannot be
meant."""

from collections.abc import Sequence
from pathlib import Path

import pandas as pd

from core.base.errors import AppError
from core.base.protocols import Problem
from core.base.values import Table
from core.data.queries.series import sold
from core.demand.series import FEWEST_PERIODS
from core.lab.demand.gaps import tells_days

_KEYS = frozenset({"item_id", "store_id", "category"})
_MAY_BE = (None, "amount", "target")
"""Roles of columns of numbers that may well be the quantity."""
_DENSE = 0.5


def told_counted(table: Table) -> tuple[Problem, ...]:
    """Says that each row counts as one unit, where no column of the table is its quantity."""
    return (Problem(code="rows_counted", severity="warning"),) if _counts_rows(table) else ()


def refuse_panel(path: Path, table: Table, by: Sequence[str]) -> None:
    """Raises AppError quantity_unmarked where rows would be counted though there is one for each
    key and day, and a column of numbers that may say how much it was."""
    if not _counts_rows(table) or not tells_days(table):
        return
    numbers = [c.name for c in table.columns
               if c.type in ("integer", "number") and c.role in _MAY_BE]  # fmt: skip
    keys = [c.name for c in table.columns if c.role in _KEYS and c.name not in by]
    if numbers and _panel(sold(path, table.columns, [*by, *keys]).by_day, [*by, *keys]):
        raise AppError("quantity_unmarked", table=table.name, columns=numbers)


def _counts_rows(table: Table) -> bool:
    return all(column.role != "quantity" for column in table.columns)


def _panel(rows: pd.DataFrame, keys: Sequence[str]) -> bool:
    """Whether `rows` (their count is `units`) are one for each key and nearly each day that there
    is from its first to its last."""
    if rows.empty or rows["units"].max() > 1:
        return False
    place = rows["day"].rank(method="dense")
    names = [rows[name] for name in keys]
    spans = place.groupby(names) if names else place.groupby(lambda _row: 0)
    found = spans.agg(["size", "min", "max"])
    there, most = int(found["size"].sum()), float((found["max"] - found["min"] + 1).sum())
    return there >= FEWEST_PERIODS * len(found) and there >= _DENSE * most
