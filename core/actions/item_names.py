"""What the items of a forecast are called, from the table of products or from the lines."""

from pathlib import Path

from core.base.values import Column, Dataset, Table
from core.data.item_words import NAMES, called
from core.data.queries.usual import usual_words
from core.lab.demand.bundle import DemandBundle
from core.store.reader import DatasetReader


def item_names(root: Path, bundle: DemandBundle) -> dict[str, str]:
    """The names of the series by id, in the workspace `root`; empty where the series are not of
    items, where nothing names them, or where the dataset is gone.

    Raises AppError dataset_damaged.
    """
    store = DatasetReader(root)
    about = bundle.about
    if about.spec.dataset not in store.ids():
        return {}
    dataset = store.dataset(about.spec.dataset)
    sales = dataset.table(str(about.question.table))
    keys = list(bundle.panel.keys.columns)
    columns = () if sales is None else sales.columns
    key = next((c for c in columns if c.role == "item_id" and c.name in keys), None)
    if sales is None or key is None:
        return {}
    found = _of(store, dataset, sales, key)
    items = bundle.panel.keys[key.name].astype(str)
    told = zip(bundle.forecast.ids, items, strict=True)
    return {series: found[item] for series, item in told if item in found}


def _of(store: DatasetReader, dataset: Dataset, sales: Table, key: Column) -> dict[str, str]:
    """The names of the items: those of tables of products, else the usual ones of the lines."""
    found: dict[str, str] = {}
    products = [one for one in dataset.tables if (one.kind or one.name) == "products"]
    for table in [sales, *products]:
        item = key if table is sales else _item(table, key)
        name = None if item is None else _name(table, item)
        if item is not None and name is not None:
            path = store.frame_path(dataset.id, f"{table.name}.parquet")
            found |= usual_words(path, item.name, name.name)
    return found


def _item(table: Table, key: Column) -> Column | None:
    """The column of `table` that tells its items."""
    return table.column(key.name) or next((c for c in table.columns if c.role == "item_id"), None)


def _name(table: Table, item: Column) -> Column | None:
    """The column of `table` that names its items."""
    return called((c for c in table.columns if c.name != item.name and _wordy(c)), NAMES)


def _wordy(column: Column) -> bool:
    """Whether a column holds words that are of no person."""
    return column.type in ("text", "category", "id") and not column.personal
