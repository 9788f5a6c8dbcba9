"""A workspace with a forecast that knows prices and flyers, and one that knows nothing ahead.

Import the fixtures that a test module uses: `from tests.pages.supposed import ...`.
"""

import shutil
import sqlite3
from collections.abc import Iterator
from contextlib import closing
from pathlib import Path

import pytest

from core.actions.desk import Desk, open_desk
from core.base.runs import Run
from core.base.specs import RunSpec
from core.store.workspace import Workspace
from tests.lab.demand import priced
from tests.pages.learned import train_here

HORIZON = priced.AHEAD


def spec_of(dataset: str, *future: str) -> RunSpec:
    """A forecast of two weeks by item."""
    question = {"horizon": HORIZON, "windows": 1, "by": ["sku"], "future": future}
    return RunSpec(dataset=dataset, task="demand", question=question, family="croston_sba")


@pytest.fixture(scope="session")
def supposed_home(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Made once, copied by `supposed`."""
    root = tmp_path_factory.mktemp("supposed")
    workspace = Workspace(root)
    dataset = priced.save(workspace)
    train_here(workspace, spec_of(dataset.id), "plain")
    train_here(workspace, spec_of(dataset.id, "price", "promotions.promotion"), "priced *one*")
    late = spec_of(priced.save(workspace, ahead=False).id, "price")
    train_here(workspace, late.model_copy(update={"family": "moving_average"}), "untold")
    return root


@pytest.fixture
def supposed(supposed_home: Path, workspace: Path) -> Iterator[Desk]:
    """A desk at a fresh copy of that workspace."""
    shutil.copytree(
        supposed_home, workspace, dirs_exist_ok=True, ignore=shutil.ignore_patterns("*.sqlite*")
    )
    with (
        closing(sqlite3.connect(supposed_home / "registry.sqlite")) as source,
        closing(sqlite3.connect(workspace / "registry.sqlite")) as copy,
    ):
        source.backup(copy)
    opened = open_desk(workspace)
    yield opened
    opened.close()


def run_of(desk: Desk, name: str = "priced *one*") -> Run:
    """The run of this name."""
    return next(run for run in desk.workspace.registry.runs() if run.name == name)
