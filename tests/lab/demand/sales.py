"""Sales with a known season, as a dataset."""

import numpy as np
import pandas as pd

from core.base.values import Column, Dataset
from core.store.draft import DatasetDraft
from core.store.workspace import Workspace

ITEMS, DAYS = 12, 240
COLUMNS = (
    Column(name="day", type="datetime", role="timestamp"),
    Column(name="sku", type="id", role="item_id"),
    Column(name="pieces", type="integer", role="quantity"),
    Column(name="back", type="boolean", role="is_return"),
)


def weekly(day: int) -> float:
    """What the weekday does to sales: twice as much on the last two days."""
    return 2.0 if day % 7 >= 5 else 1.0


def sold(items: int = ITEMS, days: int = DAYS, seed: int = 0) -> pd.DataFrame:
    """Poisson sales of items of different size; one line a day and item, and a few returns."""
    draw = np.random.default_rng(seed)
    rows = [
        (pd.Timestamp("2024-01-01") + pd.Timedelta(days=day), f"s{item}", pieces, False)
        for day in range(days)
        for item in range(items)
        for pieces in [int(draw.poisson((3 + item) * weekly(day)))]
        if pieces
    ]
    rows += [(pd.Timestamp("2024-03-05"), "s1", -4, True)]
    frame = pd.DataFrame(rows, columns=[column.name for column in COLUMNS])
    return frame.astype({"sku": "string", "pieces": "Int64", "back": "boolean"})


def save(workspace: Workspace, frame: pd.DataFrame, name: str = "Shop") -> Dataset:
    """The sales as a dataset of one table of order lines."""
    draft = DatasetDraft(
        name=name,
        kind="order_lines",
        tables={"order_lines": frame},
        columns={"order_lines": COLUMNS},
        rows_read=len(frame),
    )
    return workspace.save_dataset(draft)
