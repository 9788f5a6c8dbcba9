"""The digest moves with every change of the sources, and with nothing else."""

from pathlib import Path

import pytest

from core.jobs.version import NAMED, SOURCES, digest_of, version


def make(folder: Path, **files: str) -> Path:
    for name, text in files.items():
        path = folder / name.replace("__", "/")
        path.parent.mkdir(parents=True, exist_ok=True)
        path.with_suffix(".py").write_text(text)
    return folder


def test_the_digest_tells_sources_apart(tmp_path: Path) -> None:
    base = digest_of(make(tmp_path / "a", x="1", sub__y="2"))
    assert base == digest_of(make(tmp_path / "b", sub__y="2", x="1"))
    assert base != digest_of(make(tmp_path / "c", x="1", sub__y="3"))
    assert base != digest_of(make(tmp_path / "d", x="1", sub__z="2"))
    assert base != digest_of(make(tmp_path / "e", x="1"))
    (tmp_path / "a" / "notes.txt").write_text("no source")
    assert base == digest_of(tmp_path / "a")


def test_the_version_can_be_named(monkeypatch: pytest.MonkeyPatch) -> None:
    version.cache_clear()
    try:
        monkeypatch.setenv(NAMED, "1.2.3")
        assert version() == "1.2.3"
        version.cache_clear()
        monkeypatch.delenv(NAMED)
        assert len(version()) == 16
        assert (SOURCES / "jobs" / "version.py").is_file()
    finally:
        version.cache_clear()
