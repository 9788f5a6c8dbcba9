"""A workspace with a finished forecast whose truth is known: 50 a day with sd 10, independent.

Import the fixtures that a test module uses: `from tests.pages.ordered import ...`.
"""

import shutil
import sqlite3
from collections.abc import Iterator
from contextlib import closing
from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest
from scipy.stats import norm

from core.actions import order_book
from core.actions.desk import Desk, open_desk
from core.base.events import Finished, Started
from core.base.runs import Run
from core.base.specs import RunSpec
from core.demand.panel import Floats, Panel
from core.inventory.terms import Terms
from core.lab import train
from core.lab.demand.bundle import DemandBundle, load, write
from core.lab.demand.held_out import held_out
from core.lab.demand.origins import weekly
from core.store.artefacts import seal
from core.store.workspace import Workspace
from tests.inventory.shop import normal_forecast
from tests.lab import shops
from tests.lab.demand import sales

ITEMS = ("s0", "s1", "s2")
HORIZON, PERIODS = 28, 210
OWED = Terms(policy="order_up_to")
"""What cannot be met is owed: the policy whose quantities are worked by hand."""
NEED = float(norm(14 * 50, np.sqrt(14) * 10).ppf(0.95))
"""What an item needs over a lead time and a review period of seven days each, at 95 %."""
ORDER = float(np.ceil(NEED))


@pytest.fixture(scope="session")
def ordered_home(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The workspace, made once and copied by `ordered`."""
    root = tmp_path_factory.mktemp("ordered")
    workspace = Workspace(root)
    dataset = sales.save(workspace, sales.sold(items=len(ITEMS), days=PERIODS))
    spec = RunSpec(
        dataset=dataset.id, task="demand", question={"horizon": HORIZON, "windows": 2},
        family="moving_average",
    )  # fmt: skip
    trained = workspace.registry.create_run(spec, "trained")
    events: list = []
    train.run(shops.heard(trained.id, events), str(root), spec.model_dump_json())
    done = events[-1]
    folder = shops.bundle_of(root, trained.id)
    made = load(folder, done.digest)
    known = normal_forecast(np.full(len(ITEMS), 50.0), np.full(len(ITEMS), 10.0))
    made = replace(made, forecast=known, held_out=None)
    _finished(workspace, folder, made, done, "no *weeks*")
    cutoffs = [PERIODS - 2 * HORIZON, PERIODS - HORIZON]
    origins = weekly(made.panel, cutoffs, HORIZON)
    assert origins is not None
    weeks = held_out(made.panel, lambda _origin: Weekdays(), origins, HORIZON, seed=0)
    run = _finished(workspace, folder, replace(made, held_out=weeks), done, "known *truth*")
    desk = open_desk(root)
    order_book.keep_terms(desk, run.id, OWED)
    desk.close()
    return root


def _finished(
    workspace: Workspace, like: Path, bundle: DemandBundle, done: Finished, name: str
) -> Run:
    """A finished run that has `bundle`, and the model of the one in the folder `like`."""
    run = workspace.registry.create_run(workspace.registry.runs()[-1].spec, name)
    folder = shops.bundle_of(workspace.root, run.id)
    left = shutil.ignore_patterns("manifest.json", "held_out.npz")
    shutil.copytree(like, folder, ignore=left)
    write(bundle, folder)
    changes = {"run": run.id, "seq": 1, "digest": seal(folder)}
    workspace.registry.record(
        [Started(run=run.id, seq=0, worker="here"), done.model_copy(update=changes)]
    )
    return run


class Weekdays:
    """Forecasts the mean of the same weekdays of the last four weeks."""

    def mean(self, past: Panel) -> Floats:
        """The next `HORIZON` days of each series."""
        week = past.y[:, -28:].reshape(len(past.y), 4, 7).mean(axis=1)
        return np.tile(week, (1, HORIZON // 7))

    def save(self, folder: object) -> None:
        """Nobody saves it."""
        raise AssertionError(folder)


@pytest.fixture
def ordered(ordered_home: Path, workspace: Path) -> Iterator[Desk]:
    """A desk at a fresh copy of that workspace."""
    shutil.copytree(
        ordered_home, workspace, dirs_exist_ok=True, ignore=shutil.ignore_patterns("*.sqlite*")
    )
    with (
        closing(sqlite3.connect(ordered_home / "registry.sqlite")) as source,
        closing(sqlite3.connect(workspace / "registry.sqlite")) as copy,
    ):
        source.backup(copy)
    opened = open_desk(workspace)
    yield opened
    opened.close()


def known_run(desk: Desk) -> Run:
    """The run of known truth."""
    return next(run for run in desk.workspace.registry.runs() if run.name == "known *truth*")
