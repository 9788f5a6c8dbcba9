"""One at a time: work whose result is kept in a folder is done by the first who asks for it."""

import threading
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

_guard = threading.Lock()
_locks: dict[Path, threading.RLock] = {}


@contextmanager
def alone(folder: Path) -> Iterator[None]:
    """Keeps other threads of this process from working on `folder`; they wait."""
    with _guard:
        lock = _locks.setdefault(folder, threading.RLock())
    with lock:
        yield
