"""What lies on the shelf of each item, where a table of stock or of products tells it."""

import pandas as pd

from core.base.values import Column, Dataset, Table
from core.data.queries.latest import latest
from core.data.roles import is_stock
from core.data.same_ids import plain_ids
from core.store.reader import DatasetReader

_KINDS = ("stock", "products", "item_attributes")
"""Tables that tell stock, the likeliest first."""
_NUMBERS = ("number", "integer")


def on_hand(store: DatasetReader, dataset: Dataset) -> pd.Series:
    """Units on hand by item id, as told last, added up over the shops; empty where no table tells
    it. It is of the first kind of table that does."""
    for kind in _KINDS:
        for table in dataset.tables:
            key, column = _role(table, "item_id"), _shelf(table)
            if (table.kind or table.name) == kind and key is not None and column is not None:
                return _last(store, dataset, table, (key, column))
    return pd.Series(dtype=float)


def _shelf(table: Table) -> Column | None:
    known = (c for c in table.columns if c.type in _NUMBERS and is_stock(c.name))
    return next(known, None)


def _last(
    store: DatasetReader, dataset: Dataset, table: Table, named: tuple[Column, Column]
) -> pd.Series:
    """What the last row of each item in each shop tells."""
    key, column = named
    day, site = _role(table, "timestamp"), _role(table, "store_id")
    keys = [key.name, *([site.name] if site else [])]
    path = store.frame_path(dataset.id, f"{table.name}.parquet")
    rows = latest(path, keys, [column.name], day.name if day else None)
    rows = rows.dropna(subset=[column.name])
    ids = pd.Index(plain_ids([str(one) for one in rows[key.name]]), dtype=object)
    return rows[column.name].astype(float).groupby(ids).sum()


def _role(table: Table, role: str) -> Column | None:
    return next((c for c in table.columns if c.role == role), None)
