"""Heavy work on read files in a process of its own: `python -m core.data.apart NOTE`.

NOTE is a JSON file (`Note`). Tables are left on disk beside the files; the last
line on standard output is the result or the error, one JSON object.
"""

import json
import os
import signal
import subprocess
import sys
from pathlib import Path
from typing import Literal

from core.base.errors import AppError
from core.base.model import Value
from core.data.process import bound, environment

MEMORY_MB = 2048
SECONDS = 3600.0
_INSIDE = "MERCHLAB_APART"
_running: dict[Path, subprocess.Popen[str]] = {}


class Note(Value):
    """What to do, with the JSON of its arguments."""

    work: Literal["understood", "typed", "cubed"]
    arguments: tuple[str, ...]


class WorkDiedError(RuntimeError):
    """The process failed by a defect of ours; the message is its last words."""


def inside() -> bool:
    """Whether this is such a process."""
    return _INSIDE in os.environ


def run_apart(note: Note, folder: Path, file: str) -> str:
    """Does the work in a process of its own and waits for it; `folder` takes its note.

    Gives the JSON of the result.

    Raises the AppError of the work, read_cancelled, read_too_slow, file_memory (`file`).
    """
    path = folder / f"{note.work}-{os.urandom(4).hex()}.note.json"
    path.write_text(note.model_dump_json(), "utf-8")
    process = subprocess.Popen(
        [sys.executable, "-m", "core.data.apart", str(path)],
        stdin=subprocess.DEVNULL,
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        cwd=folder,
        env=environment() | {_INSIDE: "1"},
        text=True,
        encoding="utf-8",
    )
    _running[path] = process
    try:
        said, words = process.communicate(timeout=SECONDS)
    except subprocess.TimeoutExpired as error:
        raise AppError("read_too_slow", file=file, seconds=round(SECONDS)) from error
    finally:
        process.kill()
        del _running[path]
        path.unlink(missing_ok=True)
    last = said.splitlines()[-1] if said.strip() else ""
    if process.returncode == 0:
        return last
    if last:
        told = json.loads(last)
        raise AppError(told["code"], **told["facts"])
    if process.returncode == -signal.SIGTERM:
        raise AppError("read_cancelled", file=file)
    if process.returncode < 0 or "MemoryError" in words:
        raise AppError("file_memory", file=file, limit=MEMORY_MB)
    raise WorkDiedError(words[-2000:])


def stop_apart(folder: Path) -> None:
    """Ends the work whose note is somewhere in `folder`; it raises read_cancelled."""
    for path, process in list(_running.items()):
        if path.is_relative_to(folder):
            process.terminate()


def main(path: str) -> int:
    """Does what the note at `path` asks for; returns the exit code."""
    bound(MEMORY_MB, SECONDS)
    note = Note.model_validate_json(Path(path).read_text("utf-8"))
    try:
        made = _cubed(note) if note.work == "cubed" else _worked(note)
    except AppError as error:
        print(json.dumps({"code": error.code, "facts": error.facts}), flush=True)
        return 1
    print(made, flush=True)
    return 0


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
