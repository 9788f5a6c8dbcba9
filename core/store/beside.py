"""What users keep beside a run: small texts in `runs/<id>/kept/`, each replaced in one step.

They are no part of the run's bundle, which never changes, and go when the run is deleted for good.
"""

import threading
from pathlib import Path
from typing import TypeVar

from pydantic import ValidationError

from core.base.atomic import write_text
from core.base.errors import AppError
from core.base.model import Value
from core.store.artefacts import run_folder
from core.store.faults import disk_faults

FOLDER = "kept"
V = TypeVar("V", bound=Value)
changing = threading.RLock()
"""Held while something kept is read and written back, so that no other change is lost between."""


def kept(root: Path, run_id: str, name: str) -> str | None:
    """The text called `name` of a run in the workspace `root`; None where nothing is kept.

    Raises AppError run_unknown.
    """
    path = _path(root, run_id, name)
    return path.read_bytes().decode("utf-8") if path.is_file() else None


def value(root: Path, run_id: str, name: str, kind: type[V], damaged: str) -> V:
    """The value called `name`, kept as its JSON; the empty one of its `kind` where nothing is kept.

    Raises AppError run_unknown, and the code `damaged` where the text is no such value.
    """
    text = kept(root, run_id, name)
    if text is None:
        return kind()
    try:
        return kind.model_validate_json(text)
    except ValidationError as error:
        raise AppError(damaged, run=run_id, file=f"{FOLDER}/{name}") from error


def keep(root: Path, run_id: str, name: str, text: str | None) -> None:
    """Keeps `text` in the place of what is there; None takes it away.

    A crash leaves the old or the new. Raises AppError run_unknown, disk_full.
    """
    path = _path(root, run_id, name)
    with disk_faults(path.parent):
        if text is None:
            path.unlink(missing_ok=True)
            return
        path.parent.mkdir(parents=True, exist_ok=True)
        write_text(path, text)


def stamp(root: Path, run_id: str, name: str) -> str:
    """Another text for each state of what is kept, without reading it."""
    path = _path(root, run_id, name)
    if not path.is_file():
        return ""
    about = path.stat()
    return f"{about.st_mtime_ns}-{about.st_size}"


def _path(root: Path, run_id: str, name: str) -> Path:
    return run_folder(root, run_id) / FOLDER / name
