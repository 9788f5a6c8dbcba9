"""What users say of recommendations: a journal a dataset, `feedback/<dataset>.jsonl`, only ever
appended to, with a line for each word said. It goes when the dataset is deleted for good.
"""

import os
import threading
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from typing import Literal

from pydantic import Field, ValidationError

from core.base.errors import AppError
from core.base.model import Value
from core.store.faults import disk_faults
from core.store.ids import is_id
from core.store.reader import DatasetReader

FOLDER = "feedback"
_appending = threading.Lock()


class Said(Value):
    """What was said at an instant of an `item` for a `user`: good (1), bad (-1), or that what was
    said before is taken back (0)."""

    user: str = Field(min_length=1)
    item: str = Field(min_length=1)
    value: Literal[-1, 0, 1]
    at: datetime


@dataclass(frozen=True)
class Thumb:
    """What stands of an `item` for a `user`: 1 or -1."""

    user: str
    item: str
    value: int


def append(root: Path, dataset_id: str, said: Said) -> None:
    """Adds a line, durably. Raises AppError dataset_unknown, disk_full."""
    path = _path(root, dataset_id)
    with disk_faults(root), _appending:
        path.parent.mkdir(parents=True, exist_ok=True)
        with path.open("a+b") as file:
            if file.tell() and _torn(path):
                file.write(b"\n")
            file.write(said.model_dump_json().encode() + b"\n")
            file.flush()
            os.fsync(file.fileno())


def read(root: Path, dataset_id: str) -> tuple[Said, ...]:
    """All lines in the order they were added; one that a crash tore off is passed over.

    Raises AppError dataset_unknown.
    """
    path = _path(root, dataset_id)
    if not path.is_file():
        return ()
    found = []
    for line in path.read_bytes().split(b"\n"):
        try:
            found.append(Said.model_validate_json(line))
        except ValidationError:
            continue
    return tuple(found)


def standing(reader: DatasetReader, dataset_id: str) -> tuple[Thumb, ...]:
    """The thumbs that stand for a dataset: those given by its runs, and by those on the versions
    before it; of a user and an item what was said last, and nothing of what was taken back. In the
    order they were given. Raises AppError dataset_unknown, dataset_damaged."""
    root = reader.folder.parent
    said = [one for version in _chain(reader, dataset_id) for one in read(root, version)]
    last: dict[tuple[str, str], int] = {}
    for one in sorted(said, key=lambda one: one.at):
        last.pop((one.user, one.item), None)
        last[one.user, one.item] = one.value
    return tuple(Thumb(user, item, value) for (user, item), value in last.items() if value)


def _chain(reader: DatasetReader, dataset_id: str) -> list[str]:
    """The dataset and the versions before it, the oldest first; one that was deleted for good
    breaks the chain."""
    known, found = set(reader.ids()), [dataset_id]
    while found[-1] in known:
        parent = reader.dataset(found[-1]).parent
        if parent is None or parent in found:
            break
        found.append(parent)
    return found[::-1]


def forget(root: Path, dataset_id: str) -> None:
    """Removes all that was said of a dataset. Raises AppError dataset_unknown."""
    with disk_faults(root), _appending:
        _path(root, dataset_id).unlink(missing_ok=True)


def _torn(path: Path) -> bool:
    """Whether the last line has no end."""
    with path.open("rb") as file:
        file.seek(-1, os.SEEK_END)
        return file.read(1) != b"\n"


def _path(root: Path, dataset_id: str) -> Path:
    if not is_id("d", dataset_id):
        raise AppError("dataset_unknown", dataset=dataset_id)
    return root / FOLDER / f"{dataset_id}.jsonl"
