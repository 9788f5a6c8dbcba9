"""A bundle is loaded only when it is whole, and ours."""

import random
from pathlib import Path

import pytest

from core.base.atomic import sha256
from core.base.errors import AppError
from core.store.artefacts import seal, verify, write_bundle
from core.store.manifest import MANIFEST


def fill(folder: Path, content: bytes = b"weights" * 100) -> None:
    (folder / "model-0").mkdir()
    (folder / "model-0" / "model.keras").write_bytes(content)
    (folder / "bundle.json").write_text('{"模型": 1}', "utf-8")


def refused(folder: Path, digest: str | None) -> AppError:
    with pytest.raises(AppError) as caught:
        verify(folder, digest)
    assert caught.value.facts["folder"] == str(folder)
    return caught.value


@pytest.fixture
def bundle(tmp_path: Path) -> tuple[Path, str]:
    folder = tmp_path / "runs" / "r-20260301-0abc12" / "bundle"
    return folder, write_bundle(folder, fill)


def test_a_whole_bundle_passes(bundle: tuple[Path, str]) -> None:
    folder, digest = bundle
    verify(folder, digest)
    assert digest == sha256(folder / MANIFEST)
    assert [path.name for path in folder.parent.iterdir()] == ["bundle"]


@pytest.mark.parametrize("file", ["bundle.json", "model-0/model.keras", MANIFEST])
@pytest.mark.parametrize("seed", range(8))
def test_any_flipped_bit_is_noticed(bundle: tuple[Path, str], file: str, seed: int) -> None:
    folder, digest = bundle
    chance = random.Random(seed)
    content = bytearray((folder / file).read_bytes())
    content[chance.randrange(len(content))] ^= 1 << chance.randrange(8)
    (folder / file).write_bytes(content)
    error = refused(folder, digest)
    assert (error.code, error.facts["file"]) == ("bundle_damaged", file)


@pytest.mark.parametrize("file", ["bundle.json", "model-0/model.keras", MANIFEST])
def test_a_missing_file_is_noticed(bundle: tuple[Path, str], file: str) -> None:
    folder, digest = bundle
    (folder / file).unlink()
    assert refused(folder, digest).facts["file"] == file


def test_a_stranger_among_the_files_is_refused(bundle: tuple[Path, str]) -> None:
    folder, digest = bundle
    (folder / "model-0" / "extra.joblib").write_bytes(b"x")
    error = refused(folder, digest)
    assert (error.code, error.facts["file"]) == ("bundle_damaged", "model-0/extra.joblib")


def test_a_link_is_refused(bundle: tuple[Path, str], tmp_path: Path) -> None:
    folder, digest = bundle
    (folder / "bundle.json").rename(tmp_path / "outside.json")
    (folder / "bundle.json").symlink_to(tmp_path / "outside.json")
    assert refused(folder, digest).code == "bundle_damaged"
    (folder / "bundle.json").unlink()
    (tmp_path / "outside.json").rename(folder / "bundle.json")
    (folder / "more").symlink_to(tmp_path)
    assert refused(folder, digest).facts["file"] == "more"


def test_a_bundle_from_elsewhere_is_refused(bundle: tuple[Path, str], tmp_path: Path) -> None:
    folder, _ = bundle
    other = write_bundle(tmp_path / "other", lambda into: fill(into, b"evil"))
    assert refused(folder, other).code == "bundle_foreign"
    assert refused(folder, None).code == "bundle_foreign"
    (folder / "bundle.json").write_text("{}")
    seal(folder)
    assert refused(folder, bundle[1]).code == "bundle_foreign"


def test_a_fill_that_fails_leaves_nothing(tmp_path: Path) -> None:
    def half(folder: Path) -> None:
        fill(folder)
        raise RuntimeError("out of memory")

    with pytest.raises(RuntimeError):
        write_bundle(tmp_path / "run" / "bundle", half)
    assert list((tmp_path / "run").iterdir()) == []
