"""What a process that works on a foreign file tells the one that follows it.

One JSON object a line on standard output: {"progress"} any number of times, then {"done"} with
what the work gives, or {"error"} with a code and facts.
"""

from collections.abc import Callable
from pathlib import Path

from core.base.atomic import is_full
from core.base.errors import AppError
from core.data.stage import Stage


def told(work: Callable[[], str], stage: Stage, memory: tuple[str, int], folder: Path) -> int:
    """Does the work and tells its ending; gives the exit code of the process.

    `memory` are the file's shown name and the megabytes that it may need, `folder` is where a full
    disk would be met.
    """
    file, limit = memory
    try:
        made = work()
    except AppError as error:
        stage.say("error", {"code": error.code, "facts": error.facts})
    except MemoryError:
        stage.say("error", {"code": "file_memory", "facts": {"file": file, "limit": limit}})
    except OSError as error:
        if not is_full(error):
            raise
        stage.say("error", {"code": "disk_full", "facts": {"folder": str(folder)}})
    else:
        stage.say("done", made)
    return 0
