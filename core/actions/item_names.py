"""What the items of a forecast are called, from the table of products or from the lines."""

import re
from pathlib import Path

from core.base.values import Column, Dataset, Table
from core.data.queries.usual import usual_words
from core.data.words import joined
from core.lab.demand.bundle import DemandBundle
from core.store.reader import DatasetReader

_OF = r"((item|product|prod|article|artikel|produkt|sku|stock|goods|商品|产品|货品|宝贝|品)_?)?"
_NAMES = tuple(
    re.compile(_OF + f"({words})(_(en|zh|de))?")
    for words in (
        "name|bezeichnung|nom|nombre|nome|名称?|商品名",
        "title|titel|titre|titulo|标题",
        "description|desc|beschreibung|descripcion|描述|说明",
    )
)
"""Headers of columns that name items, the likeliest first."""


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
    columns = [c for c in table.columns if c.name != item.name and _wordy(c)]
    for pattern in _NAMES:
        for column in columns:
            if pattern.fullmatch(joined(column.name)):
                return column
    return None


def _wordy(column: Column) -> bool:
    """Whether a column holds words that are of no person."""
    return column.type in ("text", "category", "id") and not column.personal
