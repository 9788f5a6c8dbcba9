"""Which code this process runs: engine, workers and pages must run the same."""

import hashlib
import os
from functools import cache
from pathlib import Path

import core

NAMED = "MERCHLAB_CODE_VERSION"
SOURCES = Path(core.__file__).resolve().parent


def digest_of(folder: Path) -> str:
    """The first 16 hexadecimal digits of the sha256 over every Python source below `folder`."""
    found = hashlib.sha256()
    for path in sorted(folder.rglob("*.py"), key=lambda path: path.relative_to(folder).as_posix()):
        found.update(path.relative_to(folder).as_posix().encode())
        found.update(hashlib.sha256(path.read_bytes()).digest())
    return found.hexdigest()[:16]


@cache
def version() -> str:
    """The digest of core's sources, as they were when this process first asked.

    MERCHLAB_CODE_VERSION says it instead: to an engine, the version of who started it.
    """
    return os.environ.get(NAMED) or digest_of(SOURCES)
