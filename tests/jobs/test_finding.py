"""The engine process: started once, found again, replaced when dead, gone when not needed."""

import json
import os
import shutil
import signal
import subprocess
import sys
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import psutil
import pytest

from core.base.errors import AppError
from core.jobs import engine as engines
from core.jobs import finding
from core.jobs.engine import connect
from core.jobs.serve import IDLE, environment, trainers
from tests.engine import end_engine, wait_until
from tests.jobs import jobs_to_run as jobs

STARTER = (
    "import pathlib, sys; from core.jobs.engine import connect; "
    "e = connect(pathlib.Path(sys.argv[1])); print(e.address); e.close()"
)


def engines_in(folder: Path) -> list[psutil.Process]:
    """The living engine processes of the folder. What an engine starts bears its command line until
    it runs its own program: such a child is none."""
    found = {}
    for process in psutil.process_iter(["cmdline", "ppid"]):
        line = process.info["cmdline"] or []
        if "core.jobs" in line and str(folder) in line:
            found[process.pid] = process
    return [one for one in found.values() if one.info["ppid"] not in found]


def test_the_folder_is_the_workspaces_own_unless_named(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.delenv(finding.FOLDER, raising=False)
    assert finding.engine_folder(tmp_path) == tmp_path / "engine"
    monkeypatch.setenv(finding.FOLDER, str(tmp_path / "shared"))
    assert finding.engine_folder(tmp_path) == tmp_path / "shared"


@pytest.mark.parametrize("text", ["", "{", '{"address": "tls://127.0.0.1:1"}', "[1]"])
def test_a_torn_card_is_no_card(tmp_path: Path, text: str) -> None:
    (tmp_path / finding.CARD).write_text(text)
    assert finding.read_card(tmp_path) is None
    assert finding.running(tmp_path) is None


def test_cores_are_divided_among_trainers(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(os, "cpu_count", lambda: 8)
    assert environment(2)["OMP_NUM_THREADS"] == "4"
    assert environment(16)["OMP_NUM_THREADS"] == "1"
    assert environment(1)["OMP_WAIT_POLICY"] == "PASSIVE"
    monkeypatch.setenv("MERCHLAB_TRAINERS", "3")
    assert trainers() == 3


def test_without_an_engine_looking_starts_none(private_home: Path, tmp_path: Path) -> None:
    with pytest.raises(AppError, match="engine_absent"):
        connect(tmp_path, start=False)
    assert not engines_in(private_home)


@pytest.mark.usefixtures("private_home")
def test_an_engine_that_cannot_start_says_where_the_reason_stands(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("MERCHLAB_TRAINERS", "many")
    with pytest.raises(AppError, match="engine_start_failed") as failed:
        connect(tmp_path)
    assert "invalid literal" in Path(str(failed.value.facts["log"])).read_text()


@pytest.mark.worker
def test_two_starters_get_one_engine_that_outlives_them(private_home: Path, tmp_path: Path) -> None:
    def start(_: int) -> str:
        command = [sys.executable, "-c", STARTER, str(tmp_path)]
        return subprocess.run(command, capture_output=True, text=True, check=True).stdout.strip()

    with ThreadPoolExecutor(2) as pool:
        first, second = pool.map(start, range(2))
    assert first == second
    assert len(engines_in(private_home)) == 1
    found = connect(tmp_path, start=False)
    try:
        assert found.address == first
        assert os.getsid(engines_in(private_home)[0].pid) != os.getsid(0)
    finally:
        found.close()


@pytest.mark.worker
def test_a_killed_engine_is_noticed_and_replaced(private_home: Path, tmp_path: Path) -> None:
    old = connect(tmp_path)
    card = finding.read_card(private_home)
    assert card is not None
    os.kill(card.pid, signal.SIGKILL)
    wait_until(lambda: old.gone, 5)
    assert not old.state().ready
    with pytest.raises(AppError, match="engine_unreachable"):
        old.submit(jobs.finish, "r-none")
    new = connect(tmp_path)
    try:
        assert new.address != old.address
        assert new.state().ready
        assert len(engines_in(private_home)) == 1
    finally:
        new.close()
        old.close()


@pytest.mark.worker
@pytest.mark.usefixtures("private_home")
def test_a_connection_whose_reconnecting_failed_can_be_ended(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    engine = connect(tmp_path)

    async def failed(*_: object, **__: object) -> None:
        raise ValueError("IOStream is not idle; cannot convert to SSL")

    with monkeypatch.context() as patch:
        patch.setattr(engine.client, "_close", failed)
        engine.close()
    engine.close()
    again = connect(tmp_path, start=False)
    assert again.address == engine.address
    again.close()


@pytest.mark.worker
@pytest.mark.usefixtures("private_home")
def test_an_idle_engine_of_another_version_makes_room(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    old = connect(tmp_path)
    old.close()
    monkeypatch.setattr(engines, "version", lambda: "newer")
    monkeypatch.setattr(finding, "version", lambda: "newer")
    new = connect(tmp_path)
    try:
        assert new.address != old.address
        assert new.code == "newer"
    finally:
        new.close()


@pytest.mark.worker
def test_an_engine_that_goes_while_it_is_asked_is_replaced(
    private_home: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    old = connect(tmp_path)
    old.close()
    opened = engines._open

    def closing(card: finding.Card, folder: Path, root: Path) -> engines.Engine:
        if card.address == old.address:
            end_engine(private_home)
        return opened(card, folder, root)

    monkeypatch.setattr(engines, "_open", closing)
    monkeypatch.setattr(engines, "CONNECT_SECONDS", 0.5)
    new = connect(tmp_path)
    try:
        assert new.address != old.address
        assert new.state().ready
    finally:
        new.close()


@pytest.mark.worker
@pytest.mark.usefixtures("private_home")
def test_a_busy_engine_of_another_version_is_left_alone(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    old = connect(tmp_path)
    old.submit(jobs.patient, "r-busy", 60)
    monkeypatch.setattr(engines, "version", lambda: "newer")
    second = connect(tmp_path)
    try:
        assert second.address == old.address
        with pytest.raises(AppError, match="engine_other_version"):
            second.submit(jobs.finish, "r-next")
        assert second.alive() == {"r-busy"}
    finally:
        second.close()
        old.close()


@pytest.mark.worker
def test_an_engine_without_home_or_company_ends(
    private_home: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv(IDLE, "0.5")
    engine = connect(tmp_path)
    (process,) = engines_in(private_home)
    with pytest.raises(psutil.TimeoutExpired):
        process.wait(1.5)
    engine.close()
    process.wait(20)
    assert finding.read_card(private_home) is None
    monkeypatch.delenv(IDLE)
    engine = connect(tmp_path)
    (process,) = engines_in(private_home)
    shutil.rmtree(private_home)
    process.wait(20)
    wait_until(lambda: engine.gone, 5)
    engine.close()


def test_the_server_never_imports_tensorflow() -> None:
    code = (
        "import sys, json, core.jobs.engine, core.actions.desk; "
        "print(json.dumps([n for n in ('tensorflow', 'keras', 'streamlit') if n in sys.modules]))"
    )
    shown = subprocess.run(
        [sys.executable, "-c", code], capture_output=True, text=True, check=True
    ).stdout
    assert json.loads(shown) == []
