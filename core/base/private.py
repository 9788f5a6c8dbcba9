"""Folders outside every workspace that only this user can look into, for files as they came."""

import contextlib
import os
import shutil
import tempfile
import time
import uuid
from collections.abc import Iterator
from contextlib import contextmanager
from functools import cache
from pathlib import Path

from core.base.atomic import TEMPORARY
from core.base.sweep import sweep

OLD_SECONDS = 24 * 3600.0


@contextmanager
def folder() -> Iterator[Path]:
    """A `new_folder` that is deleted at the end."""
    made = new_folder()
    try:
        yield made
    finally:
        shutil.rmtree(made, ignore_errors=True)


def new_folder() -> Path:
    """An empty folder; who asks for it deletes it. What is old is swept away."""
    place = tidied()
    made = place / f"{TEMPORARY}{os.getpid()}-{uuid.uuid4().hex[:12]}"
    made.mkdir(mode=0o700)
    return made


def tidied() -> Path:
    """Where such folders are, without those of dead processes and all that is there since
    yesterday."""
    place = home()
    sweep(place)
    for old in place.iterdir():
        with contextlib.suppress(FileNotFoundError):  # another process was quicker
            if time.time() - old.lstat().st_mtime > OLD_SECONDS:
                shutil.rmtree(old) if old.is_dir() else old.unlink()
    return place


def home() -> Path:
    """Where such folders are."""
    place = Path(tempfile.gettempdir()) / f"merchlab-{_user()}"
    place.mkdir(mode=0o700, exist_ok=True)
    if not _mine(place):
        return _another()
    return place


@cache
def _another() -> Path:
    return Path(tempfile.mkdtemp(prefix="merchlab-"))


def _user() -> str:
    return str(os.getuid()) if hasattr(os, "getuid") else os.environ.get("USERNAME", "user")


def _mine(folder: Path) -> bool:
    """Whether a folder in a place open to all is this user's own, and nobody else's to read."""
    if not hasattr(os, "getuid"):
        return folder.is_dir() and not folder.is_symlink()
    about = folder.lstat()
    return not folder.is_symlink() and about.st_uid == os.getuid() and not about.st_mode & 0o077
