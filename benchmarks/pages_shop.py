"""A generated shop of many items: sales that answer to prices and promotions, with a finished
forecast and what is known of the items."""

from pathlib import Path

import numpy as np
import pandas as pd

from core.actions import item_table
from core.actions.desk import open_desk
from core.actions.forecasts import forecast_of
from core.base.events import Event, Failed
from core.base.specs import RunSpec
from core.base.values import Column
from core.jobs.reporter import JobReporter
from core.lab import train
from core.store.draft import DatasetDraft

DAYS, AHEAD = 180, 28
ELASTICITY, LIFT = -2.0, 0.4
DAY = Column(name="day", type="datetime", role="timestamp")
SKU = Column(name="sku", type="id", role="item_id")
TABLES = {
    "order_lines": (DAY, SKU, Column(name="pieces", type="integer", role="quantity")),
    "prices": (
        DAY, SKU, Column(name="price", type="number", role="price"),
        Column(name="promotion", type="integer"),
    ),
}  # fmt: skip


def shop(items: int) -> dict[str, pd.DataFrame]:
    """Poisson sales of items of different size, one line a day and item; prices and promotions of
    all days and of `AHEAD` more."""
    draw = np.random.default_rng(0)
    every = (items, DAYS + AHEAD)
    weeks = (items, -(-every[1] // 7))
    cheap, promoted = (np.repeat(draw.random(weeks) < 0.2, 7, axis=1)[:, : every[1]] for _ in "12")
    share = np.where(cheap, 0.8, 1.0)
    lift = np.exp(ELASTICITY * np.log(share) + LIFT * promoted)[:, :DAYS]
    sales = draw.poisson(draw.gamma(1.2, 3, items)[:, None] * lift)
    item, day = np.nonzero(sales)
    lines = _days(item, day).assign(pieces=pd.Series(sales[item, day], dtype="Int64"))
    item, day = (place.ravel() for place in np.indices(every))
    usual = draw.gamma(2, 9, items).round(2) + 5
    prices = _days(item, day).assign(
        price=(usual[:, None] * share).ravel(),
        promotion=pd.Series(promoted.ravel().astype(int), dtype="Int64"),
    )
    return {"order_lines": lines, "prices": prices}


def _days(item: np.ndarray, day: np.ndarray) -> pd.DataFrame:
    return pd.DataFrame(
        {
            "day": pd.Timestamp("2025-01-01") + pd.to_timedelta(day, unit="D"),
            "sku": pd.Series([f"s{number:05d}" for number in item], dtype="string"),
        }
    )


def prepare(root: Path, items: int) -> tuple[str, str]:
    """A workspace with a finished forecast; returns its run and its first series."""
    desk = open_desk(root)
    try:
        frames = shop(items)
        draft = DatasetDraft(
            "Shop", "order_lines", frames, TABLES, rows_read=len(frames["order_lines"])
        )
        dataset = desk.workspace.save_dataset(draft)
        question = {"horizon": AHEAD, "windows": 2, "future": ["price", "prices.promotion"]}
        spec = RunSpec(
            dataset=dataset.id, task="demand", question=question, family="moving_average"
        )
        run = desk.workspace.registry.create_run(spec)
        events: list[Event] = []
        train.run(JobReporter(run.id, events.append), str(root), spec.model_dump_json())
        assert not isinstance(events[-1], Failed), events[-1]
        desk.workspace.registry.record(events)
        ids = forecast_of(desk, run.id).forecast.ids
        item_table.edit(desk, run.id, known(ids))
        return run.id, ids[0]
    finally:
        desk.close()


def known(ids: tuple[str, ...]) -> dict[str, dict[str, object]]:
    """Stock, costs, packs and suppliers of the items."""
    draw = np.random.default_rng(1)
    table = pd.DataFrame(
        {
            "on_hand": draw.poisson(40, len(ids)).astype(float),
            "unit_cost": draw.gamma(2, 4, len(ids)).round(2) + 0.5,
            "price": draw.gamma(2, 9, len(ids)).round(2) + 5,
            "pack_size": draw.choice([1.0, 6.0, 12.0], len(ids)),
            "supplier": draw.choice(["Alba", "Blue Mill", "Nord", "杭州"], len(ids)),
        },
        index=list(ids),
    )
    return {str(item): dict(row) for item, row in table.iterrows()}
