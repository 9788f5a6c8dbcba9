"""Functions that travel by value, so that even a scheduler or worker without `core` takes them.

Their module is said to be `__main__`: pickle finds no such function there,
and cloudpickle then sends the code itself instead of a name. They import what
they need when they run.
"""

from typing import Any


def enter(place: str, *args: Any) -> Any:
    """Calls the function named `place` (`package.module:function`) where this runs."""
    from pkgutil import resolve_name

    return resolve_name(place)(*args)


def probe(workspace: str, token: str) -> dict[str, str | bool | None]:
    """What a worker has: the `version` of its core (None without core), and whether it `sees`
    the workspace (the file `token` in it) and may write there.
    """
    import os
    from pathlib import Path

    try:
        from core.jobs.version import version

        found: str | None = version()
    except ImportError:
        found = None
    sees = Path(workspace, token).is_file() and os.access(workspace, os.W_OK)
    return {"version": found, "sees": sees}


for _function in (enter, probe):
    _function.__module__ = "__main__"
