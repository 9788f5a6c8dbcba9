"""The inbox: a folder of the workspace whose files are imported without an upload."""

import datetime as dt
import os
import stat
from pathlib import Path

from core.actions.import_place import Place
from core.base.errors import AppError
from core.base.model import Value
from core.store.faults import disk_faults

INBOX = "inbox"
MOST = 200


class InboxFile(Value):
    """A file in the inbox: its name, size in bytes, and when it was last changed (UTC)."""

    name: str
    bytes: int
    changed: dt.datetime


def inbox_folder(desk: Place) -> Path:
    """The folder, made when it is not there yet. Raises AppError disk_full."""
    folder = desk.workspace.root / INBOX
    with disk_faults(desk.workspace.root):
        folder.mkdir(exist_ok=True)
    return folder.absolute()


def inbox_files(desk: Place) -> list[InboxFile]:
    """The plain files in the inbox, the latest first, at most `MOST`.

    Links, folders and hidden files are none; an inbox that is a link is empty.
    """
    folder = inbox_folder(desk)
    if folder.is_symlink():
        return []
    found = []
    with os.scandir(folder) as entries:
        for entry in entries:
            if entry.name.startswith(".") or not entry.is_file(follow_symlinks=False):
                continue
            about = entry.stat(follow_symlinks=False)
            changed = dt.datetime.fromtimestamp(about.st_mtime, dt.UTC)
            found.append(InboxFile(name=_shown(entry.name), bytes=about.st_size, changed=changed))
    return sorted(found, key=lambda file: file.changed, reverse=True)[:MOST]


def inbox_path(desk: Place, name: str) -> Path:
    """The path of a file in the inbox. Raises AppError inbox_gone for anything else."""
    folder = inbox_folder(desk)
    path = folder / name
    if folder.is_symlink() or Path(name).name != name or name.startswith("."):
        raise AppError("inbox_gone", file=name)
    try:
        plain = stat.S_ISREG(path.lstat().st_mode)
    except (OSError, ValueError):
        plain = False
    if not plain:
        raise AppError("inbox_gone", file=name)
    return path


def _shown(name: str) -> str:
    """A name as text: bytes that are none become question marks (reading says what to do)."""
    return name.encode(errors="replace").decode()
