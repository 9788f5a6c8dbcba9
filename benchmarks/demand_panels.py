"""The two panels that forecasts are compared on, from public files."""

import zipfile
from pathlib import Path

import numpy as np
import pandas as pd

from core.demand.panel import Panel

HORIZON, WINDOWS = 28, 3
FEWEST_DAYS, YOUNGEST = 30, 90
"""Days with a sale before the last windows, and days between the first sale and the fifth-last
window, that an item of the online shop must have."""


def store_item(folder: Path) -> Panel:
    """500 series: daily units of 50 items in 10 stores over five years."""
    with zipfile.ZipFile(folder / "store_item_demand.zip") as archive:
        name = next(name for name in archive.namelist() if name.endswith("train.csv"))
        with archive.open(name) as file:
            sold = pd.read_csv(file, parse_dates=["date"])
    wide = sold.pivot_table(index=["store", "item"], columns="date", values="sales", aggfunc="sum")
    return _panel(wide)


def online_retail(folder: Path) -> Panel:
    """1,818 series: daily units of the items of an online shop over a year, most days none. Days
    without an order are zero; a series starts at its first sale."""
    lines = pd.read_csv(
        folder / "online_retail.csv.gz", dtype={"InvoiceNo": str, "StockCode": str},
        usecols=["InvoiceNo", "StockCode", "Quantity", "InvoiceDate", "UnitPrice"],
        parse_dates=["InvoiceDate"], encoding_errors="replace",
    )  # fmt: skip
    kept = lines[
        ~lines["InvoiceNo"].str.startswith("C")
        & lines["Quantity"].between(1, 5000)
        & (lines["UnitPrice"] > 0)
        & lines["StockCode"].str.fullmatch(r"\d{5}[A-Za-z]*")
    ]
    day = kept["InvoiceDate"].dt.normalize()
    wide = kept.assign(day=day).pivot_table(
        index="StockCode", columns="day", values="Quantity", aggfunc="sum", fill_value=0
    )
    days = pd.date_range(day.min(), day.max())
    wide = wide.reindex(columns=days, fill_value=0)
    sold = wide.to_numpy(dtype=float)
    first = (sold > 0).argmax(axis=1)
    active = (sold[:, : len(days) - HORIZON * WINDOWS] > 0).sum(axis=1)
    old = first <= len(days) - 5 * HORIZON - YOUNGEST
    wide = wide[(active >= FEWEST_DAYS) & old]
    y = wide.to_numpy(dtype=float)
    y = np.where(np.arange(len(days)) < (y > 0).argmax(axis=1)[:, None], np.nan, y)
    return _panel(pd.DataFrame(y, wide.index, wide.columns))


def _panel(wide: pd.DataFrame) -> Panel:
    keys = wide.index.to_frame(index=False).astype(str)
    return Panel(wide.to_numpy(dtype=float), keys, wide.columns.to_numpy())


PANELS = {"store_item": store_item, "online_retail": online_retail}
