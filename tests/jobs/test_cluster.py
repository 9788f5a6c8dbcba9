"""Training on somebody else's `dask scheduler` and `dask worker`, given nothing but an address."""

import os
import signal
import socket
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import psutil
import pytest

from core.base.errors import AppError
from core.base.events import LAST_SEQ
from core.jobs.cluster import ADDRESS, judge
from core.jobs.doorstep import enter, probe
from core.jobs.engine import Engine, connect
from core.jobs.version import NAMED, version
from tests.engine import wait_until
from tests.jobs import jobs_to_run as jobs
from tests.jobs.conftest import Ear

ROOT = Path(__file__).resolve().parents[2]


class Cluster:
    """Processes started from the command line, in a folder of their own."""

    def __init__(self, folder: Path) -> None:
        with socket.socket() as free:
            free.bind(("127.0.0.1", 0))
            self.port = free.getsockname()[1]
        self.address = f"tcp://127.0.0.1:{self.port}"
        self.folder = folder
        self.processes: list[subprocess.Popen[bytes]] = []
        # A package `core` that cannot be imported stands before ours.
        (folder / "no core" / "core").mkdir(parents=True)
        (folder / "no core" / "core" / "__init__.py").write_text("raise ImportError('no core')")

    def dask(self, *arguments: str, core: bool = True, **env: str) -> subprocess.Popen[bytes]:
        # Where tests import their jobs from; an installed checkout gives `core` itself.
        path = ROOT if core else self.folder / "no core"
        process = subprocess.Popen(
            [sys.executable, "-m", "dask", *arguments],
            cwd=self.folder,
            env={**os.environ, **env, "PYTHONPATH": str(path)},
            stdout=subprocess.DEVNULL,
            stderr=subprocess.DEVNULL,
        )
        self.processes.append(process)
        return process

    def scheduler(self) -> subprocess.Popen[bytes]:
        return self.dask("scheduler", "--host", self.address, "--no-dashboard", core=False)

    def worker(self, core: bool = True, **env: str) -> subprocess.Popen[bytes]:
        return self.dask("worker", self.address, "--no-dashboard", core=core, **env)

    def end(self, *processes: subprocess.Popen[bytes]) -> None:
        for process in processes or self.processes:
            family = [psutil.Process(process.pid), *psutil.Process(process.pid).children(True)]
            for member in family:
                member.kill()
            process.wait(10)
            psutil.wait_procs(family, 10)
            self.processes = [p for p in self.processes if p is not process]


@pytest.fixture(scope="module")
def cluster(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Cluster]:
    """A scheduler without `core`, and one worker."""
    made = Cluster(tmp_path_factory.mktemp("cluster"))
    made.scheduler()
    made.worker(**{NAMED: version()})
    yield made
    made.end()


@pytest.fixture
def foreign(cluster: Cluster, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Engine]:
    monkeypatch.setenv(ADDRESS, cluster.address)
    engine = connect(tmp_path)
    yield engine
    engine.close()


def workers(engine: Engine) -> set[str]:
    return set(engine.client.scheduler_info(n_workers=-1)["workers"])


@pytest.mark.worker
def test_a_plain_cluster_trains(foreign: Engine, ear: Ear, tmp_path: Path) -> None:
    assert not foreign.own
    foreign.listen(ear)
    foreign.submit(jobs.short, "r-plain", 3)
    ear.wait_for("r-plain", "finished", 180)
    assert [e.seq for e in ear.of("r-plain")] == list(range(1, 8))
    assert (tmp_path / "runs" / "r-plain" / "begun").exists()
    assert not list(tmp_path.glob(".tmp-*"))
    assert foreign.ask(jobs.double, 4, timeout=60) == 8


@pytest.mark.worker
def test_there_too_one_trains_at_a_time_and_stop_stops(foreign: Engine, ear: Ear) -> None:
    foreign.listen(ear)
    foreign.submit(jobs.patient, "r-first", 120)
    ear.wait_for("r-first", "batch", 180)
    foreign.submit(jobs.short, "r-second", 1)
    wait_until(lambda: foreign.queue() == ["r-second"])
    foreign.stop("r-first")
    ear.wait_for("r-second", "finished")
    order = [(e.run, e.type) for e in ear.events if e.type in ("started", "stopped", "finished")]
    assert order == [
        ("r-first", "started"), ("r-first", "stopped"),
        ("r-second", "started"), ("r-second", "finished"),
    ]  # fmt: skip


