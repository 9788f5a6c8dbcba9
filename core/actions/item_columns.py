"""Which columns of a user's table say what: by our names, the words on screen, and common ones."""

import re
import unicodedata
from collections.abc import Collection, Sequence
from functools import cache

import pandas as pd

from core.base.errors import AppError
from core.base.texts import LANGUAGES, Texts
from core.demand.panel import escaped

ITEM_COLUMNS = (
    "supplier", "on_hand", "on_order", "due_in", "unit_cost", "price", "lead_time", "lead_time_sd",
    "review_period", "pack_size", "minimum_order", "max_stock", "shelf_life", "volume",
    "holding_rate", "ordering_cost", "stockout_cost", "currency",
)  # fmt: skip
"""What can be known of an item, in the order in which people think of it."""
_OTHER_WORDS = {
    "series_id": ("item", "item_id", "sku", "product", "product_id", "article", "商品", "货号"),
    "supplier": ("vendor", "supplier_name", "supplier_id", "vendor_id", "供货商", "供应商编号"),
    "on_hand": ("stock", "inventory", "stock_on_hand", "quantity_on_hand", "库存", "库存量"),
    "on_order": ("in_transit", "open_orders", "在途", "在途数量"),
    "unit_cost": ("cost", "cost_price", "purchase_price", "成本", "进价"),
    "price": ("unit_price", "retail_price", "selling_price", "售价"),
    "lead_time": ("lead_time_days", "lead_days", "交货期"),
    "lead_time_sd": ("lead_time_sd_days",),
    "review_period": ("review_days", "order_cycle", "订货周期"),
    "pack_size": ("pack", "case_pack", "case_size", "units_per_case", "箱规"),
    "minimum_order": ("moq", "minimum_order_quantity", "min_order", "起订量"),
    "currency": ("currency_code", "cur", "币种", "货币"),
    "shelf_life": ("shelf_life_days", "保质期"),
}


def named(cells: pd.DataFrame, keys: Sequence[str], ids: Collection[str] = ()) -> pd.DataFrame:
    """`cells` under our names, with `series_id` first; `keys` are what the series are by, `ids`
    those of the series, which tell a name from an id as forecasts write it: `a|b` from `a\\|b`.

    A column of our own name goes before one of another word for it; what is not known stays as it
    is. Raises AppError items_not_named where no column says what each row is about.
    """
    found: dict[str, str] = {}
    for column in cells.columns:
        meant = _words().get(_plain(str(column)))
        if meant and (meant not in found or str(column) == meant):
            found[meant] = str(column)
    by = _by(cells, keys)
    if by is not None:
        found_ids, used = _joined(cells[by], ids), set(by)
    elif "series_id" in found and (len(keys) == 1 or found["series_id"] == "series_id"):
        column = found["series_id"]
        found_ids, used = _of_one(cells[column], ids, _plain(column) == "seriesid"), {column}
    else:
        facts = {"keys": list(keys), "columns": [str(name) for name in cells.columns]}
        raise AppError("items_not_named", **facts)
    names = {column: meant for meant, column in found.items() if meant != "series_id"}
    rest = cells.drop(columns=list(used)).rename(columns=names)
    return rest.assign(series_id=found_ids)[["series_id", *rest.columns]]


def meaning(column: str) -> str | None:
    """What a column of this name says of an item, `series_id` or one of `ITEM_COLUMNS`."""
    return _words().get(_plain(column))


def _by(cells: pd.DataFrame, keys: Sequence[str]) -> list[str] | None:
    """The columns of these names, however they are written; None where one is lacking."""
    written = {_plain(str(column)): str(column) for column in reversed(cells.columns)}
    found = [written.get(_plain(key)) for key in keys]
    return None if None in found or not keys else [name for name in found if name is not None]


def _joined(parts: pd.DataFrame, ids: Collection[str]) -> pd.Series:
    """The ids of the series as forecasts write them."""
    if parts.shape[1] == 1:
        return _of_one(parts.iloc[:, 0], ids, written=False)
    return _escaped(parts)


def _of_one(cells: pd.Series, ids: Collection[str], written: bool) -> pd.Series:
    """The ids that a column of names stands for, or of ids where they are `written` already; where
    only the other of the two is known among `ids`, that one."""
    named = _escaped(cells.to_frame())
    ready = cells.astype("string").str.strip().fillna("").astype(object)
    first, second = (ready, named) if written else (named, ready)
    return first.where(first.isin(ids) | ~second.isin(ids), second)


def _escaped(parts: pd.DataFrame) -> pd.Series:
    cells = parts.astype("string").apply(lambda column: column.str.strip())
    return pd.Series(escaped(cells.fillna("")), index=parts.index, dtype=object)


@cache
def _words() -> dict[str, str]:
    """What each word for a column means; our own names go before all others."""
    told = {_plain(word): meant for meant, words in _OTHER_WORDS.items() for word in words}
    for lang in LANGUAGES:
        told |= {_plain(Texts(lang)(f"orders.column.{name}")): name for name in ITEM_COLUMNS}
    return told | {_plain(name): name for name in ("series_id", *ITEM_COLUMNS)}


def _plain(word: str) -> str:
    """A word without what people write differently: case, width, blanks, marks."""
    return re.sub(r"[\W_]+", "", unicodedata.normalize("NFKC", word).casefold())
