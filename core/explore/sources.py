"""Which tables of a dataset tell what: of sales, of events, of items, of stock."""

from collections.abc import Callable, Iterable
from dataclasses import dataclass

from core.base.values import Column, Dataset, Role, Table

_SALES = ("order_lines", "sales_panel", "orders", "plain", "settlements")
_ABOUT = ("products", "item_attributes", "item_totals")


@dataclass(frozen=True)
class Sources:
    """The tables that were found; None for what the dataset has not."""

    sales: Table | None = None
    events: Table | None = None
    products: Table | None = None
    stock: Table | None = None


def sources_of(dataset: Dataset) -> Sources:
    """The tables of a dataset by what they tell."""
    return Sources(
        sales=_first(dataset.tables, _SALES, _sales),
        events=_first(dataset.tables, ("events",), lambda t: "event" in roles(t)),
        products=_first(dataset.tables, _ABOUT, lambda t: "item_id" in roles(t)),
        stock=_first(dataset.tables, ("stock",), _stock),
    )


def roles(table: Table) -> dict[Role, Column]:
    """The first column of each role."""
    found: dict[Role, Column] = {}
    for column in table.columns:
        if column.role is not None:
            found.setdefault(column.role, column)
    return found


def _sales(table: Table) -> bool:
    there = roles(table)
    when = there.get("timestamp")
    if when is None or when.type != "datetime" or "event" in there:
        return False
    return bool({"quantity", "amount"} & set(there))


def _stock(table: Table) -> bool:
    return {"item_id", "quantity"} <= set(roles(table))


def _first(
    tables: Iterable[Table], kinds: tuple[str, ...], fits: Callable[[Table], bool]
) -> Table | None:
    """The first fitting table of the first kind that has one."""
    by_kind = {kind: [t for t in tables if (t.kind or t.name) == kind] for kind in kinds}
    return next((t for kind in kinds for t in by_kind[kind] if fits(t)), None)