@pytest.mark.worker
def test_its_default_of_running_again_does_not_train_twice(
    foreign: Engine, ear: Ear, tmp_path: Path
) -> None:
    starts = tmp_path / "starts"
    foreign.listen(ear)
    foreign.submit(jobs.counting, "r-twice", str(starts), 600)
    ear.wait_for("r-twice", "stage", 180)
    os.kill(int(starts.read_text()), signal.SIGKILL)
    lost = ear.wait_for("r-twice", "lost", 5)
    assert lost.seq == LAST_SEQ
    foreign.submit(jobs.counting, "r-after", str(tmp_path / "after"), 0)
    ear.wait_for("r-after", "finished", 180)
    assert len(starts.read_text().splitlines()) == 1
    assert ear.types("r-twice") == ["started", "stage", "lost"]


@pytest.mark.worker
def test_workers_that_cannot_train_our_way_are_named(foreign: Engine, cluster: Cluster) -> None:
    for code, told in (("workers_without_core", False), ("workers_other_version", True)):
        before = workers(foreign)
        odd = cluster.worker(core=told, **{NAMED: "another"})
        wait_until(lambda before=before: len(workers(foreign)) == len(before) + 1, 60)  # type: ignore[misc]
        (new,) = workers(foreign) - before
        with pytest.raises(AppError) as error:
            foreign.submit(jobs.finish, "r-odd")
        assert error.value.code == code
        assert error.value.facts["workers"] == [new]
        cluster.end(odd)
        wait_until(lambda before=before: workers(foreign) == before, 60)  # type: ignore[misc]


def test_nobody_at_the_address(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("core.jobs.engine.CONNECT_SECONDS", 0.5)
    monkeypatch.setenv(ADDRESS, "tcp://127.0.0.1:9")
    with pytest.raises(AppError, match="engine_unreachable"):
        connect(tmp_path)


@pytest.mark.worker
def test_a_scheduler_without_workers(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    lonely = Cluster(tmp_path)
    monkeypatch.setattr("core.jobs.cluster.WAIT_SECONDS", 0.5)
    monkeypatch.setenv(ADDRESS, lonely.address)
    lonely.scheduler()
    try:
        with pytest.raises(AppError, match="engine_without_workers"):
            connect(tmp_path)
    finally:
        lonely.end()


def test_what_a_worker_is_asked(tmp_path: Path) -> None:
    (tmp_path / "token").touch()
    assert probe(str(tmp_path), "token") == {"version": version(), "sees": True}
    assert probe(str(tmp_path), "other") == {"version": version(), "sees": False}
    assert probe(str(tmp_path / "nowhere"), "token")["sees"] is False
    assert enter("os.path:join", "a", "b") == os.path.join("a", "b")  # noqa: PTH118


def test_blind_workers_are_named(tmp_path: Path) -> None:
    seeing = {"version": version(), "sees": True}
    judge({"a": seeing}, tmp_path)
    with pytest.raises(AppError) as error:
        judge({"a": seeing, "b": {**seeing, "sees": False}}, tmp_path)
    assert error.value.code == "workers_blind"
    assert error.value.facts == {"workers": ["b"], "workspace": str(tmp_path)}


@pytest.mark.worker
def test_a_scheduler_started_anew_is_given_a_ledger_again(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    cluster = Cluster(tmp_path)
    monkeypatch.setenv(ADDRESS, cluster.address)
    before = cluster.scheduler()
    cluster.worker(**{NAMED: version()})
    old = connect(tmp_path)
    try:
        cluster.end(before)
        cluster.scheduler()
        cluster.worker(**{NAMED: version()})
        wait_until(lambda: refused(old), 60)
        assert old.gone
        new = connect(tmp_path)
        assert new.alive() == set()
        new.close()
    finally:
        old.close()
        cluster.end()


def refused(engine: Engine) -> bool:
    """Whether the engine says that it cannot be asked for runs, in our own words."""
    try:
        engine.alive()
    except AppError as error:
        assert error.code == "engine_unreachable"
        return engine.gone
    return False
