"""Which table tells who met what: the one asked for, or the likeliest."""

import re
from dataclasses import dataclass

from core.base.errors import AppError
from core.base.values import Column, Dataset, Role, Table
from core.data.context_words import circumstances
from core.data.queries.meetings import Lines
from core.data.words import joined
from core.recommend.task import Question
from core.store.reader import DatasetReader

FIRST_KINDS = ("order_lines", "events", "ratings", "reviews", "orders")
"""Kinds of tables that meetings are looked for in, the likeliest first."""
_OF_ORDERS: tuple[Role, ...] = ("user_id", "timestamp")
_TURNS = re.compile(r"order_(number|sequence|seq|rank)|visit_number|sequence")


@dataclass(frozen=True)
class Source:
    """The `table` of the meetings, and that of its `orders`, where customer or time stand only
    there."""

    table: Table
    orders: Table | None

    @property
    def columns(self) -> tuple[Column, ...]:
        """All columns of both, those of the meetings first."""
        return (*self.table.columns, *(self.orders.columns if self.orders else ()))

    @property
    def named(self) -> bool:
        """Whether customers have ids."""
        return _has(self.columns, "user_id")

    @property
    def timed(self) -> bool:
        """Whether a column tells when a meeting was."""
        return any(c.role == "timestamp" and c.type == "datetime" for c in self.columns)

    @property
    def turn(self) -> str | None:
        """The column that counts the orders of a customer, where no column tells a time."""
        counts = (c for c in self.columns if c.type == "integer" and c.role is None)
        named = (c.name for c in counts if _TURNS.fullmatch(joined(c.name)))
        return None if self.timed else next(named, None)

    @property
    def beside(self) -> dict[str, str]:
        """The columns that tell in which circumstances a meeting was."""
        return circumstances(self.columns)

    def lines(self, store: DatasetReader, dataset: Dataset) -> Lines:
        """What the query of meetings reads."""
        path = store.frame_path(dataset.id, f"{self.table.name}.parquet")
        if self.orders is None:
            return Lines(path, self.table.columns, None, self.turn, self.beside)
        other = store.frame_path(dataset.id, f"{self.orders.name}.parquet")
        orders = (other, self.orders.columns)
        return Lines(path, self.table.columns, orders, self.turn, self.beside)


def source_of(dataset: Dataset, question: Question) -> Source:
    """The table that is learned from: the one asked for, or the likeliest that tells of customers
    and items; one whose orders stand for customers comes behind all others.

    Raises AppError table_unknown, no_items_told, no_customers_told, no_meetings_table.
    """
    if question.table is not None:
        asked = dataset.table(question.table)
        if asked is None:
            names = [table.name for table in dataset.tables]
            raise AppError("table_unknown", dataset=dataset.id, table=question.table, tables=names)
        return _checked(Source(asked, _orders_of(dataset, asked)))
    found = sources(dataset)
    if found:
        return found[0]
    with_items = [table for table in _by_kind(dataset) if _has(table.columns, "item_id")]
    if with_items and (with_items[0].kind or with_items[0].name) in (*FIRST_KINDS, "plain"):
        raise AppError("no_customers_told", table=with_items[0].name)
    raise AppError("no_meetings_table", dataset=dataset.name)


def sources(dataset: Dataset) -> list[Source]:
    """The tables that tell of customers, or orders, and items, the likeliest first."""
    every = [Source(table, _orders_of(dataset, table)) for table in _by_kind(dataset)]
    whole = [one for one in every if _has(one.table.columns, "item_id") and _someone(one)]
    return sorted(whole, key=lambda one: not one.named)


def _by_kind(dataset: Dataset) -> list[Table]:
    ranks = {kind: rank for rank, kind in enumerate(FIRST_KINDS)}

    def rank(table: Table) -> tuple[int, int]:
        kind = table.kind or table.name
        words = kind == "events" and any(
            c.role == "event" and c.type == "text" for c in table.columns
        )
        return len(ranks) if words else ranks.get(kind, len(ranks) + 1), -table.rows

    return sorted(dataset.tables, key=rank)


def _orders_of(dataset: Dataset, table: Table) -> Table | None:
    """The table of orders that tells of customer, time or return what the lines do not."""
    if not _has(table.columns, "order_id"):
        return None
    lacking = [role for role in _OF_ORDERS if not _has(table.columns, role)]
    for other in dataset.tables:
        orders = (other.kind or other.name) == "orders" and other.name != table.name
        if orders and _has(other.columns, "order_id"):
            return other if any(_has(other.columns, role) for role in lacking) else None
    return None


def _checked(source: Source) -> Source:
    if not _has(source.table.columns, "item_id"):
        known = [column.name for column in source.table.columns][:40]
        raise AppError("no_items_told", table=source.table.name, columns=known)
    if not _someone(source):
        raise AppError("no_customers_told", table=source.table.name)
    return source


def _someone(source: Source) -> bool:
    return source.named or _has(source.table.columns, "order_id")


def _has(columns: tuple[Column, ...], role: Role) -> bool:
    return any(column.role == role for column in columns)
