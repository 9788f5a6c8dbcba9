"""Writing so that a crash leaves either the old or the new state."""

import errno
import hashlib
import os
import shutil
import uuid
from collections.abc import Callable
from pathlib import Path

TEMPORARY = ".tmp-"
_FULL = {errno.ENOSPC, errno.EFBIG, getattr(errno, "EDQUOT", errno.ENOSPC)}


def is_full(error: BaseException) -> bool:
    """Whether the error says that a disk, a quota or a file size limit is reached.

    Some libraries raise an OSError that says so in words only.
    """
    if not isinstance(error, OSError):
        return False
    return error.errno in _FULL or any(os.strerror(code) in str(error) for code in _FULL)


def sha256(path: Path) -> str:
    """The sha256 of a file, in hexadecimal."""
    with path.open("rb") as file:
        return hashlib.file_digest(file, "sha256").hexdigest()


def sync_folder(folder: Path) -> None:
    """Makes the names in `folder` durable (where the system can)."""
    if os.name == "nt":
        return
    handle = os.open(folder, os.O_RDONLY)
    try:
        os.fsync(handle)
    finally:
        os.close(handle)


def sync_file(path: Path) -> None:
    """Makes the bytes of `path` durable."""
    with path.open("rb+") as file:
        os.fsync(file.fileno())


def write_text(path: Path, text: str) -> None:
    """Replaces the file at `path` in one step; of several that write it at once, one remains."""
    temporary = _beside(path)
    try:
        with temporary.open("w", encoding="utf-8") as file:
            file.write(text)
            file.flush()
            os.fsync(file.fileno())
        temporary.replace(path)
    except OSError:
        temporary.unlink(missing_ok=True)
        raise
    sync_folder(path.parent)


def write_folder(target: Path, fill: Callable[[Path], None]) -> None:
    """Makes the folder `target` in one step: filled under a temporary name, synced, renamed.

    Nothing is left behind when `fill` fails or the disk is full.
    """
    target.parent.mkdir(parents=True, exist_ok=True)
    temporary = _beside(target)
    temporary.mkdir()
    try:
        fill(temporary)
        for path in sorted(temporary.rglob("*")):
            if path.is_file():
                sync_file(path)
            else:
                sync_folder(path)
        sync_folder(temporary)
        temporary.rename(target)
    except BaseException:
        shutil.rmtree(temporary, ignore_errors=True)
        raise
    sync_folder(target.parent)


def _beside(path: Path) -> Path:
    """A name beside `path` that no other thread or process has; `sweep` reads the process in it."""
    return path.with_name(f"{TEMPORARY}{os.getpid()}-{uuid.uuid4().hex[:8]}-{path.name}")
