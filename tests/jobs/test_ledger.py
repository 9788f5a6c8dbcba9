"""The ledger by itself: what it takes down, and that an ending engine takes no more runs."""

import json
import time
from types import SimpleNamespace
from typing import Any

import pytest

from core.jobs.ledger import ASK, TOPIC, Ledger


@pytest.fixture
def ledger() -> Ledger:
    """A ledger at a scheduler with no tasks and no workers."""
    made = Ledger(b"")
    made.scheduler = SimpleNamespace(tasks={}, workers={}, handlers={})
    return made


def told(kind: str, run: str = "r-1", worker: str | None = "tls://w:1") -> dict[str, Any]:
    event = json.dumps({"type": kind, "run": run})
    header = {"run": run, "root": "/ws", "type": kind, "json": event}
    return header if worker is None else {**header, "worker": worker}


def test_an_ending_engine_takes_no_more_runs(ledger: Ledger) -> None:
    assert not ledger.on_ending()
    assert ledger.on_retire()
    assert ledger.on_ending()
    assert ledger.on_enlist("r-late", "/ws") is False
    assert ledger.on_alive() == []
    assert ledger.on_replay("/ws", []) == []


def test_a_run_that_was_taken_keeps_the_engine(ledger: Ledger) -> None:
    assert ledger.on_enlist("r-1", "/ws") is True
    assert not ledger.on_retire()
    assert ledger.on_enlist("r-2", "/ws") is True
    for run in ("r-1", "r-2"):
        ledger.log_event(TOPIC, told("stopped", run))
    assert ledger.on_retire()


def test_an_open_question_keeps_the_engine(ledger: Ledger) -> None:
    ledger.scheduler.tasks[f"{ASK}1"] = object()
    assert not ledger.on_retire()
    ledger.scheduler.tasks.clear()
    assert ledger.on_retire()


def test_an_end_once_decided_is_not_taken_back(ledger: Ledger) -> None:
    assert ledger.on_enlist("r-1", "/ws")
    ledger.retired = True  # as by a signal
    assert ledger.on_retire()
    assert not ledger.on_enlist("r-2", "/ws")


@pytest.mark.parametrize("kind", ["epoch", "heartbeat", "started"])
def test_a_run_first_heard_of_in_its_midst_is_alive_with_its_worker(
    ledger: Ledger, kind: str
) -> None:
    ledger.log_event(TOPIC, told(kind))
    ledger.stories["r-1"].since = time.monotonic() - 60
    assert ledger.on_alive() == []
    ledger.scheduler.workers["tls://w:1"] = object()
    assert ledger.on_alive() == ["r-1"]
    assert ledger.on_waiting() == []
