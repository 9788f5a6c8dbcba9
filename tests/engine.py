"""One engine for the whole test session, for every test that must see a real worker.

Import the fixtures into a conftest.py: `from tests.engine import engine, engine_home`.
All workspaces share the engine through MERCHLAB_ENGINE_DIR; it ends with the session.
"""

import atexit
import os
import shutil
import tempfile
import time
from collections.abc import Callable, Iterator
from functools import cache
from pathlib import Path

import psutil
import pytest

from core.jobs import finding
from core.jobs.engine import Engine, connect
from core.jobs.version import NAMED, version

WARM_SECONDS = 180.0


def wait_until(condition: Callable[[], object], seconds: float = 30.0) -> None:
    """Waits until the condition holds; fails the test when it does not within `seconds`."""
    deadline = time.monotonic() + seconds
    while not condition():
        assert time.monotonic() < deadline, f"still not so after {seconds} s"
        time.sleep(0.02)


def end_engine(folder: Path) -> None:
    """Ends the engine in `folder`, if one runs there, and waits until it is gone."""
    card = finding.read_card(folder)
    if card is None or not psutil.pid_exists(card.pid):
        return
    process = psutil.Process(card.pid)
    process.terminate()
    try:
        process.wait(15)
    except psutil.TimeoutExpired:
        process.kill()


@cache
def shared_home() -> Path:
    """The folder of the session's engine; the engine itself starts with the first connection."""
    folder = Path(tempfile.mkdtemp(prefix="merchlab-engine-"))
    os.environ[finding.FOLDER] = str(folder)
    # Somebody may edit the sources while tests run: all processes of this session say the same.
    os.environ[NAMED] = version()

    def clear() -> None:
        end_engine(folder)
        shutil.rmtree(folder, ignore_errors=True)

    atexit.register(clear)
    return folder


@pytest.fixture(scope="session")
def engine_home() -> Path:
    """Makes every workspace of the session use the one shared engine; returns its folder."""
    return shared_home()


@pytest.fixture
def engine(engine_home: Path, tmp_path: Path) -> Iterator[Engine]:
    """A connection for the workspace `tmp_path`, with a warm training worker."""
    assert os.environ[finding.FOLDER] == str(engine_home)
    connected = connect(tmp_path)
    wait_until(lambda: connected.state().tensorflow_ready, WARM_SECONDS)
    yield connected
    connected.close()
