"""The sealed manifest of a folder: what files it holds, the sha256 of each, and of itself.

`manifest.json` is `{"seal": ..., "files": {name: sha256}, "about": {...}}` in one
exact spelling, so that any changed byte shows: `seal` is the sha256 of the rest.
"""

import hashlib
import json
import threading
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from core.base.atomic import sha256, write_text

MANIFEST = "manifest.json"

_seen: dict[str, tuple[int, int, str]] = {}
_lock = threading.Lock()


class DamagedFileError(Exception):
    """`file` (its name inside the folder) is not what was written."""

    def __init__(self, file: str) -> None:
        self.file = file
        super().__init__(file)


@dataclass(frozen=True)
class Manifest:
    """The files of a folder (name with `/` -> sha256) and what they are about (JSON)."""

    files: dict[str, str]
    about: dict[str, Any] = field(default_factory=dict)

    def text(self) -> str:
        """Its one exact spelling."""
        body = {"about": self.about, "files": self.files}
        seal = hashlib.sha256(_spell(body).encode()).hexdigest()
        return _spell({"seal": seal, **body})


def write_manifest(folder: Path, about: dict[str, Any]) -> Manifest:
    """Hashes every file in `folder` and writes its manifest, in one step and last."""
    manifest = Manifest({name: sha256(folder / name) for name in inside(folder)}, about)
    write_text(folder / MANIFEST, manifest.text())
    return manifest


def read_manifest(folder: Path) -> Manifest:
    """The manifest of `folder`. Raises `DamagedFileError` when it is not as written."""
    try:
        text = (folder / MANIFEST).read_bytes().decode("utf-8")
        found = json.loads(text)
        manifest = Manifest(dict(found["files"]), dict(found["about"]))
    except (OSError, ValueError, KeyError, TypeError) as error:
        raise DamagedFileError(MANIFEST) from error
    if manifest.text() != text:
        raise DamagedFileError(MANIFEST)
    return manifest


def inside(folder: Path) -> list[str]:
    """The files in `folder` but its manifest, by their names with `/`, sorted."""
    found = (path.relative_to(folder).as_posix() for path in folder.rglob("*") if _is_file(path))
    return sorted(name for name in found if name != MANIFEST)


def check_file(folder: Path, name: str, digest: str) -> Path:
    """The path of a file after its sha256 was compared with `digest`.

    Hashed once a process for each (path, mtime_ns, size). Raises `DamagedFileError`.
    """
    path = folder / name
    try:
        if path.is_symlink() or checked_sha256(path) != digest:
            raise DamagedFileError(name)
    except OSError as error:
        raise DamagedFileError(name) from error
    return path


def checked_sha256(path: Path) -> str:
    """The sha256 of a file, remembered in this process while mtime and size stay the same."""
    stat = path.stat()
    key = str(path.absolute())
    with _lock:
        known = _seen.get(key)
    if known and known[:2] == (stat.st_mtime_ns, stat.st_size):
        return known[2]
    digest = sha256(path)
    with _lock:
        _seen[key] = (stat.st_mtime_ns, stat.st_size, digest)
    return digest


def _is_file(path: Path) -> bool:
    return path.is_symlink() or not path.is_dir()


def _spell(body: dict[str, Any]) -> str:
    return json.dumps(body, ensure_ascii=False, sort_keys=True, indent=1) + "\n"
