"""What is known of items and customers beside what they met: names, categories, prices, ages."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from core.base.values import Column, Dataset, Role, Table
from core.data.item_words import BRANDS, COSTS, LINKS, NAMES, NAMES_OF_ITEMS, called
from core.data.queries.usual import usual_numbers, usual_words
from core.data.roles import is_stock
from core.data.same_ids import plain_ids
from core.lab.recommend.sources import Source
from core.lab.recommend.stock import on_hand
from core.store.reader import DatasetReader

Ids = NDArray[np.object_]
_OF_ITEMS = ("products", "item_attributes", "stock")
_OF_SALES = ("order_lines", "orders", "events", "plain")
"""Kinds of tables whose words are about the item, and not what a customer said of it."""
_ATTRIBUTES = ("category", "text", "number", "integer", "boolean")
_NUMBERS = ("number", "integer")
_OURS = frozenset({"text", "category", "brand", "price", "cost", "margin", "on_hand"})


@dataclass(frozen=True)
class _Of:
    """A column of a table, with the ids its rows are about."""

    table: Table
    key: Column
    column: Column


def sold_or_not(store: DatasetReader, dataset: Dataset, sold: Ids) -> Ids:
    """The items that were sold, and those of tables of products that never were."""
    found = [pd.Index(sold)]
    for table in dataset.tables:
        key = _key(table, "item_id")
        if (table.kind or table.name) == "products" and key is not None:
            cells = store.table(dataset.id, table.name, [key.name])[key.name].dropna().unique()
            found.append(pd.Index(plain_ids([str(cell) for cell in cells])))
    every = found[0]
    for more in found[1:]:
        every = every.union(more[more != ""], sort=False)
    return np.asarray(sorted(every), object)


def items_of(store: DatasetReader, dataset: Dataset, source: Source, ids: Ids) -> pd.DataFrame:
    """A row for each item, in the order of `ids`: `text` (its name, else what describes it),
    `category`, `brand`, `price` (the usual one), `cost` and `margin` of a unit, where a table of
    items or that of the meetings tells them, other columns of tables of items, and the units
    `on_hand`."""
    tables = [t for kind in _OF_ITEMS for t in dataset.tables if (t.kind or t.name) == kind]
    found: dict[str, pd.Series] = {}
    for table in [*tables, source.table]:
        for ours, of in _meant(table, table.name != source.table.name):
            if ours not in found:
                told = _told(store, dataset, of)
                if told.reindex(ids).notna().any():
                    found[ours] = told.reindex(ids).reset_index(drop=True)
    if {"price", "cost"} <= set(found):
        found["margin"] = found["price"] - found["cost"]
    stock = on_hand(store, dataset).reindex(ids)
    if stock.notna().any():
        found["on_hand"] = stock.reset_index(drop=True)
    return pd.DataFrame(found, index=pd.RangeIndex(len(ids)))


def users_of(store: DatasetReader, dataset: Dataset, ids: Ids) -> pd.DataFrame:
    """A row for each customer, in the order of `ids`: the columns of the tables of customers that
    say what kind of person it is; neither who, nor what became of them."""
    found: dict[str, pd.Series] = {}
    for table in dataset.tables:
        key = _key(table, "user_id")
        if (table.kind or table.name) != "customers" or key is None or not _once(table, key):
            continue
        for column in table.columns:
            if column.role in (None, "category") and _plain(column) and column.name not in found:
                told = _told(store, dataset, _Of(table, key, column)).reindex(ids)
                found[column.name] = told.reset_index(drop=True)
    return pd.DataFrame(found, index=pd.RangeIndex(len(ids)))


def _meant(table: Table, of_items: bool) -> Iterator[tuple[str, _Of]]:
    """The columns that tell something of items, under our names first."""
    key = _key(table, "item_id")
    if key is None:
        return
    rest = [c for c in table.columns if c.name != key.name and not c.personal]
    ours = {
        "text": _name(rest, table, of_items),
        "category": next((c for c in rest if c.role == "category"), None),
        "brand": called((c for c in rest if c.type not in _NUMBERS), BRANDS),
        "price": next((c for c in rest if c.role == "price" and c.type in _NUMBERS), None),
        "cost": called((c for c in rest if c.type in _NUMBERS), COSTS),
    }
    for name, column in ours.items():
        if column is not None:
            yield name, _Of(table, key, column)
    if not of_items or not _once(table, key):
        return
    used = {column.name for column in ours.values() if column is not None}
    for column in rest:
        ours_too = column.name in used | _OURS or is_stock(column.name)
        if not ours_too and column.role in (None, "text") and _plain(column):
            yield column.name, _Of(table, key, column)


def _name(columns: Sequence[Column], table: Table, of_items: bool) -> Column | None:
    """The column that names items; where customers write, it must say that it is of the item."""
    words = [c for c in columns if c.type in ("text", "category")]
    if not of_items and (table.kind or table.name) not in _OF_SALES:
        return called(words, NAMES_OF_ITEMS)
    return called(words, NAMES) or next((c for c in words if c.role == "text"), None)


def _told(store: DatasetReader, dataset: Dataset, of: _Of) -> pd.Series:
    """What a column tells of each id: the usual of its cells, where it has several."""
    path = store.frame_path(dataset.id, f"{of.table.name}.parquet")
    if of.column.type in _NUMBERS:
        told = usual_numbers(path, of.key.name, of.column.name, above=_floor(of.column))
    else:
        told = pd.Series(usual_words(path, of.key.name, of.column.name), dtype=object)
    told.index = pd.Index(plain_ids([str(one) for one in told.index]), dtype=object)
    return told[~told.index.duplicated()]


def _floor(column: Column) -> float | None:
    """Prices of nothing, and below it, tell of gifts and corrections."""
    return 0.0 if column.role == "price" or called([column], COSTS) else None


def _key(table: Table, role: Role) -> Column | None:
    return next((c for c in table.columns if c.role == role), None)


def _once(table: Table, key: Column) -> bool:
    """Whether each id has one row."""
    return key.distinct == table.rows - key.missing


def _plain(column: Column) -> bool:
    """Whether a column may say what kind of item, or person, it is."""
    return column.type in _ATTRIBUTES and not column.personal and not called([column], LINKS)
