"""kill -9 at random moments: what was finished is intact, what was not is not there."""

import multiprocessing
import random
import time
from collections.abc import Callable
from multiprocessing.connection import Connection
from pathlib import Path

import pytest
from pandas.testing import assert_frame_equal

from core.base.atomic import TEMPORARY, sha256
from core.base.events import Log
from core.store.artefacts import verify, write_bundle
from core.store.manifest import MANIFEST
from core.store.workspace import Workspace
from tests.store.builders import draft, finished, spec, visits

ROUNDS = 15
ROWS = 3000
BATCH = 40
PROCESSES = multiprocessing.get_context("forkserver")
PROCESSES.set_forkserver_preload(["tests.store.test_crash"])


def save_datasets(root: Path, told: Connection) -> None:
    workspace = Workspace(root)
    told.send("ready")
    while True:
        told.send(workspace.save_dataset(draft(ROWS)).id)


def record_events(root: Path, told: Connection) -> None:
    registry = Workspace(root).registry
    run = registry.create_run(spec()).id
    told.send(run)
    seq = 1
    while True:
        registry.record([Log(run=run, seq=seq + n, code="x") for n in range(BATCH)])
        seq += BATCH
        told.send(seq - 1)


def seal_bundles(root: Path, told: Connection) -> None:
    def fill(folder: Path) -> None:
        for part in range(4):
            (folder / f"part-{part}").write_bytes(bytes([part]) * 50_000)

    told.send("ready")
    for number in range(100_000):
        told.send((number, write_bundle(root / f"run-{number}" / "bundle", fill)))


def killed(work: Callable[[Path, Connection], None], root: Path, seed: int) -> list[object]:
    """Runs `work` in a process that is killed at a random moment; returns what it told before."""
    here, there = PROCESSES.Pipe(duplex=False)
    child = PROCESSES.Process(target=work, args=(root, there))
    child.start()
    there.close()
    told = [here.recv()]
    time.sleep(random.Random(seed).uniform(0.0, 0.08))
    child.kill()
    child.join()
    assert child.exitcode == -9
    while here.poll():
        try:
            told.append(here.recv())
        except EOFError:
            break
    return told


def strays(root: Path) -> int:
    return len(list(root.rglob(f"{TEMPORARY}*")))


def test_saving_a_dataset(tmp_path: Path) -> None:
    finished_ones: set[object] = set()
    interrupted = 0
    for seed in range(ROUNDS):
        finished_ones.update(killed(save_datasets, tmp_path, seed)[1:])
        interrupted += strays(tmp_path)
        workspace = Workspace(tmp_path)
        assert strays(tmp_path) == 0
        listed = {dataset.id for dataset in workspace.datasets()}
        assert finished_ones <= listed
        assert workspace.damaged() == []
    assert interrupted > 0
    for dataset in Workspace(tmp_path).datasets():
        assert_frame_equal(workspace.table(dataset.id), visits(ROWS))


@pytest.mark.parametrize("first", range(3))
def test_recording_events(tmp_path: Path, first: int) -> None:
    for seed in range(first * ROUNDS // 3, (first + 1) * ROUNDS // 3):
        run, *acknowledged = killed(record_events, tmp_path, seed)
        registry = Workspace(tmp_path).registry
        kept = [event.seq for event in registry.events(str(run))]
        assert kept == list(range(1, len(kept) + 1))
        assert len(kept) % BATCH == 0
        assert len(kept) >= max([0, *acknowledged])  # type: ignore[type-var]
        with registry.database.read() as db:
            assert db.execute("PRAGMA integrity_check").fetchone()[0] == "ok"
        replay = [Log(run=str(run), seq=seq, code="x") for seq in range(1, len(kept) + 9)]
        registry.record([*replay, finished(str(run), len(kept) + 9)])
        assert len(registry.events(str(run))) == len(kept) + 9
        assert registry.run(str(run)).state == "finished"


def test_sealing_a_bundle(tmp_path: Path) -> None:
    interrupted = 0
    for seed in range(ROUNDS):
        root = tmp_path / f"round-{seed}"
        root.mkdir()
        told = dict(killed(seal_bundles, root, seed)[1:])  # type: ignore[call-overload]
        interrupted += strays(root)
        bundles = {int(path.parent.name[4:]): path for path in root.glob("run-*/bundle")}
        assert set(told) <= set(bundles)
        for number, bundle in bundles.items():
            verify(bundle, told.get(number, sha256(bundle / MANIFEST)))
            assert len(list(bundle.iterdir())) == 5
    assert interrupted > 0
