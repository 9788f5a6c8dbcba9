"""What items belong to: the category of each series, from its own table or one of products."""

import pandas as pd

from core.base.values import Column, Dataset, Table
from core.data.queries.usual import usual_words
from core.demand.panel import Panel
from core.store.reader import DatasetReader


def categories(
    store: DatasetReader, dataset: Dataset, sales: Table, panel: Panel
) -> pd.DataFrame | None:
    """The category of each series of the panel (n rows, one column called as in its table), empty
    where none is told; None where the series are of no items, by categories already, or no table
    tells any. Where several are told of an item, the commonest counts."""
    keys = panel.keys.columns
    item = next((c for c in sales.columns if c.role == "item_id" and c.name in keys), None)
    if item is None or any(c.role == "category" and c.name in keys for c in sales.columns):
        return None
    others = sorted(dataset.tables, key=lambda t: ((t.kind or t.name) != "products", t.rows))
    for table in (sales, *(one for one in others if one.name != sales.name)):
        found = _told(table)
        if found is None:
            continue
        by, category = found
        path = store.frame_path(dataset.id, f"{table.name}.parquet")
        told = usual_words(path, by.name, category.name)
        items = panel.keys[item.name].astype(str)
        if items.isin(told).any():
            return pd.DataFrame({category.name: items.map(told).fillna("").to_numpy()})
    return None


def _told(table: Table) -> tuple[Column, Column] | None:
    """The columns of a table that tell an item and its category."""
    item = next((c for c in table.columns if c.role == "item_id"), None)
    category = next((c for c in table.columns if c.role == "category"), None)
    return None if item is None or category is None else (item, category)
