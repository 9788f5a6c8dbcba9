"""Finding the running engine by the file it leaves in its folder, and starting one."""

import json
import os
import socket
import subprocess
import sys
import threading
import time
from pathlib import Path
from urllib.parse import urlsplit

import locket
import psutil
from pydantic import ValidationError

from core.base.errors import AppError
from core.base.model import Value
from core.jobs.version import NAMED, SOURCES, version

FOLDER = "MERCHLAB_ENGINE_DIR"
WARM = "MERCHLAB_ENGINE_WARM"
CARD = "engine.json"
LOG = "engine.log"
LOCK = "starting.lock"
START_SECONDS = 60.0


class Card(Value):
    """What a running engine says of itself in `engine.json`."""

    address: str
    pid: int
    version: str
    ledger: str


def engine_folder(root: Path) -> Path:
    """Where the engine of the workspace lives: MERCHLAB_ENGINE_DIR, else `<root>/engine`."""
    return Path(os.environ.get(FOLDER) or root / "engine").resolve()


def read_card(folder: Path) -> Card | None:
    """The card in `folder`, or None when there is none (or a torn one)."""
    try:
        return Card.model_validate_json((folder / CARD).read_text("utf-8"))
    except (FileNotFoundError, ValidationError):
        return None


def running(folder: Path) -> Card | None:
    """The card of the engine in `folder` if its process lives and listens, else None."""
    card = read_card(folder)
    if card is None or not psutil.pid_exists(card.pid):
        return None
    return card if listens(card.address, 2) else None


def listens(address: str, seconds: float) -> bool:
    """Whether somebody takes connections at the address (`scheme://host:port`)."""
    try:
        place = urlsplit(address if "://" in address else f"tcp://{address}")
        with socket.create_connection((place.hostname or "", place.port or 8786), seconds):
            return True
    except (OSError, ValueError):
        return False


def start(folder: Path, warm: tuple[str, ...] = ()) -> Card:
    """Starts an engine in `folder`, unless one runs there. Of two starters at once, one starts it.

    `warm` are modules its workers import ahead of need. AppError engine_start_failed.
    """
    folder.mkdir(parents=True, exist_ok=True)
    try:
        with locket.lock_file(str(folder / LOCK), timeout=START_SECONDS):
            return running(folder) or _start(folder, warm)
    except locket.LockError as error:
        raise AppError("engine_start_failed", log=str(folder / LOG)) from error


def _start(folder: Path, warm: tuple[str, ...]) -> Card:
    process = _spawn(folder, warm)
    deadline = time.monotonic() + START_SECONDS
    while time.monotonic() < deadline and process.poll() is None:
        card = running(folder)
        if card is not None and card.pid == process.pid:
            # Reaps the engine whenever it ends, so that it never stays a zombie of ours.
            threading.Thread(target=process.wait, name="engine-reaper", daemon=True).start()
            return card
        time.sleep(0.02)
    process.kill()
    process.wait()
    raise AppError("engine_start_failed", log=str(folder / LOG))


def _spawn(folder: Path, warm: tuple[str, ...]) -> subprocess.Popen[bytes]:
    """The engine as a session of its own: it outlives the server that starts it."""
    paths = [str(SOURCES.parent), *filter(None, [os.environ.get("PYTHONPATH")])]
    environment = {
        **os.environ,
        "PYTHONPATH": os.pathsep.join(paths),
        WARM: json.dumps(warm),
        NAMED: version(),
    }
    with (folder / LOG).open("wb") as log:
        return subprocess.Popen(
            [sys.executable, "-m", "core.jobs", "--folder", str(folder)],
            stdin=subprocess.DEVNULL,
            stdout=log,
            stderr=log,
            cwd=folder,
            env=environment,
            start_new_session=True,
        )
