"""Sales that answer to prices and flyers in a known way, as a dataset."""

import numpy as np
import pandas as pd

from core.base.values import Column, Dataset
from core.store.draft import DatasetDraft
from core.store.workspace import Workspace

ELASTICITY, LIFT = -2.0, 0.5
ITEMS, DAYS, AHEAD = 8, 200, 14
START = pd.Timestamp("2024-01-01")
LINES = (
    Column(name="day", type="datetime", role="timestamp"),
    Column(name="sku", type="id", role="item_id"),
    Column(name="pieces", type="integer", role="quantity"),
)
PRICES = (
    Column(name="day", type="datetime", role="timestamp"),
    Column(name="sku", type="id", role="item_id"),
    Column(name="price", type="number", role="price"),
)
FLYERS = (
    Column(name="sku", type="id", role="item_id"),
    Column(name="start", type="datetime", role="timestamp"),
    Column(name="end", type="datetime"),
    Column(name="promotion", type="category"),
)


def tables(seed: int = 0, tied: bool = False) -> dict[str, tuple[pd.DataFrame, tuple[Column, ...]]]:
    """Lines, prices (known a fortnight ahead) and flyers (none ahead); `tied`, prices are cut with
    every flyer, and with nothing else."""
    draw = np.random.default_rng(seed)
    days = pd.date_range(START, periods=DAYS + AHEAD)
    lines, prices, flyers = [], [], []
    for item in range(ITEMS):
        usual, name = 10.0 + item, f"s{item}"
        week = draw.random(DAYS // 7 + 3) < 0.2
        flyer = week if tied else draw.random(DAYS // 7 + 3) < 0.15
        for place, day in enumerate(days):
            cheap = week[place // 7] and place < DAYS
            on = flyer[place // 7] and place < DAYS
            price = usual * (0.8 if cheap else 1.0)
            prices.append((day, name, price))
            if place < DAYS:
                mean = (6 + item) * (0.8**ELASTICITY if cheap else 1) * np.exp(LIFT * on)
                lines.append((day, name, int(draw.poisson(mean))))
            if on and place % 7 == 0:
                flyers.append((name, day, day + pd.Timedelta(days=6), "flyer"))
    return {
        "order_lines": (_frame(lines, LINES).astype({"pieces": "Int64"}), LINES),
        "prices": (_frame(prices, PRICES), PRICES),
        "promotions": (_frame(flyers, FLYERS), FLYERS),
    }


def save(workspace: Workspace, ahead: bool = True, tied: bool = False) -> Dataset:
    """All of it as a dataset; without `ahead` the prices end with the sales."""
    found = tables(tied=tied)
    if not ahead:
        prices = found["prices"][0]
        found["prices"] = prices[prices["day"] < START + pd.Timedelta(days=DAYS)], PRICES
    return workspace.save_dataset(
        DatasetDraft(
            name="Priced",
            kind="order_lines",
            tables={name: frame for name, (frame, _) in found.items()},
            columns={name: columns for name, (_, columns) in found.items()},
            rows_read=sum(len(frame) for frame, _ in found.values()),
        )
    )


def _frame(rows: list[tuple], columns: tuple[Column, ...]) -> pd.DataFrame:
    frame = pd.DataFrame(rows, columns=[column.name for column in columns])
    words = [column.name for column in columns if column.type in ("id", "category")]
    return frame.astype(dict.fromkeys(words, "string"))
