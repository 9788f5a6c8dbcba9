"""Only what a dead process left behind is swept."""

import os
import subprocess
import sys
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import pytest

from core.base.atomic import TEMPORARY, write_text
from core.base.sweep import sweep
from core.store.workspace import Workspace


@pytest.fixture(scope="module")
def dead() -> int:
    child = subprocess.Popen([sys.executable, "-c", ""])
    child.wait()
    return child.pid


def half_written(folder: Path, pid: int, age: float = 0.0) -> Path:
    path = folder / f"{TEMPORARY}{pid}-thing"
    path.mkdir(parents=True)
    (path / "part.parquet").write_bytes(b"x")
    for part in (path / "part.parquet", path):
        seconds = part.stat().st_mtime - age
        os.utime(part, (seconds, seconds))
    return path


def test_the_dead_are_swept_and_the_living_are_not(tmp_path: Path, dead: int) -> None:
    gone, kept = half_written(tmp_path, dead), half_written(tmp_path, os.getpid())
    (tmp_path / f"{TEMPORARY}{dead}-file").write_text("x")
    (tmp_path / f"{TEMPORARY}odd").write_text("x")
    (tmp_path / "d-20260301-0abc12").mkdir()
    assert len(sweep(tmp_path)) == 2
    assert not gone.exists()
    assert sorted(path.name for path in tmp_path.iterdir()) == sorted(
        [kept.name, f"{TEMPORARY}odd", "d-20260301-0abc12"]
    )


def test_threads_that_write_one_file_at_once_leave_one_whole(tmp_path: Path) -> None:
    path = tmp_path / "kept.json"
    texts = [letter * 200_000 for letter in "abcd"]
    with ThreadPoolExecutor(len(texts)) as threads:
        list(threads.map(lambda text: [write_text(path, text) for _ in range(5)], texts))
    assert path.read_text("utf-8") in texts
    assert list(tmp_path.iterdir()) == [path]


def test_what_a_dead_process_wrote_is_swept_by_its_name(
    tmp_path: Path, dead: int, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(os, "getpid", lambda: dead)
    monkeypatch.setattr(Path, "replace", lambda *_: None)
    write_text(tmp_path / "kept.json", "x")
    assert len(sweep(tmp_path)) == 1
    assert not list(tmp_path.iterdir())


def test_a_process_born_after_the_last_change_only_shares_the_number(tmp_path: Path) -> None:
    path = half_written(tmp_path, os.getpid(), age=10 * 24 * 3600 * 365)
    assert sweep(tmp_path) == [path]


def test_where_other_machines_write_only_old_ones_go(tmp_path: Path, dead: int) -> None:
    path = half_written(tmp_path, dead)
    assert sweep(tmp_path, remote=True) == []
    for part in (path / "part.parquet", path):
        os.utime(part, (0, 0))
    assert sweep(tmp_path, remote=True) == [path]


def test_opening_a_workspace_sweeps_it(tmp_path: Path, dead: int) -> None:
    Workspace(tmp_path)
    stray = half_written(tmp_path / "datasets", dead)
    young = half_written(tmp_path / "runs" / "r-20260301-0abc12", dead)
    old = half_written(tmp_path / "runs" / "r-20260301-0abc13", dead, age=7200)
    Workspace(tmp_path)
    assert [path.exists() for path in (stray, young, old)] == [False, True, False]


def test_what_its_owner_removes_meanwhile_stops_no_sweep(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    mine = tmp_path / f"{TEMPORARY}{os.getpid()}-read"
    (mine / "raw").mkdir(parents=True)
    look = os.scandir

    def gone(path: str) -> object:
        if str(path).endswith("raw"):
            raise FileNotFoundError(path)
        return look(path)

    monkeypatch.setattr(os, "scandir", gone)
    assert sweep(tmp_path) == []
    assert mine.exists()
