"""The process that reads one file: `python -m core.data.child REQUEST`.

REQUEST is a JSON file (`Request`). Progress and the ending go to standard
output, one JSON object a line: {"progress"}, then {"done"} or {"error"}. The
process bounds its own memory and time, so that a hostile file ends it and
nothing else.
"""

import sys
from pathlib import Path

from core.base.atomic import is_full
from core.base.errors import AppError
from core.base.model import Value
from core.data.options import ReadOptions
from core.data.process import bound
from core.data.stage import Stage


class Request(Value):
    """What to read: the file, its shown name, how, and the folder that takes the tables."""

    path: Path
    file: str
    options: ReadOptions
    folder: Path


def main(argument: str) -> int:
    """Reads what the request at `argument` asks for; returns the exit code."""
    request = Request.model_validate_json(Path(argument).read_text("utf-8"))
    stage = Stage()
    try:
        read(request, stage)
    except AppError as error:
        stage.say("error", {"code": error.code, "facts": error.facts})
    except MemoryError:
        limit = request.options.limits.memory_mb
        stage.say("error", {"code": "file_memory", "facts": {"file": request.file, "limit": limit}})
    except OSError as error:
        if not is_full(error):
            raise
        stage.say("error", {"code": "disk_full", "facts": {"folder": str(request.folder)}})
    else:
        stage.say("done", {})
    return 0


def read(request: Request, stage: Stage) -> None:
    """Reads the tables of the file into the folder, within limits.

    Raises AppError for what is no table.
    """
    from core.data.parts import Part, read_tables

    limits = request.options.limits
    bound(limits.memory_mb, limits.seconds)
    part = Part(request.path, request.file, request.options, stage)
    for raw in read_tables(part, request.folder):
        raw.save()


if __name__ == "__main__":
    sys.exit(main(sys.argv[1]))
