"""Streamlit sessions without a browser: the websocket messages that a browser would send."""

import os
import subprocess
import sys
import time
import urllib.request
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import psutil
from streamlit.proto.BackMsg_pb2 import BackMsg
from streamlit.proto.ForwardMsg_pb2 import ForwardMsg
from websockets.sync.client import connect
from websockets.typing import Origin, Subprotocol

ROOT = Path(__file__).resolve().parents[1]
THAWED = "import gc; gc.freeze = lambda: None; "
START = "import sys; from streamlit.web.cli import main; sys.argv = {argv!r}; main()"


@contextmanager
def server(port: int, workspace: Path, frozen: bool = True) -> Iterator[psutil.Process]:
    """The app on `port`; with `frozen=False` gc.freeze does nothing in it."""
    argv = ["streamlit", "run", "app.py", "--server.port", str(port), "--server.headless", "true"]
    code = ("" if frozen else THAWED) + START.format(argv=argv)
    environment = os.environ | {"MERCHLAB_WORKSPACE": str(workspace), "OMP_WAIT_POLICY": "PASSIVE"}
    log = workspace.parent / f"server-{port}.log"
    with log.open("w") as out:
        process = subprocess.Popen(
            [sys.executable, "-c", code], cwd=ROOT, env=environment, stdout=out, stderr=out
        )
    try:
        _await_health(port)
        yield psutil.Process(process.pid)
    finally:
        process.terminate()
        process.wait(20)


def _await_health(port: int) -> None:
    deadline = time.monotonic() + 60
    while True:
        try:
            with urllib.request.urlopen(f"http://127.0.0.1:{port}/_stcore/health", timeout=2):
                return
        except OSError:
            if time.monotonic() > deadline:
                raise
            time.sleep(0.2)


def cpu(process: psutil.Process) -> float:
    """CPU seconds of the server so far."""
    times = process.cpu_times()
    return times.user + times.system


class Session:
    """One browser tab: opens a page, clicks, and waits until the script has finished."""

    def __init__(self, port: int, page: str, query: str) -> None:
        self.page, self.query = page, query
        self.widgets: dict[str, object] = {}
        self.fragments: dict[str, str] = {}
        self.socket = connect(
            f"ws://127.0.0.1:{port}/_stcore/stream",
            subprotocols=[Subprotocol("streamlit")],
            max_size=None,
            origin=Origin(f"http://127.0.0.1:{port}"),
        )

    def rerun(self) -> float:
        """Runs the whole page; seconds until it has finished."""
        return self._run(BackMsg())

    def slide(self, name: str, value: float) -> float:
        """Moves the slider whose element id contains `name`; its fragment alone is redrawn."""
        element = next(key for key in self.widgets if name in key)
        message = BackMsg()
        state = message.rerun_script.widget_states.widgets.add(id=element)
        state.double_array_value.data.append(value)
        message.rerun_script.fragment_id = self.fragments[element]
        return self._run(message)

    def _run(self, message: BackMsg) -> float:
        message.rerun_script.query_string = self.query
        message.rerun_script.page_name = self.page
        begun = time.perf_counter()
        self.socket.send(message.SerializeToString())
        while True:
            got = ForwardMsg()
            got.ParseFromString(self.socket.recv(timeout=60))
            kind = got.WhichOneof("type")
            if kind == "delta":
                self._note(got)
            elif kind == "session_event" and got.session_event.HasField(
                "script_compilation_exception"
            ):
                raise RuntimeError(got.session_event.script_compilation_exception.message)
            elif kind == "script_finished":
                return time.perf_counter() - begun

    def _note(self, got: ForwardMsg) -> None:
        element = got.delta.new_element
        if element.WhichOneof("type") == "exception":
            raise RuntimeError(element.exception.message)
        if element.WhichOneof("type") == "slider":
            self.widgets[element.slider.id] = element.slider
            self.fragments[element.slider.id] = got.delta.fragment_id

    def close(self) -> None:
        """Closes the tab."""
        self.socket.close()
