"""The small tables that looking at a shop and its models need, written once at import.

Days are those of the shop's own clock, where a column tells
them. `day_store_item` (a row for each day, store and item on which something was
sold), `item` and `customer`. Sums of money are by currency where a column tells
it, and rounded to four decimals (DECIMAL(38, 4)). Rows marked as no products (postage, fees)
are only in `customer`, those that were never paid in none.
"""

from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import TYPE_CHECKING

from core.base.values import Column
from core.data.queries.engine import connect, table

if TYPE_CHECKING:
    from ibis.expr.types import Table

_MEMORY = "220MB"
_NONE: Mapping[str, str] = {}
_ROLES = (
    "timestamp", "store_id", "item_id", "user_id", "order_id", "quantity", "price", "amount",
    "event", "currency", "is_return", "is_product", "is_unpaid", "business_date",
)  # fmt: skip


def cubes_for(columns: Sequence[Column]) -> tuple[str, ...]:
    """The cubes that a table with these columns has."""
    there = {column.role for column in columns}
    timed = any(c.role == "timestamp" and c.type == "datetime" for c in columns)
    if not timed or not there & {"quantity", "amount", "price", "event"}:
        return ()
    found = ("day_store_item", "item") if "item_id" in there else ()
    return (*found, "customer") if "user_id" in there else found


def write_cubes(path: Path, columns: Sequence[Column], folder: Path) -> tuple[str, ...]:
    """Writes the cubes of a typed Parquet file to `folder`; gives their names."""
    folder.mkdir(exist_ok=True)
    names = cubes_for(columns)
    if not names:
        return ()
    backend = connect(path, folder, memory=_MEMORY, threads=1)
    try:
        rows = prepared(table(backend, path), columns)
        for name in names:
            of = table(backend, folder / "day_store_item.parquet") if name == "item" else rows
            backend.to_parquet(_QUERIES[name](of), folder / f"{name}.parquet", compression="zstd")
    finally:
        backend.disconnect()
    return names


def prepared(rows: "Table", columns: Sequence[Column], more: Mapping[str, str] = _NONE) -> "Table":
    """The rows under the names of their roles, with their day, and their money where they have
    any: `amount`, what was `sold` and what came back (`returned`, below zero). `more` columns come
    along: the name they are given -> the one they have."""
    import ibis

    known = {column.role: column.name for column in columns if column.role in _ROLES}
    named = rows.select(**{str(role): rows[name] for role, name in [*known.items(), *more.items()]})
    if "is_unpaid" in known:
        named = named.filter(~named.is_unpaid.fill_null(False))
    day = named.timestamp.date()
    if "business_date" in known:
        day = named.business_date.date().coalesce(day)
    chosen = named.mutate(day=day)
    if "amount" not in known and {"quantity", "price"} <= set(known):
        chosen = chosen.mutate(amount=chosen.quantity * chosen.price)
    if "amount" in chosen.columns:
        back = chosen.amount < 0
        if "is_return" in known:
            back = back | chosen.is_return.fill_null(False)
        zero = ibis.literal(0.0)
        chosen = chosen.mutate(
            sold=ibis.ifelse(chosen.amount > 0, chosen.amount, zero),
            returned=ibis.ifelse(back, -chosen.amount.abs(), zero),
        )
    return chosen


def day_store_item(rows: "Table") -> "Table":
    """Lines, units and money of prepared rows by day, store and item."""
    return sums(products(rows), "day", "store_id", "item_id")


def item(days: "Table") -> "Table":
    """The same by item, with its first and last day and the number of its days: summed from
    `day_store_item`, which has far fewer rows than the table."""
    known = days.filter(days.item_id.notnull())
    by = [name for name in ("item_id", "event", "currency") if name in days.columns]
    day = known.day
    found = {"first_day": day.min(), "last_day": day.max(), "days": day.nunique()}
    summed = [name for name in ("lines", "units", "sold", "returned") if name in known.columns]
    return known.aggregate(by=by, **found, **{name: known[name].sum() for name in summed})


def customer(rows: "Table") -> "Table":
    """The same by customer, where known, with their first and last day, and the number of their
    days and orders."""
    known = rows.filter(rows.user_id.notnull())
    by = [name for name in ("user_id", "event", "currency") if name in rows.columns]
    day = known.day
    found: dict[str, object] = {"lines": known.count(), "first_day": day.min()}
    found |= {"last_day": day.max(), "days": day.nunique()}
    if "order_id" in rows.columns:
        found["orders"] = known.order_id.nunique()
    return known.aggregate(by=by, **(found | _measures(known)))


_QUERIES = {"day_store_item": day_store_item, "item": item, "customer": customer}


def products(rows: "Table") -> "Table":
    """The prepared rows that are of products: postage and fees left out, where they are marked."""
    if "is_product" not in rows.columns:
        return rows
    return rows.filter(rows.is_product.fill_null(True))


def sums(rows: "Table", *keys: str) -> "Table":
    """Lines, units and money of prepared rows by the keys that they have, and by event and
    currency."""
    by = [name for name in (*keys, "event", "currency") if name in rows.columns]
    return rows.aggregate(by=by, **_measures(rows))


def _measures(rows: "Table") -> dict[str, object]:
    found: dict[str, object] = {"lines": rows.count()}
    if "quantity" in rows.columns:
        found["units"] = rows.quantity.sum().cast("float64")
    for name in ("sold", "returned"):
        if name in rows.columns:
            found[name] = rows[name].sum().round(4).try_cast("decimal(38, 4)")
    return found
