"""What is odd about prices and money: units mixed within an item, several currencies."""

from collections.abc import Sequence

import numpy as np
import pandas as pd

from core.base.values import Column, Finding
from core.data.notes import found
from core.data.quality_time import column_of_role

_LEAST_ROWS = 10
_LEAST_ODD = 3
_FACTORS = ((80.0, 125.0), (800.0, 1250.0))
_NEAR = 2.0


def mixed_units(table: str, frame: pd.DataFrame, columns: Sequence[Column]) -> list[Finding]:
    """Prices that stand about 100 or 1,000 times above or below the item's median, with hardly
    any between: cents beside euros, grams beside kilograms."""
    item, price = (column_of_role(columns, role) for role in ("item_id", "price"))
    if item is None or price is None:
        return []
    known = pd.DataFrame({"item": frame[item], "price": frame[price]}).dropna()
    known = known[known["price"] > 0].astype({"price": "float64"})
    by_item = known.groupby("item")["price"]
    known = known[by_item.transform("size") >= _LEAST_ROWS]
    if known.empty:
        return []
    middle = known.groupby("item")["price"].transform("median")
    share = (known["price"] / middle).to_numpy()
    ratio = np.maximum(share, 1 / share)
    odd = np.logical_or.reduce([(low <= ratio) & (ratio <= high) for low, high in _FACTORS])
    between = (ratio > _NEAR) & ~odd
    counts = pd.DataFrame({"item": known["item"], "odd": odd, "between": between})
    sums = counts.groupby("item")[["odd", "between"]].sum()
    mixed = sums[(sums["odd"] > 0) & (sums["between"] < sums["odd"])]
    count = int(mixed["odd"].sum())
    if count < _LEAST_ODD:
        return []
    top = mixed["odd"].sort_values(ascending=False, kind="stable").index[:5]
    shown = [_both(known, name, odd) for name in top]
    return [found("mixed_units", "warning", (table, price), (count, len(frame)), shown)]


def _both(known: pd.DataFrame, item: object, odd: np.ndarray) -> str:
    """An item with a usual and an odd price: `P7: 2.5 / 250`."""
    mine = known["item"] == item
    usual, other = (known["price"][mine & side].median() for side in (~odd, odd))
    return f"{item}: {usual:g} / {other:g}"


def currencies(table: str, frame: pd.DataFrame, columns: Sequence[Column]) -> list[Finding]:
    """That a table has money in several currencies, which are never added up."""
    name = column_of_role(columns, "currency")
    counts = frame[name].value_counts() if name else pd.Series(dtype="int64")
    if name is None or len(counts) < 2:
        return []
    rows = (int(counts.sum()), len(frame))
    return [found("currencies_apart", "warning", (table, name), rows, counts.index)]
