"""A process that works on a foreign file: started, followed, ended, and its ending put into words.

It is a fresh `python -m MODULE NOTE`: it shares nothing with this one, wherever it is started from.
What it tells is described in `telling`.
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
from typing import Any

from core.base.errors import AppError
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
        self._process = subprocess.Popen(
            [sys.executable, "-m", module, str(note.absolute())],
            stdin=subprocess.DEVNULL,
            stdout=subprocess.PIPE,
            stderr=self._log,
            cwd=note.parent,
            env=environment() | dict(bounds.variables),
            text=True,
            encoding="utf-8",
            errors="replace",
        )
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
        file, ending, code = self._bounds.file, self._ending or {}, self._process.returncode
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
        if self._process.poll() is None:
            self._process.kill()

    def _last_words(self) -> str:
        self._log.seek(0)
        words = self._log.read().decode("utf-8", "replace")[-2000:]
        return words or f"the process ended with {self._process.returncode}"


def _message(line: str) -> dict[str, Any]:
    """What a line tells; nothing for a library's chatter, or a line that the end of the process cut
    short."""
    try:
        message = json.loads(line)
    except json.JSONDecodeError:
        return {}
    told = isinstance(message, dict) and not message.keys().isdisjoint(_TOLD)
    return message if told else {}
