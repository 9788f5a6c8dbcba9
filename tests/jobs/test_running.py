"""Runs on the real engine: their story, their endings, their order, their death."""

import asyncio
import os
import signal
import time
from pathlib import Path

import pytest
from distributed.comm import connect as connect_comm
from distributed.security import Security

from core.base.errors import AppError
from core.base.events import LAST_SEQ, Event
from core.jobs import certificates, finding
from core.jobs.engine import Engine, connect
from core.jobs.work import BEGUN
from tests.engine import wait_until
from tests.jobs import jobs_to_run as jobs
from tests.jobs.conftest import Ear

pytestmark = pytest.mark.worker


def run_id(tmp_path: Path, name: str = "a") -> str:
    return f"r-{tmp_path.name}-{name}"


def test_a_run_tells_its_whole_story_in_order(engine: Engine, ear: Ear, tmp_path: Path) -> None:
    run = run_id(tmp_path)
    engine.listen(ear)
    engine.submit(jobs.short, run, 3)
    ear.wait_for(run, "finished")
    told = ear.of(run)
    assert [e.type for e in told] == ["started", "stage", *["epoch"] * 3, "log", "finished"]
    assert [e.seq for e in told] == list(range(1, 8))
    assert [e.loss for e in told if e.type == "epoch"] == [1, 1 / 2, 1 / 3]
    assert (tmp_path / "runs" / run / BEGUN).exists()


def test_who_comes_late_hears_what_was_missed(engine: Engine, ear: Ear, tmp_path: Path) -> None:
    run = run_id(tmp_path)
    engine.submit(jobs.short, run, 2)
    wait_until(lambda: run not in engine.alive())
    second = connect(tmp_path)
    try:
        listener = second.listen(ear)
        assert listener.caught_up.wait(10)
        assert [e.seq for e in ear.of(run)] == list(range(1, 7))
    finally:
        second.close()


