"""Figures of sales that add up: by day, and over several periods at once."""

from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING

from core.base.view import Period

if TYPE_CHECKING:
    from ibis.expr.types import Table

ADDED = ("lines", "units", "bought", "sold", "returned")
"""Columns whose sums over rows are sums over days."""


def by_day(orders: "Table") -> "Table":
    """A row for each day of rows of the cube `orders`: the sums of `ADDED` as far as they are
    there, float64, and the number of `orders`."""
    known = orders.filter(orders.day.notnull())
    return known.aggregate(by=["day"], **summed(known), **counted(known)).order_by("day")


def summed(rows: "Table") -> dict[str, object]:
    """The sums of what adds up."""
    return {name: rows[name].sum().cast("float64") for name in ADDED if name in rows.columns}


def counted(orders: "Table") -> dict[str, object]:
    """How many orders there are; nothing where the rows tell of none."""
    if "is_order" not in orders.columns:
        return {}
    return {"orders": orders.is_order.sum().fill_null(0).cast("int64")}


def customers_in(orders: "Table", periods: Mapping[str, Period]) -> "Table":
    """One row: how many customers ordered in each of the periods (name -> days)."""
    known = orders.filter(orders.is_order, orders.user_id.notnull())
    return known.aggregate(
        **{
            name: known.user_id.nunique(where=known.day.between(p.first, p.last))
            for name, p in periods.items()
        }
    )


def by_key(rows: "Table", keys: Sequence[str], periods: Mapping[str, Period]) -> "Table":
    """The sums of rows by the `keys` in each of the periods: columns `<sum>_<period>`, 0 where
    nothing was sold."""
    found = {
        f"{measure}_{name}": rows[measure]
        .sum(where=rows.day.between(period.first, period.last))
        .fill_null(0)
        .cast("float64")
        for name, period in periods.items()
        for measure in ADDED
        if measure in rows.columns
    }
    return rows.aggregate(by=list(keys), **found)
