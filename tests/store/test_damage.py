"""A flipped byte, a missing file, a stranger: all are noticed at first open."""

import random
import subprocess
import sys
from pathlib import Path

import pytest

from core.base.errors import AppError
from core.base.texts import LANGUAGES, Texts
from core.store.manifest import MANIFEST
from core.store.reader import DatasetReader
from core.store.workspace import Workspace
from tests.store.builders import draft

ROOT = Path(__file__).resolve().parents[2]


def flip(path: Path, seed: int) -> None:
    """Flips one random bit of a file."""
    chance = random.Random(seed)
    content = bytearray(path.read_bytes())
    content[chance.randrange(len(content))] ^= 1 << chance.randrange(8)
    path.write_bytes(content)


@pytest.mark.parametrize("seed", range(12))
def test_any_flipped_bit_of_a_table_is_noticed(tmp_path: Path, seed: int) -> None:
    saved = Workspace(tmp_path).save_dataset(draft())
    flip(tmp_path / "datasets" / saved.id / "visits.parquet", seed)
    with pytest.raises(AppError) as caught:
        DatasetReader(tmp_path).table(saved.id)
    assert caught.value.code == "dataset_damaged"
    assert caught.value.facts == {"dataset": saved.id, "file": "visits.parquet"}


@pytest.mark.parametrize("seed", range(12))
def test_any_flipped_bit_of_a_manifest_is_noticed(tmp_path: Path, seed: int) -> None:
    workspace = Workspace(tmp_path)
    whole = workspace.save_dataset(draft())
    saved = workspace.save_dataset(draft(seed=1))
    flip(tmp_path / "datasets" / saved.id / MANIFEST, seed)
    again = Workspace(tmp_path)
    with pytest.raises(AppError) as caught:
        again.dataset(saved.id)
    assert caught.value.facts == {"dataset": saved.id, "file": MANIFEST}
    assert again.datasets() == [whole]
    assert [error.facts["dataset"] for error in again.damaged()] == [saved.id]
    again.purge(saved.id)
    assert again.damaged() == []


@pytest.mark.parametrize("file", ["visits.parquet", "set_aside.parquet", MANIFEST])
def test_a_missing_file_is_damage(tmp_path: Path, file: str) -> None:
    saved = Workspace(tmp_path).save_dataset(draft())
    (tmp_path / "datasets" / saved.id / file).unlink()
    with pytest.raises(AppError) as caught:
        DatasetReader(tmp_path).frame_path(saved.id, file.replace(MANIFEST, "visits.parquet"))
    assert caught.value.facts == {"dataset": saved.id, "file": file}


def test_a_link_is_not_the_file(tmp_path: Path) -> None:
    saved = Workspace(tmp_path).save_dataset(draft())
    file = tmp_path / "datasets" / saved.id / "visits.parquet"
    file.rename(tmp_path / "elsewhere")
    file.symlink_to(tmp_path / "elsewhere")
    with pytest.raises(AppError, match="dataset_damaged"):
        DatasetReader(tmp_path).table(saved.id)


def test_a_newer_dataset_says_so(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("core.store.saving.FORMAT", 99)
    monkeypatch.setattr("core.store.reader.FORMAT", 99)
    saved = Workspace(tmp_path).save_dataset(draft())
    monkeypatch.undo()
    assert [error.code for error in Workspace(tmp_path).damaged()] == ["dataset_newer"]
    with pytest.raises(AppError, match="dataset_newer"):
        DatasetReader(tmp_path).dataset(saved.id)


def test_files_are_hashed_once_in_a_process(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    workspace = Workspace(tmp_path)
    saved = workspace.save_dataset(draft())
    hashed: list[str] = []
    real = __import__("core.store.manifest", fromlist=["sha256"]).sha256
    monkeypatch.setattr(
        "core.store.manifest.sha256", lambda path: hashed.append(path.name) or real(path)
    )
    for _ in range(3):
        DatasetReader(tmp_path).table(saved.id)
    assert hashed == ["visits.parquet"]
    flip(tmp_path / "datasets" / saved.id / "visits.parquet", 1)
    with pytest.raises(AppError, match="dataset_damaged"):
        workspace.table(saved.id)


def test_the_reader_opens_no_registry(tmp_path: Path) -> None:
    saved = Workspace(tmp_path).save_dataset(draft())
    for file in tmp_path.glob("registry.sqlite*"):
        file.unlink()
    code = (
        "import sys; from pathlib import Path; from core.store.reader import DatasetReader;"
        f"assert len(DatasetReader(Path({str(tmp_path)!r})).table({saved.id!r})) == 20;"
        "assert 'sqlite3' not in sys.modules"
    )
    subprocess.run([sys.executable, "-c", code], cwd=ROOT, check=True)
    assert not list(tmp_path.glob("registry.sqlite*"))


@pytest.mark.parametrize("lang", LANGUAGES)
def test_the_sentence_names_dataset_and_file(tmp_path: Path, lang: str) -> None:
    saved = Workspace(tmp_path).save_dataset(draft())
    flip(tmp_path / "datasets" / saved.id / "visits.parquet", 3)
    with pytest.raises(AppError) as caught:
        DatasetReader(tmp_path).table(saved.id)
    sentence = Texts(lang).of(caught.value)
    assert saved.id in sentence
    assert "visits.parquet" in sentence
