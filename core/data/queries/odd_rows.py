"""Rows of sales that are read otherwise than they stand: twice for a day, ahead of today, below
zero, without a key, a day or a quantity."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime
from pathlib import Path
from typing import TYPE_CHECKING

from core.base.values import Column
from core.data.queries.cubes import prepared, products
from core.data.queries.engine import connect, table

if TYPE_CHECKING:
    from ibis.expr.types import Table

_APART = frozenset({"order_id", "user_id", "event"})
"""Roles of rows that may well come several times a day."""
_KEYS = ("id", "category")
_COUNTS = ("ahead", "plans", "below", "unknown", "keyless", "undated", "every")


@dataclass(frozen=True)
class OddRows:
    """Counts of rows: `repeated` say the same day and keys as others (of `days` such); `ahead` are
    sales of days after today, the last of them `last`; `plans` have no quantity and come after the
    last day that has any, `unknown` have none and come before; `below` have a quantity below zero,
    `units` in all; of `every` row `keyless` lack what the series are by, `undated` a day."""

    repeated: int
    days: int
    ahead: int
    plans: int
    last: date | None
    below: int
    units: float
    unknown: int = 0
    keyless: int = 0
    undated: int = 0
    every: int = 0


def odd_rows(path: Path, columns: Sequence[Column], by: Sequence[str], today: date) -> OddRows:
    """Counts them in a typed Parquet file, of series that are `by` columns; days after `today` are
    ahead. Where rows tell of an order, a customer or an event, several a day are no oddity and not
    counted."""
    keys = [c.name for c in columns if c.type in _KEYS]
    several = any(column.role in _APART for column in columns)
    more = {f"key_{place}": name for place, name in enumerate(keys)}
    parts = {f"by_{place}": name for place, name in enumerate(by)}
    backend = connect(path)
    try:
        rows = products(prepared(table(backend, path), columns, more | parts))
        if "quantity" not in rows.columns:
            rows = rows.mutate(quantity=1)
        until = _last(rows, today)
        counted = _counts(rows, list(parts), today, until).to_pandas().iloc[0]
        twice = (0, 0) if several else _repeated(rows, list(more))
    finally:
        backend.disconnect()
    return OddRows(
        repeated=twice[0],
        days=twice[1],
        last=_day(counted["last"]),
        units=float(counted["units"] or 0.0),
        **{name: int(counted[name]) for name in _COUNTS},
    )


def _last(rows: "Table", today: date) -> date:
    """The last day up to today that has a quantity."""
    found = rows.day.max(where=rows.quantity.notnull() & (rows.day <= today)).to_pandas()
    return _day(found) or today


def _day(value: object) -> date | None:
    """A day of an answer; None where there is none."""
    import pandas as pd

    if isinstance(value, datetime):  # NaT is one too
        return None if pd.isna(value) else value.date()
    return value if isinstance(value, date) else None


def _counts(rows: "Table", by: Sequence[str], today: date, until: date) -> "Table":
    import ibis

    later, after = rows.day > today, rows.day > until
    sold = rows.quantity.notnull()
    below = (rows.quantity < 0).fill_null(False)
    lacking = ibis.or_(*(rows[name].isnull() for name in by))
    return rows.aggregate(
        ahead=(later & sold).sum().fill_null(0),
        plans=(after & ~sold).sum().fill_null(0),
        last=rows.day.max(where=later & sold),
        below=below.sum().fill_null(0),
        units=rows.quantity.sum(where=below).cast("float64").fill_null(0.0),
        unknown=(~after & ~sold).sum().fill_null(0),
        keyless=(lacking & ~later & sold).sum().fill_null(0),
        undated=(rows.day.isnull() & sold).sum().fill_null(0),
        every=rows.count(),
    )


def _repeated(rows: "Table", keys: Sequence[str]) -> tuple[int, int]:
    """Rows, returns aside, that share moment and keys with others, and how many such moments there
    are."""
    known = rows.filter([rows.timestamp.notnull(), (rows.quantity >= 0).fill_null(False)])
    if "is_return" in rows.columns:
        known = known.filter(~known.is_return.fill_null(False))
    groups = known.aggregate(by=["timestamp", *keys], n=known.count())
    twice = groups.filter(groups.n > 1)
    found = twice.aggregate(rows=twice.n.sum().fill_null(0), groups=twice.count())
    one = found.to_pandas().iloc[0]
    return int(one["rows"]), int(one["groups"])
