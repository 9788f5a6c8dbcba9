"""Removes what a killed process left half-written."""

import os
import re
import shutil
import time
from contextlib import suppress
from pathlib import Path

import psutil

from core.base.atomic import TEMPORARY

_NAME = re.compile(re.escape(TEMPORARY) + r"([0-9]+)-.+")
_MARGIN = 60.0
_REMOTE = 3600.0


def sweep(folder: Path, remote: bool = False) -> list[Path]:
    """Removes the temporaries in `folder` whose process is dead; returns what it removed.

    A living process that began after the temporary was last changed has
    inherited the number, so that one counts as dead too. With `remote`, a
    process of another machine may be writing there: only temporaries that
    nothing has touched for an hour go.
    """
    removed = []
    for path in sorted(folder.glob(f"{TEMPORARY}*")):
        match = _NAME.fullmatch(path.name)
        if match and _stray(int(match[1]), _last_change(path), remote):
            _remove(path)
            removed.append(path)
    return removed


def _stray(pid: int, changed: float, remote: bool) -> bool:
    if remote and time.time() - changed < _REMOTE:
        return False
    try:
        return float(psutil.Process(pid).create_time()) > changed + _MARGIN
    except psutil.NoSuchProcess:
        return True
    except psutil.AccessDenied:
        return False


def _last_change(path: Path) -> float:
    """When anything in it was last changed; its owner may remove parts of it meanwhile."""
    parts = [path]
    for folder, folders, files in os.walk(path):  # a folder that is gone by now has none
        parts += [Path(folder, name) for name in (*folders, *files)]
    changed = 0.0
    for part in parts:
        with suppress(FileNotFoundError):
            changed = max(changed, part.lstat().st_mtime)
    return changed


def _remove(path: Path) -> None:
    if path.is_dir():
        shutil.rmtree(path, ignore_errors=True)
    else:
        path.unlink(missing_ok=True)
