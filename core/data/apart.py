"""Heavy work on read files in a process of its own: `python -m core.data.apart NOTE`.

NOTE is a JSON file (`Note`); what is told of it is in `telling`. Tables are left on disk beside the
files.
"""

import json
import os
import sys
from functools import partial
from pathlib import Path
from typing import Literal

from core.base.model import Value
from core.data.process import bound
from core.data.stage import Stage
from core.data.telling import told
from core.data.working import Bounds, Working

MEMORY_MB = 2048
SECONDS = 3600.0
_INSIDE = "MERCHLAB_APART"
_running: dict[Path, Working] = {}


class Note(Value):
    """What to do with what was read of `file`, with the JSON of its arguments."""

    file: str
    work: Literal["understood", "typed", "cubed"]
    arguments: tuple[str, ...]


def inside() -> bool:
    """Whether this is such a process."""
    return _INSIDE in os.environ


def run_apart(note: Note, folder: Path) -> str:
    """Does the work in a process of its own and waits for it; `folder` takes its note.

    Gives the JSON of the result. Raises the AppErrors of `Working.result`.
    """
    path = folder / f"{note.work}-{os.urandom(4).hex()}.note.json"
    path.write_text(note.model_dump_json(), "utf-8")
    bounds = Bounds(note.file, MEMORY_MB, SECONDS, {_INSIDE: "1"})
    working = _running[path] = Working("core.data.apart", path, bounds)
    try:
        return working.result()
    finally:
        working.cancel()
        del _running[path]
        path.unlink(missing_ok=True)


def stop_apart(folder: Path) -> None:
    """Ends the work whose note is somewhere in `folder`; it raises read_cancelled."""
    for path, working in list(_running.items()):
        if path.is_relative_to(folder):
            working.cancel()


def main(path: str) -> int:
    """Does what the note at `path` asks for; returns the exit code."""
    bound(MEMORY_MB, SECONDS)
    note = Note.model_validate_json(Path(path).read_text("utf-8"))
    work = partial(_cubed if note.work == "cubed" else _worked, note)
    return told(work, Stage(), (note.file, MEMORY_MB), Path(path).parent)


def _cubed(note: Note) -> str:
    from core.data.queries.cubes import write_cubes
    from core.data.typed import Typed

    rows = Typed.model_validate_json(note.arguments[0])
    return json.dumps(write_cubes(rows.path, rows.columns, Path(note.arguments[1])))


def _worked(note: Note) -> str:
    from core.data import understand
    from core.data.mapping import Changes, Mapping

    work = understand.Work.model_validate_json(note.arguments[0])
    if note.work == "understood":
        wishes = Changes.model_validate_json(note.arguments[1])
        return understand.understood(work, wishes).model_dump_json()
    mapping = Mapping.model_validate_json(note.arguments[1])
    return understand.typed(work, mapping).model_dump_json()


if __name__ == "__main__":
    sys.exit(main(sys.argv[1]))
