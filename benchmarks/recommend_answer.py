"""One customer's list as a page asks for it: the action, the engine, a warm answering worker that
reads, ranks, follows the rules, finds the reasons, and all of it back."""

import statistics
import tempfile
import time
from pathlib import Path

import numpy as np
import pandas as pd

from benchmarks import recommend_data as sets
from benchmarks.calibration import beside_loop
from core.actions import recommending
from core.actions.desk import Desk, open_desk
from core.base.events import Event, Failed
from core.base.specs import RunSpec
from core.base.values import Column
from core.jobs.reporter import JobReporter
from core.lab import train
from core.lab.recommend.asking import ListsAsked
from core.store.draft import DatasetDraft

TIMES, UNTIMED = 20, 3
BUDGET = 60.0
"""Estimated seconds of `best`: families and a blend of several, as the app would answer with."""
COLUMNS = (
    Column(name="bon", type="id", role="order_id"),
    Column(name="at", type="datetime", role="timestamp"),
    Column(name="who", type="id", role="user_id"),
    Column(name="sku", type="id", role="item_id"),
    Column(name="name", type="text", role="text"),
)


def answered(data: Path) -> None:
    """Prints the median of whole answers, each for another customer, beside the loop."""
    with tempfile.TemporaryDirectory() as folder:
        desk = open_desk(Path(folder) / "shop")
        try:
            _timed(desk, _trained(desk, data))
        finally:
            desk.close()


def _timed(desk: Desk, run: str) -> None:
    about, _ = recommending.report_of(desk, run)
    _, users = recommending.catalogue(desk, run)
    rules = recommending.usual_rules(desk, run)
    some = np.random.default_rng(0).permutation(len(users))[: TIMES + UNTIMED]

    def asked(number: int) -> float:
        wanted = ListsAsked(users=(users[some[number]],), rules=rules)
        began = time.perf_counter()
        found = recommending.lists(desk, run, wanted)
        spent = time.perf_counter() - began
        assert len(found.lists[0].shown) == wanted.n, found
        return spent

    for number in range(UNTIMED):
        asked(TIMES + number)
    waits, loop = beside_loop(asked, TIMES)
    wait = statistics.median(waits)
    family = about.spec.settings.get("members", about.family)
    named = [one["family"] for one in family] if isinstance(family, list) else family
    print(f"  one customer's whole answer of {named}: median of {TIMES} {1000 * wait:.1f} ms,")
    print(f"    {wait / loop:.2f} x the calibration loop ({1000 * loop:.1f} ms)", flush=True)


def _trained(desk: Desk, data: Path) -> str:
    """A finished run on online_retail, all lines."""
    draft = DatasetDraft("Retail", "order_lines", {"order_lines": _lines(data)},
                         {"order_lines": COLUMNS}, rows_read=0)  # fmt: skip
    dataset = desk.workspace.save_dataset(draft)
    spec = RunSpec(dataset=dataset.id, task="recommend", question={}, family="best", budget=BUDGET)
    run = desk.workspace.registry.create_run(spec)
    events: list[Event] = []
    train.run(JobReporter(run.id, events.append), str(desk.workspace.root), spec.model_dump_json())
    assert not isinstance(events[-1], Failed), events[-1]
    desk.workspace.registry.record(events)
    return run.id


def _lines(data: Path) -> pd.DataFrame:
    known = sets.retail_lines(data)
    found = known.interactions
    names = known.items["text"].to_numpy(object)[found.item]
    at = pd.to_datetime(np.round(found.day * 86400), unit="s").astype("datetime64[us]")
    cells = (found.basket.astype(str), at, found.users[found.user], found.items[found.item], names)
    lines = pd.DataFrame({one.name: cell for one, cell in zip(COLUMNS, cells, strict=True)})
    return lines.astype({one.name: "string" for one in COLUMNS if one.type != "datetime"})
