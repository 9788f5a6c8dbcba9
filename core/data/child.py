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
from core.data.options import MB, ReadOptions
from core.data.stage import Stage


class Request(Value):
    """What to read: the file, its shown name, how, and the folder that takes the result."""

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
    """Reads the file into the folder, within limits. Raises AppError for what is no table."""
    from core.data.filetype import recognise

    limits = request.options.limits
    found = recognise(request.path, request.file)
    megabytes = request.path.stat().st_size / MB
    if megabytes > limits.file_mb:
        raise AppError(
            "file_too_large", file=request.file, megabytes=round(megabytes), limit=limits.file_mb
        )
    _bound(limits.memory_mb, limits.seconds)
    if found == "xlsx":
        from core.data.read_xlsx import read_xlsx as reader
    elif found == "parquet":
        from core.data.read_parquet import read_parquet as reader
    else:
        from core.data.read_csv import read_csv as reader
    raw = reader(request.path, request.file, request.options, request.folder, stage)
    raw.save()


def _bound(memory_mb: int, seconds: float) -> None:
    """Bounds this process by the system's own limits, where it has them."""
    if sys.platform == "win32":
        return
    import resource

    memory = memory_mb * MB
    resource.setrlimit(resource.RLIMIT_AS, (memory, memory))
    time = int(seconds) + 5
    resource.setrlimit(resource.RLIMIT_CPU, (time, time))
    resource.setrlimit(resource.RLIMIT_CORE, (0, 0))


if __name__ == "__main__":
    sys.exit(main(sys.argv[1]))
