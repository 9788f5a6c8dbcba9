"""What processes that work on foreign files share: their environment, and their bounds."""

import os
import sys
from pathlib import Path

from core.data.options import MB

ROOT = Path(__file__).resolve().parents[2]
_HEAP = str(256 * MB)
"""Below it freed memory is used again at once (glibc), which spares many page faults."""
_QUIET = {
    "OMP_NUM_THREADS": "1",
    "OPENBLAS_NUM_THREADS": "1",
    "ARROW_DEFAULT_MEMORY_POOL": "system",
    "MALLOC_ARENA_MAX": "2",
    "MALLOC_MMAP_THRESHOLD_": _HEAP,
    "MALLOC_TRIM_THRESHOLD_": _HEAP,
    "PYTHONUNBUFFERED": "1",
    "PYTHONIOENCODING": "utf-8",
}


def environment() -> dict[str, str]:
    """One thread, little memory kept for later, and this code to be found from any folder."""
    known = os.environ.get("PYTHONPATH")
    path = os.pathsep.join([str(ROOT), known] if known else [str(ROOT)])
    return {**os.environ, **_QUIET, "PYTHONPATH": path}


def bound(memory_mb: int, seconds: float) -> None:
    """Bounds this process by the system's own limits, where it has them."""
    if sys.platform == "win32":
        return
    import resource

    memory = memory_mb * MB
    resource.setrlimit(resource.RLIMIT_AS, (memory, memory))
    time = int(seconds) + 5
    resource.setrlimit(resource.RLIMIT_CPU, (time, time))
    resource.setrlimit(resource.RLIMIT_CORE, (0, 0))
