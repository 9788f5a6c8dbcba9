"""The small tables that looking at a shop and its models need, written once at import.

Days are those of the shop's own clock, where a column tells them. `day_store_item` has a row for
each day, store and item on which something was sold, `orders` one for each order. Sums of money
are by currency where a column tells it, and rounded to four decimals (DECIMAL(38, 4)). Rows marked
as no products (postage, fees) and those that were never paid are in none.
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
    found = ("day_store_item",) if "item_id" in there else ()
    return (*found, "orders") if there & {"order_id", "user_id"} else found


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
            cube = _QUERIES[name](rows)
            backend.to_parquet(cube, folder / f"{name}.parquet", compression="zstd")
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
    """Lines, units (and of these the `bought`, returns left out) and money of prepared rows by day,
    store and item."""
    return sums(products(rows), "day", "store_id", "item_id")


def orders(rows: "Table") -> "Table":
    """A row for each order of prepared rows, with its `day`, first `hour`, store, customer, event
    and currency: its `lines`, `items` (different ones), `units` and money.

    Numbers of orders may come again in another store, on another day or for another event; without
    numbers, an order is what a customer bought on a day. What belongs to no order is one row a
    store and day whose `is_order` is False, as is an order that only gave something back.
    """
    import ibis

    goods = products(rows)
    there = set(goods.columns)
    whose = "order_id" if "order_id" in there else "user_id"
    apart = [n for n in (whose, "day", "store_id", "event", "currency") if n in there]
    told = goods.mutate(key=ibis.struct({name: goods[name] for name in apart}).hash())
    same = [n for n in ("day", "store_id", "user_id", "event", "currency") if n in there]
    found: dict[str, object] = {name: told[name].min() for name in same}
    found["hour"] = told.timestamp.hour().min().cast("int8")
    if "item_id" in there:
        found["items"] = told.item_id.nunique().cast("int32")
    made = told.aggregate(by=["key"], **found, known=told[whose].notnull().any(), **_measures(told))
    is_order = made.known
    if gave := [name for name in ("bought", "sold") if name in made.columns]:
        is_order = is_order & (made[gave[0]] > 0)
    return made.mutate(is_order=is_order).drop("key", "known").order_by("day")


_QUERIES = {"day_store_item": day_store_item, "orders": orders}


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
        found["bought"] = rows.quantity.sum(where=rows.quantity > 0).fill_null(0).cast("float64")
    for name in ("sold", "returned"):
        if name in rows.columns:
            found[name] = rows[name].sum().round(4).try_cast("decimal(38, 4)")
    return found
