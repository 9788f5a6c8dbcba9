"""A shop opened for looking: its sales as Ibis tables, seen through a view."""

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from functools import cached_property
from typing import TYPE_CHECKING

from core.base.values import Column, Dataset, Table
from core.base.view import Period, View
from core.data.item_words import NAMES, called
from core.data.queries import cubes
from core.data.queries.engine import connect, table
from core.data.queries.shop import filtered
from core.explore.lacking import LackingError
from core.explore.sources import Sources, roles, sources_of
from core.store.reader import DatasetReader

if TYPE_CHECKING:
    from ibis.backends.duckdb import Backend
    from ibis.expr.types import Table as Rows


@dataclass(frozen=True)
class Shop:
    """The tables of a dataset, filtered by the stores, categories and currency of a view, but not
    by its period: a part looks at several. Raises LackingError for what is not there."""

    store: DatasetReader
    dataset: Dataset
    view: View
    sources: Sources
    backend: "Backend" = field(repr=False)

    def rows(self, of: Table, cube: str = "") -> "Rows":
        """The rows of a table, or of one of its cubes, as they are stored."""
        file = f"cubes/{of.name}.{cube}.parquet" if cube else f"{of.name}.parquet"
        return table(self.backend, self.store.frame_path(self.dataset.id, file))

    def has_cube(self, of: Table, cube: str) -> bool:
        """Whether the cube was written when the dataset was saved."""
        return f"cubes/{of.name}.{cube}.parquet" in self.store.files(self.dataset.id)

    @cached_property
    def sales(self) -> Table:
        """The table of what was sold; LackingError no_sales."""
        if self.sources.sales is None:
            raise LackingError("no_sales")
        return self.sources.sales

    @cached_property
    def lines(self) -> "Rows":
        """The rows of sales, prepared (`cubes.prepared`), with the `category` of their item where
        the view asks for some."""
        of = self.sales
        rows = cubes.products(cubes.prepared(self.rows(of), of.columns))
        return self._chosen(rows)

    @cached_property
    def days(self) -> "Rows":
        """The cube by day, store and item; LackingError no_items."""
        if "item_id" not in roles(self.sales):
            raise LackingError("no_items")
        if not self.has_cube(self.sales, "day_store_item"):
            return cubes.day_store_item(self.lines)
        return self._chosen(self.rows(self.sales, "day_store_item"))

    @cached_property
    def orders(self) -> "Rows":
        """The cube of orders; LackingError no_orders. Under a filter by category, only what of an
        order is of these counts."""
        if not {"order_id", "user_id"} & set(roles(self.sales)):
            raise LackingError("no_orders")
        if self.view.categories or not self.has_cube(self.sales, "orders"):
            return cubes.orders(self.lines)
        return self._chosen(self.rows(self.sales, "orders"))

    @cached_property
    def sums(self) -> "Rows":
        """What has the figures that add up, in the fewest rows: the orders where there are some,
        else the days."""
        if {"order_id", "user_id"} & set(roles(self.sales)):
            return self.orders
        return self.days if "item_id" in roles(self.sales) else cubes.sums(self.lines, "day")

    @cached_property
    def kinds(self) -> "Rows | None":
        """(`item_id`, `category`); None where nothing tells the categories of items."""
        return self._usual("category", lambda table: roles(table).get("category"))

    @cached_property
    def names(self) -> "Rows | None":
        """(`item_id`, `name`); None where nothing names the items."""
        return self._usual("name", _name)

    def _usual(self, called: str, told: Callable[[Table], Column | None]) -> "Rows | None":
        for of in (self.sources.products, self.sources.sales):
            item = roles(of).get("item_id") if of is not None else None
            word = told(of) if of is not None else None
            if of is not None and item is not None and word is not None:
                return filtered.usual(self.rows(of), item.name, word.name, called)
        return None

    def _chosen(self, rows: "Rows") -> "Rows":
        """The rows of the view's stores, currency and categories, those with a day."""
        view = self.view
        rows = filtered.within(rows, None)
        if view.stores:
            if "store_id" not in rows.columns:
                raise LackingError("no_stores")
            rows = filtered.among(rows, "store_id", view.stores)
        if view.currency and "currency" in rows.columns:
            rows = filtered.among(rows, "currency", [view.currency])
        if view.categories and "item_id" in rows.columns:
            if self.kinds is None:
                raise LackingError("no_categories")
            rows = filtered.with_category(rows, self.kinds)
            rows = filtered.among(rows, "category", view.categories)
        return rows


def _name(of: Table) -> Column | None:
    """The column that names the items, of no person."""
    words = (c for c in of.columns if c.type in ("text", "category") and not c.personal)
    return called((c for c in words if c.role in (None, "text")), NAMES)


@contextmanager
def opened(store: DatasetReader, view: View) -> Iterator[Shop]:
    """The shop of a view; it is shut when the block ends. Raises dataset_unknown."""
    dataset = store.dataset(view.dataset)
    sources = sources_of(dataset)
    backend = connect(store.folder / dataset.id)
    try:
        yield Shop(store, dataset, view, sources, backend)
    finally:
        backend.disconnect()


def span(shop: Shop) -> Period:
    """From the first day on which something was sold to the last; LackingError nothing_sold."""
    days = shop.sums.aggregate(first=lambda t: t.day.min(), last=lambda t: t.day.max())
    row = days.to_pandas().iloc[0]
    if row.isna().any():
        raise LackingError("nothing_sold")
    return Period(first=row["first"], last=row["last"])
