"""The process that reads one file: `python -m core.data.child REQUEST`.

REQUEST is a JSON file (`Request`); what is told of it is in `telling`. The process bounds its own
memory and time, so that a hostile file ends it and nothing else.
"""

import sys
from pathlib import Path

from core.base.model import Value
from core.data.options import ReadOptions
from core.data.process import bound
from core.data.stage import Stage
from core.data.telling import told


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

    def work() -> str:
        read(request, stage)
        return str(request.folder)

    return told(work, stage, (request.file, request.options.limits.memory_mb), request.folder)


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
