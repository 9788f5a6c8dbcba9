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
        from core.jobs import warm_keras

        logger.info("keras %s is loaded", warm_keras.VERSION)
        for name in json.loads(os.environ.get(WARM, "[]")):
            _prepare(name)
        _done = True


def _prepare(name: str) -> None:
    """Imports a module and calls its `warm`, if it has one.

    What fails here will fail where it is used, and be told there; here it is only early.
    """
    try:
        getattr(importlib.import_module(name), "warm", int)()
    except Exception:
        logger.exception("could not prepare %s ahead of need", name)


def dask_setup(_worker: object) -> None:
    """Called by dask in the worker's main thread, before the worker reports."""
    warm()
