"""What a what-if on the order plan costs: sliders moved on 2,000 items, median of 20.

    python -m benchmarks.orders_page [--items 2000]

Makes a workspace with a forecast of generated sales and what is known of the items, starts the app,
and moves sliders through a websocket session as a browser would. Seconds of the server for each
move, and its CPU, stand beside a fixed loop that says how fast the machine is at that moment.
"""

import argparse
import json
import statistics
import tempfile
from pathlib import Path

import numpy as np
import pandas as pd

from benchmarks.pages import cpu
from benchmarks.sessions import Session, calibration, server
from core.actions import item_table
from core.actions.desk import open_desk
from core.actions.forecasts import forecast_of
from core.base.events import Event
from core.base.specs import RunSpec
from core.base.values import Column
from core.jobs.reporter import JobReporter
from core.lab import train
from core.store.draft import DatasetDraft

CLICKS = 20
DAYS = 180
COLUMNS = (
    Column(name="day", type="datetime", role="timestamp"),
    Column(name="sku", type="id", role="item_id"),
    Column(name="pieces", type="integer", role="quantity"),
)
MOVES = {"level": ("orders_level_", 85.0, 0.5), "lead_time": ("orders_lead_time_r", 2.0, 1.0)}
"""Sliders by the name of their figure: part of the element's id, first value, step."""


def sold(items: int) -> pd.DataFrame:
    """Poisson sales of items of different size, one line a day and item."""
    draw = np.random.default_rng(0)
    sales = draw.poisson(draw.gamma(1.2, 3, items)[:, None], (items, DAYS))
    item, day = np.nonzero(sales)
    return pd.DataFrame(
        {
            "day": pd.Timestamp("2025-01-01") + pd.to_timedelta(day, unit="D"),
            "sku": pd.Series([f"s{number:05d}" for number in item], dtype="string"),
            "pieces": pd.Series(sales[item, day], dtype="Int64"),
        }
    )


def prepare(root: Path, items: int) -> str:
    """A workspace with a finished forecast and what is known of its items; returns the run's id."""
    desk = open_desk(root)
    frame = sold(items)
    draft = DatasetDraft("Shop", "order_lines", {"order_lines": frame}, {"order_lines": COLUMNS},
                         rows_read=len(frame))  # fmt: skip
    dataset = desk.workspace.save_dataset(draft)
    question = {"horizon": 28, "windows": 2}
    spec = RunSpec(dataset=dataset.id, task="demand", question=question, family="moving_average")
    run = desk.workspace.registry.create_run(spec)
    events: list[Event] = []
    train.run(JobReporter(run.id, events.append), str(root), spec.model_dump_json())
    desk.workspace.registry.record(events)
    ids = forecast_of(desk, run.id).forecast.ids
    item_table.edit(desk, run.id, known(ids))
    desk.close()
    return run.id


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


def main() -> None:
    """Prints each figure and, last, all as JSON."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--items", type=int, default=2000)
    parser.add_argument("--port", type=int, default=8650)
    flags = parser.parse_args()
    figures: dict[str, float] = {"items": flags.items}
    with tempfile.TemporaryDirectory() as name:
        root = Path(name) / "workspace"
        query = f"run={prepare(root, flags.items)}&lang=en"
        with server(flags.port, root) as process:
            for terms in ("", "&terms=budget:20000"):
                session = Session(flags.port, "orders", query + terms)
                session.rerun()
                session.rerun()
                for what, (slider, first, step) in MOVES.items():
                    session.slide(slider, first)
                    waits, loops, before = [], [], cpu(process)
                    for number in range(1, CLICKS + 1):
                        waits.append(session.slide(slider, first + step * (number % 19)))
                        loops.append(calibration())
                    label = what + ("_in_budget" if terms else "")
                    figures[f"{label}_median_s"] = statistics.median(waits)
                    figures[f"{label}_cpu_s"] = (cpu(process) - before) / CLICKS
                    figures[f"{label}_calibration_s"] = statistics.median(loops)
                session.close()
    for label, value in figures.items():
        print(f"{label:34s} {value:.4f}")
    print(json.dumps(figures))


if __name__ == "__main__":
    main()
