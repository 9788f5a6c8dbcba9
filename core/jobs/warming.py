"""Being warm: what jobs import is imported ahead of need, and by one thread only.

Two threads that import keras at once get a "partially initialized module", so
every job and every question waits here. Workers of our own engine are warm
before they report to the scheduler; on other clusters the first job warms its
worker.
"""

import importlib
import json
import logging
import os
import threading

from core.jobs.finding import WARM

_lock = threading.Lock()
_done = False
logger = logging.getLogger(__name__)


def warm() -> None:
    """Imports tensorflow and the modules named by the engine; returns at once the second time."""
    global _done
    with _lock:
        if _done:
            return
        from core.jobs.warm_keras import run_once

        run_once()
        for name in json.loads(os.environ.get(WARM, "[]")):
            _import(name)
        _done = True


def _import(name: str) -> None:
    """A module that does not import will fail where it is used; here it is only early."""
    try:
        importlib.import_module(name)
    except ImportError:
        logger.warning("could not import %s ahead of need", name, exc_info=True)


def dask_setup(_worker: object) -> None:
    """Called by dask in the worker's main thread, before the worker reports."""
    warm()
