"""Starts the process that reads a file, follows it, and can end it."""

import json
import signal
import subprocess
import sys
import tempfile
import threading
from pathlib import Path
from typing import IO, Any

from core.base.errors import AppError
from core.data.child import Request
from core.data.naming import shown_name
from core.data.options import Progress, ReadOptions
from core.data.parts import load_raws
from core.data.process import environment
from core.data.raw import RawTable

REQUEST = "request.json"


class ReaderDiedError(RuntimeError):
    """The reading process failed by a defect of ours; the message is its last words."""


class Reading:
    """A read that is going on in its own process."""

    def __init__(self, request: Request, process: subprocess.Popen[str], log: IO[bytes]) -> None:
        self._request, self._log = request, log
        self._process = process
        self._progress = Progress()
        self._ending: dict[str, Any] | None = None
        self._cancelled = self._late = False
        self._timer = threading.Timer(request.options.limits.seconds, self._expire)
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

    def result(self) -> RawTable:
        """Waits for the only table. Raises AppError one_table_needed, those of `results`."""
        raws = self.results()
        if len(raws) > 1:
            tables = [raw.source.name for raw in raws]
            raise AppError("one_table_needed", file=self._request.file, tables=tables[:20])
        return raws[0]

    def results(self) -> list[RawTable]:
        """Waits for the tables. Raises AppError for what is no table, too large, too slow."""
        self._follower.join()
        file, limits = self._request.file, self._request.options.limits
        if self._cancelled:
            raise AppError("read_cancelled", file=file)
        if self._ending is not None and "error" in self._ending:
            raise AppError(self._ending["error"]["code"], **self._ending["error"]["facts"])
        if self._late or self._process.returncode == -getattr(signal, "SIGXCPU", 0):
            raise AppError("read_too_slow", file=file, seconds=round(limits.seconds))
        if self._ending is not None and self._process.returncode == 0:
            return load_raws(self._request.folder)
        if self._process.returncode < 0:
            raise AppError("file_memory", file=file, limit=limits.memory_mb)
        raise ReaderDiedError(self._last_words())

    def _follow(self) -> None:
        assert self._process.stdout is not None
        for line in self._process.stdout:
            try:
                message = json.loads(line)
            except json.JSONDecodeError:
                continue  # a library's chatter, or a line cut short by the end of the process
            if "progress" in message:
                self._progress = Progress.model_validate(message["progress"])
            else:
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
        return words or f"the reader ended with {self._process.returncode}"


def start(path: Path, options: ReadOptions, into: Path, file: str | None = None) -> Reading:
    """Starts reading `path`, shown as `file`; the empty folder `into` takes the result.

    The process is a fresh `python -m core.data.child`: it shares nothing with
    this one, wherever it is started from. Raises AppError file_name_not_text.
    """
    file = file or shown_name(Path(path).name)
    try:
        str(Path(path).absolute()).encode()
    except UnicodeEncodeError as error:
        raise AppError("file_name_not_text", file=file) from error
    into.mkdir(parents=True, exist_ok=True)
    request = Request(
        path=Path(path).absolute(),
        file=file,
        options=options,
        folder=into.absolute(),
    )
    note = into / REQUEST
    note.write_text(request.model_dump_json(), "utf-8")
    log = tempfile.TemporaryFile()  # noqa: SIM115 (open as long as the process is followed)
    process = subprocess.Popen(
        [sys.executable, "-m", "core.data.child", str(note.absolute())],
        stdin=subprocess.DEVNULL,
        stdout=subprocess.PIPE,
        stderr=log,
        cwd=into,
        env=environment(),
        text=True,
        encoding="utf-8",
    )
    return Reading(request, process, log)
