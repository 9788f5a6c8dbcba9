"""A workspace with sales, forecasts that were really made of them, and one run of another task.

Import the fixtures that a test module uses: `from tests.pages.foreseen import ...`.
"""

import shutil
import sqlite3
from collections.abc import Iterator
from contextlib import closing
from pathlib import Path

import pandas as pd
import pytest

from core.actions.desk import Desk, open_desk
from core.base.events import Epoch, Event, Finished, Log, Stage, Started
from core.base.runs import Run
from core.base.specs import RunSpec
from core.store.workspace import Workspace
from tests.lab import shops
from tests.lab.demand import sales
from tests.pages.learned import spec_of as row_spec
from tests.pages.learned import train_here

HORIZON = 7
FAST = {"rounds": 40, "sampled_rows": 4000}


def spec_of(dataset: str, **changes: object) -> RunSpec:
    """A forecast of a week by pooled trees."""
    spec = RunSpec(
        dataset=dataset,
        task="demand",
        question={"horizon": HORIZON, "windows": 2},
        family="pooled_trees",
        settings=FAST,
    )
    return spec.model_copy(update=changes)


@pytest.fixture(scope="session")
def foreseen_home(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Made once, copied by `foreseen`: the sales, two forecasts, and a run on visits."""
    root = tmp_path_factory.mktemp("foreseen")
    workspace = Workspace(root)
    visits = shops.save(workspace, shops.visits(300))
    train_here(workspace, row_spec(visits.id), "rows")
    frame = sales.sold()
    young = frame[(frame["sku"] == "s2") & (frame["day"] < "2024-08-25")].index
    never = frame.head(1).assign(sku="never", pieces=0)
    shop = sales.save(workspace, pd.concat([frame.drop(young), never.astype(frame.dtypes)]))
    train_here(workspace, spec_of(shop.id), "trees *one*")
    naive = spec_of(shop.id, family="moving_average", settings={})
    train_here(workspace, naive, "naive")
    return root


@pytest.fixture
def foreseen(foreseen_home: Path, workspace: Path) -> Iterator[Desk]:
    """A desk at a fresh copy of that workspace."""
    shutil.copytree(
        foreseen_home, workspace, dirs_exist_ok=True, ignore=shutil.ignore_patterns("*.sqlite*")
    )
    with (
        closing(sqlite3.connect(foreseen_home / "registry.sqlite")) as source,
        closing(sqlite3.connect(workspace / "registry.sqlite")) as copy,
    ):
        source.backup(copy)
    opened = open_desk(workspace)
    yield opened
    opened.close()


def chosen(desk: Desk, family: str) -> Run:
    """A finished `best` that answered with a family of which a run was called: `naive` kept the
    baseline. What it left behind is that run's."""
    other = next(run for run in desk.workspace.registry.runs() if run.name == family)
    assert other.resolved is not None
    assert other.summary is not None
    spec = other.spec.model_copy(update={"family": "best", "settings": {}})
    run = desk.workspace.registry.create_run(spec, "chosen")
    shutil.copytree(desk.workspace.run_folder(other.id), desk.workspace.run_folder(run.id))
    told: list[Event] = [Started(run=run.id, seq=1, worker="w")]
    for seq in (2, 3):
        facts = {"baseline": other.summary.family}
        told.append(Log(run=run.id, seq=seq, code="baseline_kept", facts=facts))
    told.append(
        Finished(
            run=run.id,
            seq=4,
            digest=other.digest or "",
            resolved=other.resolved.model_dump(mode="json"),
            summary=other.summary.model_dump(mode="json"),
        )
    )
    desk.workspace.registry.record(told)
    return desk.workspace.registry.run(run.id)


def going(desk: Desk) -> Run:
    """A forecast that is still learning: its second fit has told a loss."""
    dataset = desk.workspace.datasets()[0]
    run = desk.workspace.registry.create_run(spec_of(dataset.id), "going")
    told: list[Event] = [
        Started(run=run.id, seq=1, worker="w"),
        Stage(run=run.id, seq=2, code="fit", step=3, steps=5, family="pooled_trees"),
    ]
    for number in range(4):
        epoch = 10 + 30 * (number % 2)
        told.append(
            Epoch(
                run=run.id, seq=3 + number, curve="pooled_trees", epoch=epoch, epochs=40, loss=0.02
            )
        )
    desk.workspace.registry.record(told)
    return desk.workspace.registry.run(run.id)
