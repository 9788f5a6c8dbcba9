"""A full disk is told as such, and nothing half-written is listed."""

import os
import resource
import subprocess
import sys
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest

from core.base.errors import AppError
from core.base.events import Log
from core.base.texts import LANGUAGES, Texts
from core.store.artefacts import verify, write_bundle
from core.store.workspace import Workspace
from tests.store.builders import draft, spec

BIG = 200_000
ROOT = Path(__file__).resolve().parents[2]


@contextmanager
def files_up_to(size: int) -> Iterator[None]:
    """The system refuses to write a file beyond `size` bytes (EFBIG), for this process."""
    before = resource.getrlimit(resource.RLIMIT_FSIZE)
    resource.setrlimit(resource.RLIMIT_FSIZE, (size, before[1]))
    try:
        yield
    finally:
        resource.setrlimit(resource.RLIMIT_FSIZE, before)


@pytest.fixture
def small_disk(tmp_path: Path) -> Iterator[Path]:
    """A disk of 3 MB of its own, where this process may mount one."""
    disk = tmp_path / "disk"
    disk.mkdir()
    mount = ["mount", "-t", "tmpfs", "-o", "size=3m", "none", str(disk)]
    if os.geteuid() != 0 or subprocess.run(mount, capture_output=True).returncode != 0:
        pytest.skip("mounting a small disk needs root; the size limit is tested anyway")
    try:
        yield disk
    finally:
        subprocess.run(["umount", "-l", str(disk)], check=True)


def full(call: Callable[[], object]) -> AppError:
    with pytest.raises(AppError) as caught:
        call()
    assert caught.value.code == "disk_full"
    return caught.value


def only(workspace: Workspace, dataset_id: str) -> None:
    """The workspace holds this one whole dataset and no trace of another."""
    assert [path.name for path in (workspace.root / "datasets").iterdir()] == [dataset_id]
    again = Workspace(workspace.root)
    assert [dataset.id for dataset in again.datasets()] == [dataset_id]
    assert len(again.table(dataset_id)) == 20
    assert list(again.registry.datasets.all()) == [dataset_id]


def test_a_dataset_beyond_the_size_limit(tmp_path: Path) -> None:
    workspace = Workspace(tmp_path)
    saved = workspace.save_dataset(draft())
    with files_up_to(200_000):
        error = full(lambda: workspace.save_dataset(draft(BIG)))
    only(workspace, saved.id)
    for lang in LANGUAGES:
        assert str(tmp_path) in Texts(lang).of(error)


def test_a_bundle_beyond_the_size_limit(tmp_path: Path) -> None:
    def fill(folder: Path) -> None:
        (folder / "weights").write_bytes(bytes(300_000))

    with files_up_to(200_000):
        full(lambda: write_bundle(tmp_path / "run" / "bundle", fill))
    assert list((tmp_path / "run").iterdir()) == []


def test_a_full_disk_keeps_what_was_saved(small_disk: Path) -> None:
    workspace = Workspace(small_disk)
    saved = workspace.save_dataset(draft())
    full(lambda: workspace.save_dataset(draft(BIG)))
    only(workspace, saved.id)
    workspace.save_dataset(draft(seed=2, name="there is room again"))
    assert len(workspace.datasets()) == 2


def test_a_full_disk_stops_neither_reading_nor_the_registry(small_disk: Path) -> None:
    workspace = Workspace(small_disk)
    saved = workspace.save_dataset(draft())
    run = workspace.registry.create_run(spec(saved.id))
    ballast = small_disk / "ballast"

    def fill(folder: Path) -> None:
        (folder / "weights").write_bytes(bytes(100))

    digest = write_bundle(workspace.run_folder(run.id) / "bundle", fill)
    fill_up(ballast)
    told = 0

    def tell() -> None:
        nonlocal told
        for _ in range(2000):
            batch = [Log(run=run.id, seq=told + n, code="x" * 200) for n in range(1, 51)]
            workspace.registry.record(batch)
            told += 50

    full(tell)
    full(lambda: write_bundle(workspace.run_folder(run.id) / "bundle2", fill))
    assert len(workspace.registry.events(run.id)) == told
    verify(workspace.run_folder(run.id) / "bundle", digest)
    only(workspace, saved.id)
    ballast.unlink()
    workspace.registry.record([Log(run=run.id, seq=told + 1, code="x")])
    assert len(Workspace(small_disk).registry.events(run.id)) == told + 1


def test_a_start_on_a_full_disk_says_so(small_disk: Path) -> None:
    code = (
        "from tests.store.builders import draft; from core.store.workspace import Workspace;"
        "from pathlib import Path; import sys;"
        "Workspace(Path(sys.argv[1])).save_dataset(draft())"
    )
    subprocess.run([sys.executable, "-c", code, str(small_disk)], cwd=ROOT, check=True)
    fill_up(small_disk / "ballast")
    full(Workspace(small_disk).datasets)
    (small_disk / "ballast").unlink()
    assert len(Workspace(small_disk).datasets()) == 1


def fill_up(path: Path) -> None:
    """Writes until nothing more fits."""
    with path.open("wb", buffering=0) as file:
        try:
            while True:
                file.write(bytes(4096))
        except OSError:
            return
