"""Processes that are forked from one with its libraries ready (`fork_server`): they start at once.

Only on Linux: elsewhere the system's own libraries do not bear a fork.
"""

import atexit
import os
import socket
import subprocess
import sys
import tempfile
import threading
from typing import IO

from core.data.fork_server import Order
from core.data.process import ROOT, environment

FORKS = sys.platform == "linux"
_lock = threading.Lock()
_servers: list["_Server"] = []


class Forked:
    """A process of the server's, used as a `subprocess.Popen`; `log` takes its standard error."""

    def __init__(self, order: Order, log: IO[bytes]) -> None:
        self._code: int | None = None
        self._closing = threading.Lock()
        self._status, theirs = socket.socketpair()
        reader, writer = os.pipe()
        self.stdout = os.fdopen(reader, encoding="utf-8", errors="replace")
        with tempfile.TemporaryFile() as asked, theirs, os.fdopen(writer, "wb"):
            asked.write(order.json().encode())
            asked.seek(0)
            _ask([asked.fileno(), writer, log.fileno(), theirs.fileno()])

    def wait(self) -> int:
        """Waits for its end; gives its exit code as `Popen` does, 1 where the server died."""
        if self._code is None:
            told = self._status.recv(16)
            with self._closing:
                self._code = int(told or b"1")
                self._status.close()
        return self._code

    def kill(self) -> None:
        """Ends it at once."""
        with self._closing:
            if self._code is None:
                self._status.shutdown(socket.SHUT_WR)


class _Server:
    """The server of this process."""

    def __init__(self) -> None:
        self.control, theirs = socket.socketpair()
        with theirs:
            self._process = subprocess.Popen(
                [sys.executable, "-m", "core.data.fork_server", str(theirs.fileno())],
                stdin=subprocess.DEVNULL,
                stdout=subprocess.DEVNULL,
                cwd=ROOT,
                env=environment(),
                pass_fds=[theirs.fileno()],
            )

    def close(self) -> None:
        self.control.close()
        self._process.wait()


def prepare() -> None:
    """Starts the server, so that the first file need not wait for it."""
    with _lock:
        if FORKS and not _servers:
            _servers.append(_Server())


def _ask(files: list[int]) -> None:
    prepare()
    with _lock:
        try:
            socket.send_fds(_servers[0].control, [b"."], files)
        except BrokenPipeError:  # it was ended from outside
            _servers.pop().close()
            _servers.append(_Server())
            socket.send_fds(_servers[0].control, [b"."], files)


@atexit.register
def _close() -> None:
    with _lock:
        while _servers:
            _servers.pop().close()
