"""A process with its libraries ready, that forks for every file: `python -m core.data.fork_server`.

The argument is the number of a Unix socket. Over it comes one byte for every work that is asked
for, with four open files: an `Order` (which becomes the standard input), where standard output and
standard error go, and a socket of the work's own. Over that the exit code is told at the end; when
its other side is closed before, the work is ended. When the asking process ends, all ends.
"""

import gc
import json
import os
import runpy
import select
import signal
import socket
import sys
from contextlib import suppress
from dataclasses import asdict, dataclass
from importlib import import_module

FILES = 4
_READY = (
    "core.data.parts",
    "core.data.read_book",
    "core.data.read_csv",
    "core.data.read_json",
    "core.data.read_jsonl",
    "core.data.read_parquet",
)


@dataclass(frozen=True)
class Order:
    """What to be: `python -m module note`, in that folder, with that whole environment."""

    module: str
    note: str
    folder: str
    environment: dict[str, str]

    def json(self) -> str:
        """The order in ASCII; names of no valid text outlive it."""
        return json.dumps(asdict(self))


class Server:
    """The works that go on, by their sockets."""

    def __init__(self, control: socket.socket) -> None:
        self._control = control
        self._waker, self._signalled = socket.socketpair()
        self._signalled.setblocking(False)
        self._running: dict[socket.socket, int] = {}

    def serve(self) -> Order | None:
        """Forks for every order; gives it in the new process, and None when nobody asks any
        more."""
        signal.signal(signal.SIGCHLD, lambda *_: None)
        signal.set_wakeup_fd(self._signalled.fileno(), warn_on_full_buffer=False)
        while True:
            ready = select.select([self._control, self._waker, *self._running], [], [])[0]
            for one in ready:
                if one in self._running:
                    os.kill(self._running[one], signal.SIGKILL)
            if self._control in ready:
                files = socket.recv_fds(self._control, 1, FILES)[1]
                if not files:
                    self._end()
                    return None
                if self._fork(files):
                    return Order(**json.load(sys.stdin))
            if self._waker in ready:
                self._waker.recv(4096)
            self._reap()

    def _fork(self, files: list[int]) -> bool:
        """Whether this is the new process; it has nothing of the server's but its libraries."""
        status = socket.socket(fileno=files[-1])
        pid = os.fork()
        if pid:
            self._running[status] = pid
        else:
            signal.set_wakeup_fd(-1)
            signal.signal(signal.SIGCHLD, signal.SIG_DFL)
            signal.signal(signal.SIGINT, signal.default_int_handler)
            for place, file in enumerate(files[:-1]):
                os.dup2(file, place)
            for held in (self._control, self._waker, self._signalled, status, *self._running):
                held.close()
        for file in files[:-1]:
            os.close(file)
        return not pid

    def _reap(self) -> None:
        for status, pid in list(self._running.items()):
            ended, how = os.waitpid(pid, os.WNOHANG)
            if ended:
                with suppress(BrokenPipeError):  # nobody waits for it any more
                    status.send(str(os.waitstatus_to_exitcode(how)).encode())
                status.close()
                del self._running[status]

    def _end(self) -> None:
        for pid in self._running.values():
            os.kill(pid, signal.SIGKILL)


def become(order: Order) -> None:
    """Goes on as the module that is asked for."""
    os.environ.clear()
    os.environ.update(order.environment)
    os.chdir(order.folder)
    if not sys.flags.safe_path:
        sys.path[0] = order.folder
    sys.argv = [order.module, order.note]
    runpy.run_module(order.module, run_name="__main__", alter_sys=True)


def main(control: int) -> None:
    """Serves until nobody asks any more."""
    signal.signal(signal.SIGINT, signal.SIG_IGN)  # it ends with who asks
    for name in _READY:
        import_module(name)
    gc.freeze()
    order = Server(socket.socket(fileno=control)).serve()
    if order is not None:
        become(order)


if __name__ == "__main__":
    main(int(sys.argv[1]))
