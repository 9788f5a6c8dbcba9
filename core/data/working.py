"""A process that works on a foreign file: started, followed, ended, and its ending put into words.

It is a `python -m MODULE NOTE` that shares nothing with this one, wherever it is started from: a
fresh one, or a fork of a fresh one where the system bears it (`forked`). What it tells is described
in `telling`.
"""

import json
import signal
import subprocess
import sys
import tempfile
import threading
from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import IO, Any

from core.base.errors import AppError
from core.data.fork_server import Order
from core.data.forked import FORKS, Forked
from core.data.options import Progress
from core.data.process import environment

_TOLD = ("progress", "done", "error")


class WorkDiedError(RuntimeError):
    """The process failed by a defect of ours; the message is its last words."""


@dataclass(frozen=True)
class Bounds:
    """The file that is worked on, by its shown name; what the process may use; its variables."""

    file: str
    memory_mb: int
    seconds: float
    variables: Mapping[str, str] = field(default_factory=dict)


class Working:
    """Work that is going on in its own process: `module` does what `note` asks for."""

    def __init__(self, module: str, note: Path, bounds: Bounds) -> None:
        self._bounds = bounds
        self._log = tempfile.TemporaryFile()  # noqa: SIM115 (open as long as it is followed)
        place = note.absolute()
        variables = environment() | dict(bounds.variables)
        order = Order(module, str(place), str(place.parent), variables)
        self._process = Forked(order, self._log) if FORKS else _fresh(order, self._log)
        self._progress = Progress()
        self._ending: dict[str, Any] | None = None
        self._cancelled = self._late = False
        self._timer = threading.Timer(bounds.seconds, self._expire)
        self._timer.daemon = True
        self._timer.start()
        self._follower = threading.Thread(target=self._follow, daemon=True)
        self._follower.start()

    @property
    def done(self) -> bool:
        """Whether the process has ended, in whatever way."""
        return not self._follower.is_alive()

    def progress(self) -> Progress:
        """How far it is."""
        return self._progress

    def cancel(self) -> None:
        """Ends the process at once; `result` then raises AppError read_cancelled."""
        self._cancelled = True
        self._kill()

    def result(self) -> str:
        """Waits for what the work gives.

        Raises AppErrors of the work, read_cancelled, read_too_slow, file_memory.
        """
        self._follower.join()
        file, ending, code = self._bounds.file, self._ending or {}, self._process.wait()
        if self._cancelled:
            raise AppError("read_cancelled", file=file)
        if "error" in ending:
            raise AppError(ending["error"]["code"], **ending["error"]["facts"])
        if self._late or code == -getattr(signal, "SIGXCPU", 0):
            raise AppError("read_too_slow", file=file, seconds=round(self._bounds.seconds))
        if "done" in ending and code == 0:
            return str(ending["done"])
        if code < 0:
            raise AppError("file_memory", file=file, limit=self._bounds.memory_mb)
        raise WorkDiedError(self._last_words())

    def _follow(self) -> None:
        assert self._process.stdout is not None
        for line in self._process.stdout:
            message = _message(line)
            if "progress" in message:
                self._progress = Progress.model_validate(message["progress"])
            elif message:
                self._ending = message
        self._process.wait()
        self._process.stdout.close()
        self._timer.cancel()
        self._progress = self._progress.model_copy(update={"stage": "done", "fraction": 1.0})

    def _expire(self) -> None:
        self._late = True
        self._kill()

    def _kill(self) -> None:
        self._process.kill()

    def _last_words(self) -> str:
        self._log.seek(0)
        words = self._log.read().decode("utf-8", "replace")[-2000:]
        return words or f"the process ended with {self._process.wait()}"


def _fresh(order: Order, log: IO[bytes]) -> "subprocess.Popen[str]":
    return subprocess.Popen(
        [sys.executable, "-m", order.module, order.note],
        stdin=subprocess.DEVNULL,
        stdout=subprocess.PIPE,
        stderr=log,
        cwd=order.folder,
        env=order.environment,
        text=True,
        encoding="utf-8",
        errors="replace",
    )


def _message(line: str) -> dict[str, Any]:
    """What a line tells; nothing for a library's chatter, or a line that the end of the process cut
    short."""
    try:
        message = json.loads(line)
    except json.JSONDecodeError:
        return {}
    told = isinstance(message, dict) and not message.keys().isdisjoint(_TOLD)
    return message if told else {}
