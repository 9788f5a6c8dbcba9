"""One currency: money of several is never added up, nor held to one budget."""

import pandas as pd

from core.base.errors import AppError

MONEY = ("unit_cost", "price", "ordering_cost", "stockout_cost")
"""What is money of an item."""
BETWEEN = "/"
"""Stands between the currencies of an item whose money is in several."""


def one_currency(table: pd.DataFrame) -> str | None:
    """The currency of the money in a table of items by id; None where none is named. Items that
    name none are taken to be in that of the others.

    Raises AppError `currencies_mixed`, with an item of each currency, where there are several.
    """
    priced = table["currency"][table[list(MONEY)].notna().any(axis=1)].dropna()
    found: dict[str, str] = {}
    for item, written in priced.drop_duplicates().items():
        for currency in written.split(BETWEEN):
            found.setdefault(currency.strip(), str(item))
    if len(found) > 1:
        named = [f"{item} ({currency})" for currency, item in found.items()]
        raise AppError("currencies_mixed", currencies=list(found), items=named)
    return next(iter(found), None)


def joined(cells: pd.Series) -> str:
    """The currencies in some cells as one text, each once."""
    parts = {part.strip() for cell in cells.astype(str) for part in cell.split(BETWEEN)}
    return BETWEEN.join(sorted(parts))
