"""Faults of the disk, told to the user as what they are."""

import errno
import shutil
import sqlite3
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from core.base.atomic import is_full
from core.base.errors import AppError

_REFUSED = {
    errno.EACCES, errno.EPERM, errno.EROFS, errno.ENOTDIR, errno.EEXIST, errno.ELOOP,
    errno.ENAMETOOLONG,
}  # fmt: skip
_DAMAGED = {sqlite3.SQLITE_CORRUPT, sqlite3.SQLITE_NOTADB}
_VAGUE = {sqlite3.SQLITE_IOERR, sqlite3.SQLITE_CANTOPEN}
"""What SQLite says when it cannot make its helper files: on a full disk, or otherwise."""
_BUSY = {sqlite3.SQLITE_BUSY, sqlite3.SQLITE_LOCKED}


@contextmanager
def disk_faults(folder: Path) -> Iterator[None]:
    """Turns a full disk, quota or file size limit into `disk_full`, a refusal into
    `workspace_unusable`; every other error passes. A full disk that was found below
    `folder`, perhaps in a folder already gone, is told of `folder`."""
    try:
        yield
    except AppError as error:
        if error.code == "disk_full":
            raise AppError("disk_full", folder=str(folder)) from error
        raise
    except OSError as error:
        if is_full(error):
            raise AppError("disk_full", folder=str(folder)) from error
        if error.errno in _REFUSED:
            raise AppError("workspace_unusable", folder=str(folder)) from error
        raise


@contextmanager
def registry_faults(path: Path) -> Iterator[None]:
    """Turns what SQLite says of the disk and the file into `disk_full`,
    `registry_damaged`, `registry_busy` or `workspace_unusable`; every other error passes."""
    try:
        yield
    except sqlite3.DatabaseError as error:
        code = (getattr(error, "sqlite_errorcode", None) or 0) & 0xFF
        if code == sqlite3.SQLITE_FULL or (code in _VAGUE and _is_full(path.parent)):
            raise AppError("disk_full", folder=str(path.parent)) from error
        if code in _DAMAGED:
            raise AppError("registry_damaged", file=str(path)) from error
        if code in _BUSY:
            raise AppError("registry_busy", file=str(path)) from error
        if code in (sqlite3.SQLITE_CANTOPEN, sqlite3.SQLITE_READONLY):
            raise AppError("workspace_unusable", folder=str(path.parent)) from error
        raise


def _is_full(folder: Path) -> bool:
    return folder.is_dir() and shutil.disk_usage(folder).free < 1 << 16
