"""Days without a row in a table that has one for nearly every day: they may not be days without a
sale."""

from collections.abc import Sequence

import pandas as pd

from core.base.protocols import Problem
from core.base.values import Table
from core.demand.panel import Freq

_APART = frozenset({"order_id", "user_id", "event"})
"""Roles of rows that are things done: where nothing was done there is no row."""
_DENSE = 0.95
_NEAR_NOTHING = 2
"""Units a day below which a day without any is no wonder."""


def tells_days(table: Table) -> bool:
    """Whether a row stands for a day, rather than for something done on it."""
    return not {column.role for column in table.columns} & _APART


def told_gaps(sold: pd.DataFrame, by: Sequence[str], freq: Freq) -> tuple[Problem, ...]:
    """Says how many days of how many series have no row, of `sold` a row a key and day (returns
    too), where the others have one on at least `_DENSE` of theirs. A series that comes near nothing
    on other days, and never says 0, may have sold nothing on these. Only days are looked at."""
    if freq != "D" or sold.empty:
        return ()
    names = [sold[name] for name in by] or [pd.Series("", index=sold.index)]
    found = pd.to_datetime(sold["day"]).groupby(names).agg(["size", "min", "max"])
    expected = (found["max"] - found["min"]).dt.days + 1
    least, zeros = sold["units"].groupby(names).min(), (sold["units"] == 0).groupby(names).any()
    lacking = (expected - found["size"]).where((least >= _NEAR_NOTHING) | zeros, 0)
    if not lacking.any() or found["size"].sum() < _DENSE * expected.sum():
        return ()
    worst = lacking.idxmax()
    told = ", ".join(map(str, worst)) if isinstance(worst, tuple) else str(worst)
    facts = {"days": int(lacking.sum()), "series": int((lacking > 0).sum()),
             "most": int(lacking.max()), "example": told}  # fmt: skip
    return (Problem(code="days_without_rows", severity="warning", facts=facts),)
