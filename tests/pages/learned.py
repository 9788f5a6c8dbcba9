"""A workspace with data to learn from and runs that really learned, without an engine.

Import the fixtures that a test module uses: `from tests.pages.learned import ...`.
"""

import shutil
import sqlite3
from collections.abc import Callable, Iterator
from contextlib import closing
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import pytest

from core.actions.desk import Desk, open_desk
from core.base.events import (
    LAST_SEQ,
    Epoch,
    Event,
    Failed,
    Finished,
    Log,
    Lost,
    Stage,
    Started,
    Stopped,
)
from core.base.runs import Run
from core.base.specs import RunSpec
from core.lab import train
from core.store.workspace import Workspace
from tests.lab import shops


@dataclass
class FakeEngine:
    """Stands for the engine: keeps what was submitted, answers in this process."""

    submitted: list[tuple[str, str]] = field(default_factory=list)
    stopped: list[str] = field(default_factory=list)

    def submit(self, _function: Callable[..., None], run_id: str, *args: str) -> None:
        """Keeps (run, spec)."""
        self.submitted.append((run_id, args[-1]))

    def stop(self, run_id: str) -> None:
        """Keeps the run."""
        self.stopped.append(run_id)

    def ask(self, function: Callable[..., Any], *args: object, **_timeout: float) -> object:
        """Answers at once."""
        return function(*args)


@pytest.fixture
def engine(monkeypatch: pytest.MonkeyPatch) -> FakeEngine:
    """Every desk's engine."""
    made = FakeEngine()
    monkeypatch.setattr(Desk, "engine", property(lambda _desk: made))
    monkeypatch.setattr(Desk, "queue", lambda _desk: [run for run, _ in made.submitted])
    return made


def spec_of(dataset: str, **changes: object) -> RunSpec:
    """A logistic regression on the visits."""
    spec = RunSpec(
        dataset=dataset, task="classify", question={"target": "bought"}, family="logistic"
    )
    return spec.model_copy(update=changes)


def train_here(workspace: Workspace, spec: RunSpec, name: str) -> Run:
    """Trains in this process and records what was told."""
    run = workspace.registry.create_run(spec, name)
    events: list[Event] = [Started(run=run.id, seq=0, worker="here")]
    train.run(shops.heard(run.id, events), str(workspace.root), spec.model_dump_json())
    workspace.registry.record(events)
    return workspace.registry.run(run.id)


@pytest.fixture(scope="session")
def learned_home(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A workspace with one dataset and two finished runs: made once, copied by `learned`."""
    root = tmp_path_factory.mktemp("learned")
    workspace = Workspace(root)
    dataset = shops.save(workspace, shops.visits())
    train_here(workspace, spec_of(dataset.id), "linear *one*")
    train_here(workspace, spec_of(dataset.id, family="lightgbm", seed=3), "trees")
    return root


@pytest.fixture
def learned(learned_home: Path, workspace: Path) -> Iterator[Desk]:
    """A desk at a fresh copy of that workspace."""
    shutil.copytree(
        learned_home, workspace, dirs_exist_ok=True, ignore=shutil.ignore_patterns("*.sqlite*")
    )
    with (
        closing(sqlite3.connect(learned_home / "registry.sqlite")) as source,
        closing(sqlite3.connect(workspace / "registry.sqlite")) as copy,
    ):
        source.backup(copy)
    opened = open_desk(workspace)
    yield opened
    opened.close()


def run_called(desk: Desk, name: str) -> Run:
    """The run of this name."""
    return next(run for run in desk.workspace.registry.runs() if run.name == name)


def best_run(desk: Desk, members: list[tuple[str, int, float]]) -> Run:
    """A finished `best` whose time ended early, made of (family, seed, weight) over five folds.

    What it left behind is that of the trees: only its words are looked at.
    """
    trees = run_called(desk, "trees")
    assert trees.resolved is not None
    assert trees.summary is not None
    spec = spec_of(trees.spec.dataset, family="best", budget=60.0)
    run = desk.workspace.registry.create_run(spec, "chosen")
    shutil.copytree(desk.workspace.run_folder(trees.id), desk.workspace.run_folder(run.id))
    made_of = [
        {"family": family, "settings": {}, "seed": seed, "weight": weight}
        for family, seed, weight in members
    ]
    settings = {"folds": 5, "members": made_of}
    resolved = trees.resolved.model_copy(update={"family": "blend", "settings": settings})
    told: list[Event] = [Started(run=run.id, seq=1, worker="w")]
    for step, family in enumerate(("logistic", "hist_gradient_boosting"), start=1):
        facts = {"family": family, "step": step, "steps": 3}
        told.append(Log(run=run.id, seq=1 + step, code="trying", facts=facts))
    skipped = {"family": "network", "seconds": 1}
    told.append(Log(run=run.id, seq=8, code="skipped_for_budget", facts=skipped))
    told.append(
        Finished(
            run=run.id,
            seq=9,
            digest=trees.digest or "",
            resolved=resolved.model_dump(mode="json"),
            summary=trees.summary.model_copy(update={"family": "blend"}).model_dump(mode="json"),
        )
    )
    desk.workspace.registry.record(told)
    return desk.workspace.registry.run(run.id)


def going(desk: Desk, epochs: int = 4) -> Run:
    """A run that has told so many epochs and is still learning."""
    dataset = desk.workspace.datasets()[0]
    run = desk.workspace.registry.create_run(spec_of(dataset.id, family="network"), "going")
    told: list[Event] = [
        Started(run=run.id, seq=1, worker="w"),
        Stage(run=run.id, seq=2, code="fit", step=4, steps=7, family="network"),
    ]
    told += [epoch(run.id, number) for number in range(1, epochs + 1)]
    desk.workspace.registry.record(told)
    return desk.workspace.registry.run(run.id)


def epoch(run: str, number: int) -> Epoch:
    """An epoch of a network whose loss falls."""
    return Epoch(
        run=run,
        seq=2 + number,
        curve="network",
        epoch=number,
        epochs=60,
        loss=0.5 / number,
        val_loss=0.6 / number,
        auc=0.8,
        val_auc=0.79,
        learning_rate=0.002,
        seconds=0.1,
    )


def ended(desk: Desk, how: str) -> Run:
    """A run that ended without a result: failed, stopped or interrupted."""
    run = going(desk)
    last: dict[str, Event] = {
        "failed": Failed(run=run.id, seq=90, code="no_features", facts={
            "table": "plain", "target": "bought", "refused": ["a"]}),
        "stopped": Stopped(run=run.id, seq=90),
        "interrupted": Lost(run=run.id, seq=LAST_SEQ),
    }  # fmt: skip
    desk.workspace.registry.record([last[how]])
    return desk.workspace.registry.run(run.id)
