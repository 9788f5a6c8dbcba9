"""Where files stay as they came, for as long as they are needed: outside every workspace."""

import os
import shutil
import tempfile
import time
import uuid
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import IO

from core.base.atomic import TEMPORARY
from core.data.naming import shown_name
from core.store.faults import disk_faults
from core.store.sweep import sweep

OLD_SECONDS = 24 * 3600.0
_BLOCK = 1 << 20


@contextmanager
def folder() -> Iterator[Path]:
    """A `new_folder` that is deleted at the end."""
    made = new_folder()
    try:
        yield made
    finally:
        shutil.rmtree(made, ignore_errors=True)


def new_folder() -> Path:
    """An empty folder that only this user can look into; who asks for it deletes it.

    Those of dead processes and of yesterday are swept away. Raises AppError disk_full.
    """
    home = Path(tempfile.gettempdir()) / f"merchlab-{_user()}"
    with disk_faults(home.parent):
        home.mkdir(mode=0o700, exist_ok=True)
        if not _mine(home):
            return Path(tempfile.mkdtemp(prefix="merchlab-"))
        sweep(home)
        for old in home.iterdir():
            if time.time() - old.stat().st_mtime > OLD_SECONDS:
                shutil.rmtree(old, ignore_errors=True)
        made = home / f"{TEMPORARY}{os.getpid()}-{uuid.uuid4().hex[:12]}"
        made.mkdir(mode=0o700)
    return made


def keep(name: str, data: bytes | IO[bytes]) -> Path:
    """Writes an uploaded file to a `new_folder`; gives its path.

    Only the cleaned base name of `name` is used. Raises AppError disk_full.
    """
    folder = new_folder()
    path = folder / shown_name(name)
    try:
        with disk_faults(folder), path.open("wb") as file:
            if isinstance(data, bytes):
                file.write(data)
            else:
                shutil.copyfileobj(data, file, _BLOCK)
    except BaseException:
        shutil.rmtree(folder, ignore_errors=True)
        raise
    return path


def _user() -> str:
    return str(os.getuid()) if hasattr(os, "getuid") else os.environ.get("USERNAME", "user")


def _mine(folder: Path) -> bool:
    """Whether a folder in a place open to all is this user's own, and nobody else's to read."""
    if not hasattr(os, "getuid"):
        return folder.is_dir() and not folder.is_symlink()
    about = folder.lstat()
    return not folder.is_symlink() and about.st_uid == os.getuid() and not about.st_mode & 0o077
