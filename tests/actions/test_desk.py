"""The desk keeps the registry true: what runs tell, what was missed, what was interrupted."""

import os
import signal
import threading
from pathlib import Path

import pytest

from core.actions import desk as desks
from core.actions.desk import Desk, open_desk
from core.base.errors import AppError
from core.base.events import Heartbeat, Started
from core.base.runs import Run
from core.base.specs import RunSpec
from core.jobs import engine as engines
from core.jobs import finding
from core.jobs.engine import connect
from core.jobs.version import version
from tests.engine import end_engine, engine, engine_home, wait_until
from tests.jobs import jobs_to_run as jobs

__all__ = ["engine", "engine_home"]
SPEC = RunSpec(dataset="d-1", task="classify", question={"target": "y"})


@pytest.fixture
def lonely(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A workspace whose engine folder is empty."""
    monkeypatch.setenv(finding.FOLDER, str(tmp_path / "no engine"))
    return tmp_path / "workspace"


def state(desk: Desk, run: Run) -> str:
    return desk.workspace.registry.run(run.id).state


def test_looking_needs_no_engine(lonely: Path) -> None:
    desk = open_desk(lonely)
    assert desk.workspace.registry.runs() == []
    desk.catch_up()
    assert desk.queue() == []
    assert desk.connected is None
    assert desk.trouble is None
    assert not (lonely.parent / "no engine").exists()
    desk.close()


def test_only_silence_makes_a_run_interrupted(
    lonely: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(desks, "STALE_SECONDS", 0.4)
    desk = Desk(lonely)
    registry = desk.workspace.registry
    speaking, silent, queued = (registry.create_run(SPEC) for _ in range(3))
    registry.record([Started(run=run.id, seq=1, worker="w") for run in (speaking, silent)])
    desk.catch_up()
    assert [state(desk, run) for run in (speaking, silent, queued)] == [
        "running", "running", "queued",
    ]  # fmt: skip

    def given_up() -> bool:
        registry.record([Heartbeat(run=speaking.id, seq=0)])
        desk.catch_up()
        assert state(desk, speaking) == "running"
        return state(desk, silent) == state(desk, queued) == "interrupted"

    wait_until(given_up)
    desk.close()


@pytest.mark.worker
@pytest.mark.usefixtures("engine")
def test_a_run_wrongly_given_up_goes_on_when_it_is_heard_again(tmp_path: Path) -> None:
    desk = Desk(tmp_path)
    run = desk.workspace.registry.create_run(SPEC)
    desk.engine.submit(jobs.patient, run.id, 60)
    wait_until(lambda: state(desk, run) == "running")
    assert desk.workspace.registry.mark_stale(0, set()) == [run.id]
    assert state(desk, run) == "interrupted"
    wait_until(lambda: state(desk, run) == "running", 10)
    desk.catch_up()
    assert state(desk, run) == "running"
    desk.engine.stop(run.id)
    wait_until(lambda: state(desk, run) == "stopped")
    desk.close()


@pytest.mark.worker
@pytest.mark.usefixtures("engine")
def test_a_desk_that_comes_back_hears_the_true_ending_of_a_run_given_up(tmp_path: Path) -> None:
    away, there = Desk(tmp_path), connect(tmp_path)
    run = away.workspace.registry.create_run(SPEC)
    there.submit(jobs.mistaken, run.id)
    wait_until(lambda: run.id not in there.alive())
    there.close()
    assert away.workspace.registry.mark_stale(0, set()) == [run.id]
    away.catch_up()
    found = away.workspace.registry.run(run.id)
    assert (found.state, found.error) == ("failed", "one_class")
    away.catch_up()
    assert away.workspace.registry.run(run.id) == found
    away.close()


@pytest.mark.worker
def test_a_run_brought_to_an_engine_that_is_ending_trains_on_the_next(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    home = tmp_path / "engine"
    monkeypatch.setenv(finding.FOLDER, str(home))
    desk = Desk(tmp_path)
    try:
        ending = desk.engine
        run = desk.workspace.registry.create_run(SPEC)
        assert ending.ask_ledger("retire")
        desk.submit(jobs.mistaken, run.id)
        assert desk.engine.address != ending.address
        wait_until(lambda: state(desk, run) == "failed", 180)
        assert desk.workspace.registry.run(run.id).error == "one_class"
    finally:
        desk.close()
        end_engine(home)


@pytest.mark.worker
@pytest.mark.usefixtures("engine")
def test_an_ending_that_makes_no_sense_fails_its_run_only(tmp_path: Path) -> None:
    desk = Desk(tmp_path)
    odd, next_one = (desk.workspace.registry.create_run(SPEC) for _ in range(2))
    desk.engine.submit(jobs.finish, odd.id)
    desk.engine.submit(jobs.mistaken, next_one.id)
    wait_until(lambda: state(desk, next_one) == "failed")
    found = desk.workspace.registry.run(odd.id)
    assert (found.state, found.error) == ("failed", "defect")
    desk.close()


def test_trouble_with_a_cluster_is_kept_and_raised_where_it_matters(
    lonely: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("DASK_ADDRESS", "tcp://127.0.0.1:9")
    monkeypatch.setattr("core.jobs.engine.CONNECT_SECONDS", 0.3)
    desk = Desk(lonely)
    desk.catch_up()
    assert desk.trouble is not None
    assert desk.trouble.code == "engine_unreachable"
    with pytest.raises(AppError, match="engine_unreachable"):
        _ = desk.engine
    desk.close()


@pytest.mark.worker
@pytest.mark.usefixtures("engine")
def test_a_run_is_followed_by_every_desk_and_found_by_a_later_one(tmp_path: Path) -> None:
    submitting, looking = Desk(tmp_path), Desk(tmp_path)
    looking.watch()
    run = submitting.workspace.registry.create_run(SPEC)
    submitting.engine.submit(jobs.patient, run.id, 60)
    wait_until(lambda: state(submitting, run) == "running")
    submitting.close()
    wait_until(lambda: looking.connected is not None)
    looking.engine.stop(run.id)
    wait_until(lambda: state(looking, run) == "stopped")
    looking.close()
    later = looking.workspace.registry.create_run(SPEC)
    alone = connect(tmp_path)
    alone.submit(jobs.mistaken, later.id)
    wait_until(lambda: later.id not in alone.alive())
    alone.close()
    assert state(looking, later) == "queued"
    desk = Desk(tmp_path)
    desk.catch_up()
    found = desk.workspace.registry.run(later.id)
    assert (found.state, found.error, found.facts) == ("failed", "one_class", {"target": "y"})
    desk.close()


@pytest.mark.worker
def test_a_killed_engine_leaves_an_interrupted_run_and_is_replaced(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    home = tmp_path / "engine"
    monkeypatch.setenv(finding.FOLDER, str(home))
    monkeypatch.setattr(desks, "STALE_SECONDS", 2.0)
    monkeypatch.setattr(desks, "LOOK_SECONDS", 0.3)
    desk = Desk(tmp_path)
    try:
        first = desk.engine
        run = desk.workspace.registry.create_run(SPEC)
        first.submit(jobs.patient, run.id, 600)
        wait_until(lambda: state(desk, run) == "running", 180)

        def told_for_longer_than_silence_lasts() -> bool:
            found = desk.workspace.registry.run(run.id)
            assert found.state == "running"
            assert found.started is not None
            assert found.heartbeat is not None
            return (found.heartbeat - found.started).total_seconds() > desks.STALE_SECONDS

        wait_until(told_for_longer_than_silence_lasts)
        card = finding.read_card(home)
        assert card is not None
        os.kill(card.pid, signal.SIGKILL)
        wait_until(lambda: state(desk, run) == "interrupted", 10)
        assert desk.workspace.registry.run(run.id).error == "run_stale"
        assert desk.engine.address != first.address
    finally:
        desk.close()
        end_engine(home)


@pytest.mark.worker
def test_an_update_of_the_app_gets_a_new_engine(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    home = tmp_path / "engine"
    monkeypatch.setenv(finding.FOLDER, str(home))
    desk = Desk(tmp_path)
    try:
        old = desk.engine
        assert desk.engine is old
        for place in (engines, finding):
            monkeypatch.setattr(place, "version", lambda: "newer")
        new = desk.engine
        assert (old.code, new.code) == (version(), "newer")
        assert old.gone
        assert desk.connected is new
    finally:
        desk.close()
        end_engine(home)


@pytest.mark.worker
@pytest.mark.usefixtures("engine")
def test_warming_and_closing_leave_no_threads(tmp_path: Path) -> None:
    before = {thread.name for thread in threading.enumerate()}
    desk = Desk(tmp_path)
    desk.warm()
    wait_until(lambda: desk.connected is not None)
    assert "engine-listener" in {thread.name for thread in threading.enumerate()}
    desk.close()
    left = {t.name for t in threading.enumerate()} - before
    assert not {name for name in left if name.startswith(("desk", "engine-listener", "IO loop"))}
