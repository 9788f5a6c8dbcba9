"""A foreign cluster named by DASK_ADDRESS: what it must have before a run is sent there."""

import os
import uuid
from collections.abc import Mapping
from pathlib import Path
from typing import Any

from distributed import Client

from core.base.atomic import TEMPORARY
from core.base.errors import AppError
from core.jobs.doorstep import probe
from core.jobs.version import version

ADDRESS = "DASK_ADDRESS"
WAIT_SECONDS = 10.0


def foreign_address() -> str | None:
    """The address of an existing cluster that takes the place of our own engine, if any."""
    return os.environ.get(ADDRESS) or None


def check_workers(client: Client, root: Path, checked: set[str]) -> set[str]:
    """Checks the workers not in `checked`; returns the addresses of all.

    AppErrors: engine_without_workers, workers_without_core, workers_other_version,
    workers_blind (they do not see the workspace, or may not write there).
    """
    try:
        client.wait_for_workers(1, timeout=WAIT_SECONDS)
    except TimeoutError as error:
        raise AppError("engine_without_workers", address=os.environ[ADDRESS]) from error
    workers = set(client.scheduler_info(n_workers=-1)["workers"])
    fresh = sorted(workers - checked)
    if fresh:
        token = root / f"{TEMPORARY}{os.getpid()}-seen-{uuid.uuid4().hex}"
        token.touch()
        try:
            judge(client.run(probe, str(root), token.name, workers=fresh), root)
        finally:
            token.unlink(missing_ok=True)
    return workers


def judge(found: Mapping[str, Mapping[str, Any]], root: Path) -> None:
    """Raises the AppError for what `doorstep.probe` found on each worker, if any."""
    without = [worker for worker, has in found.items() if has["version"] is None]
    other = [worker for worker, has in found.items() if has["version"] != version()]
    blind = [worker for worker, has in found.items() if not has["sees"]]
    if without:
        raise AppError("workers_without_core", workers=without)
    if other:
        raise AppError("workers_other_version", workers=other)
    if blind:
        raise AppError("workers_blind", workers=blind, workspace=str(root))