def test_nothing_is_lost_while_a_subscription_is_under_way(
    engine: Engine, ear: Ear, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    send = engine.client._send_to_scheduler

    def delayed(message: dict[str, object]) -> None:
        if message["op"] != "subscribe-topic":
            send(message)

    monkeypatch.setattr(engine.client, "_send_to_scheduler", delayed)
    listener = engine.listen(ear)
    assert listener.caught_up.wait(10)
    run = run_id(tmp_path)
    engine.submit(jobs.short, run, 1)
    ear.wait_for(run, "finished")
    assert [e.seq for e in ear.of(run)] == list(range(1, 6))


def test_other_workspaces_hear_nothing(engine: Engine, ear: Ear, tmp_path: Path) -> None:
    run = run_id(tmp_path)
    other = connect(tmp_path / "other")
    mine = Ear()
    try:
        other.listen(ear)
        engine.listen(mine)
        engine.submit(jobs.short, run, 1)
        mine.wait_for(run, "finished")
        assert not ear.events
    finally:
        other.close()


@pytest.mark.parametrize(
    ("job", "code"),
    [(jobs.mistaken, "one_class"), (jobs.broken, "defect"), (jobs.silent, "defect")],
)
def test_errors_end_a_run_as_failed(
    engine: Engine, ear: Ear, tmp_path: Path, job: object, code: str
) -> None:
    run = run_id(tmp_path)
    engine.listen(ear)
    engine.submit(job, run)  # type: ignore[arg-type]
    failed = ear.wait_for(run, "failed")
    assert failed.code == code  # type: ignore[union-attr]
    assert ear.types(run) == ["started", "failed"]
    if job is jobs.broken:
        assert failed.facts["kind"] == "ZeroDivisionError"  # type: ignore[union-attr]
        assert "secret detail" in Path(failed.facts["log"]).read_text()  # type: ignore[union-attr]


def test_runs_wait_in_order_and_one_trains_at_a_time(
    engine: Engine, ear: Ear, tmp_path: Path
) -> None:
    first, *rest = [run_id(tmp_path, name) for name in "abcd"]
    engine.listen(ear)
    engine.submit(jobs.patient, first, 60)
    ear.wait_for(first, "started")
    for run in rest:
        engine.submit(jobs.short, run, 1)
    wait_until(lambda: engine.queue() == rest)
    assert engine.alive() >= {first, *rest}
    engine.stop(rest[1])
    ear.wait_for(rest[1], "stopped", 5)
    assert engine.queue() == [rest[0], rest[2]]
    engine.stop(first)
    ear.wait_for(rest[2], "finished")
    assert ear.types(rest[1]) == ["stopped"]
    # an event may be heard twice, live and replayed: once is what counts
    started = list(dict.fromkeys((e.run, e.seq) for e in ear.events if e.type == "started"))
    assert [run for run, _ in started] == [first, rest[0], rest[2]]


def test_a_fit_that_listens_stops_by_itself(engine: Engine, ear: Ear, tmp_path: Path) -> None:
    run = run_id(tmp_path)
    engine.listen(ear)
    engine.submit(jobs.patient, run, 60)
    worker = ear.wait_for(run, "started").worker  # type: ignore[union-attr]
    before = time.monotonic()
    assert engine.stop(run)
    stopped = ear.wait_for(run, "stopped", 5)
    assert time.monotonic() - before < 1
    assert stopped.seq < LAST_SEQ
    assert worker in engine.client.scheduler_info(n_workers=-1)["workers"]
    assert not engine.stop(run)


def test_a_deaf_fit_is_killed_and_the_spare_goes_on(
    engine: Engine, ear: Ear, tmp_path: Path
) -> None:
    wait_until(lambda: engine.state().workers == 3, 180)
    run, behind = run_id(tmp_path), run_id(tmp_path, "behind")
    engine.listen(ear)
    engine.submit(jobs.deaf, run, 600)
    ear.wait_for(run, "started")
    engine.submit(jobs.short, behind, 1)
    wait_until(lambda: engine.queue() == [behind])
    before = time.monotonic()
    engine.stop(run)
    stopped = ear.wait_for(run, "stopped", 10)
    assert time.monotonic() - before < 2
    assert stopped.seq == LAST_SEQ
    ear.wait_for(behind, "finished", 10)
    last = run_id(tmp_path, "last")
    engine.submit(jobs.short, last, 1)
    ear.wait_for(last, "finished", 10)  # what stood in the queue before it has had its turn
    assert ear.types(run) == ["started", "stopped"]


def test_a_killed_worker_is_told_at_once_and_nothing_trains_twice(
    engine: Engine, ear: Ear, tmp_path: Path
) -> None:
    run, behind, starts = run_id(tmp_path), run_id(tmp_path, "behind"), tmp_path / "starts"
    engine.listen(ear)
    engine.submit(jobs.counting, run, str(starts), 600)
    ear.wait_for(run, "stage")
    engine.submit(jobs.counting, behind, str(tmp_path / "behind"), 0)
    wait_until(lambda: engine.queue() == [behind])
    before = time.monotonic()
    os.kill(int(starts.read_text()), signal.SIGKILL)
    lost = ear.wait_for(run, "lost", 10)
    assert time.monotonic() - before < 2
    assert (lost.seq, lost.reason) == (LAST_SEQ, "worker_died")  # type: ignore[union-attr]
    ear.wait_for(behind, "finished", 180)
    assert ear.types(run) == ["started", "stage", "lost"]
    assert len(starts.read_text().splitlines()) == 1
    assert run not in engine.alive()


def test_a_question_that_kills_its_worker_is_not_asked_again(engine: Engine) -> None:
    before = engine.ask(jobs.pid, timeout=180)
    with pytest.raises(AppError, match="answer_lost"):
        engine.ask(jobs.die)
    assert engine.ask(jobs.pid, timeout=180) != before


def test_a_run_begun_elsewhere_is_refused(engine: Engine, ear: Ear, tmp_path: Path) -> None:
    run = run_id(tmp_path)
    mark = tmp_path / "runs" / run / BEGUN
    mark.parent.mkdir(parents=True)
    mark.touch()
    engine.listen(ear)
    engine.submit(jobs.counting, run, str(tmp_path / "starts"), 0)
    lost = ear.wait_for(run, "lost")
    assert lost.seq == LAST_SEQ
    assert not (tmp_path / "starts").exists()


def test_questions_are_answered_while_a_run_trains(
    engine: Engine, ear: Ear, tmp_path: Path
) -> None:
    wait_until(lambda: engine.state().workers >= 2, 180)
    run = run_id(tmp_path)
    engine.listen(ear)
    engine.submit(jobs.patient, run, 60)
    ear.wait_for(run, "started")
    assert engine.ask(jobs.double, 21) == 42
    with pytest.raises(AppError) as mistake:
        engine.ask(jobs.refuse, 7)
    assert (mistake.value.code, mistake.value.facts) == ("run_unknown", {"run": "7"})
    with pytest.raises(AppError, match="answer_late"):
        engine.ask(jobs.sleep, 2, timeout=0.3)
    engine.stop(run)
    ear.wait_for(run, "stopped")


def test_a_listener_offers_events_again_when_they_could_not_be_taken(
    engine: Engine, tmp_path: Path
) -> None:
    run, offered = run_id(tmp_path), Ear()
    refusals = [OSError("disk full"), ValueError("odd")]

    def handler(events: list[Event]) -> None:
        if refusals and any(e.type == "finished" for e in events):
            raise refusals.pop()
        offered(events)

    engine.listen(handler)
    engine.submit(jobs.short, run, 1)
    offered.wait_for(run, "finished")
    assert not refusals
    assert {e.seq for e in offered.of(run)} == set(range(1, 6))


def test_only_the_owner_of_the_folder_can_connect(engine: Engine, engine_home: Path) -> None:
    assert engine_home.stat().st_mode & 0o777 == 0o700
    for name in ("engine.pem", "engine-key.pem"):
        assert (engine_home / name).stat().st_mode & 0o777 == 0o600
    card = finding.read_card(engine_home)
    assert card is not None

    async def identity(address: str, security: Security) -> str:
        arguments = security.get_connection_args("client")
        comm = await connect_comm(address, timeout=2, **arguments)
        await comm.write({"op": "identity", "reply": True})
        found = await asyncio.wait_for(comm.read(), 2)
        await comm.close()
        return str(found["type"])

    ours, other = certificates.load(engine_home), Security.temporary()
    assert asyncio.run(identity(card.address, ours)) == "Scheduler"
    with pytest.raises(OSError):
        asyncio.run(identity(card.address, other))
    plain = card.address.replace("tls://", "tcp://")
    with pytest.raises((OSError, TimeoutError)):
        asyncio.run(identity(plain, Security()))
    assert engine.state().ready
