"""A running app and a Chromium to drive it: what the browser journeys share."""

import os
import shutil
import socket
import subprocess
import sys
import tempfile
import urllib.request
from collections.abc import Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Browser, Locator, Page, expect, sync_playwright

from tests.engine import shared_home, wait_until
from tests.lab import shops

expect.set_options(timeout=60_000)
ROOT = Path(__file__).resolve().parents[2]
FLAGS = [
    "--no-sandbox", "--disable-gpu", "--disable-quic", "--no-first-run",
    "--disable-background-networking", "--disable-component-update", "--disable-sync",
]  # fmt: skip
HOW = (
    "no Chromium found for the browser tests: install one (Debian: apt-get install chromium "
    "fonts-noto-cjk) or set MERCHLAB_CHROMIUM to its path"
)


def chromium() -> str | None:
    """The path of a Chromium on this machine."""
    names = ("chromium", "chromium-browser", "google-chrome")
    return os.environ.get("MERCHLAB_CHROMIUM") or next(filter(None, map(shutil.which, names)), None)


@pytest.fixture(scope="session")
def browser() -> Iterator[Browser]:
    path = chromium()
    if path is None and os.environ.get("MERCHLAB_BROWSER") == "required":
        pytest.fail(HOW)
    if path is None:
        pytest.skip(HOW)
    with sync_playwright() as playwright:
        started = playwright.chromium.launch(executable_path=path, args=FLAGS)
        yield started
        started.close()


class App:
    """The app on a port of its own, with a workspace of its own; can be restarted."""

    def __init__(self, folder: Path) -> None:
        self.workspace = folder / "workspace"
        self.log = folder / "server.log"
        with socket.socket() as free:
            free.bind(("127.0.0.1", 0))
            self.port = free.getsockname()[1]
        self.process: subprocess.Popen[bytes] | None = None

    @property
    def url(self) -> str:
        return f"http://127.0.0.1:{self.port}"

    def start(self) -> None:
        command = [
            sys.executable, "-m", "streamlit", "run", "app.py",
            "--server.port", str(self.port), "--server.headless", "true",
        ]  # fmt: skip
        environment = os.environ | {"MERCHLAB_WORKSPACE": str(self.workspace)}
        with self.log.open("ab") as out:
            self.process = subprocess.Popen(
                command, cwd=ROOT, env=environment, stdout=out, stderr=out
            )
        wait_until(self._healthy, 120)

    def kill(self) -> None:
        """kill -9, as a crash would."""
        assert self.process is not None
        self.process.kill()
        self.process.wait()

    def _healthy(self) -> bool:
        try:
            with urllib.request.urlopen(f"{self.url}/_stcore/health", timeout=2):
                return True
        except OSError:
            return False


def drawn(one: Locator) -> Locator:
    """What is to be seen, once: while a page is redrawn, its last drawing stands beside the new."""
    seen = one.filter(visible=True)
    expect(seen).to_have_count(1)
    return seen


@pytest.fixture(scope="session")
def app(browser: Browser) -> Iterator[App]:  # noqa: ARG001 - without a browser nothing is started
    shared_home()
    folder = Path(tempfile.mkdtemp(prefix="merchlab-browser-"))
    running = App(folder)
    running.start()
    yield running
    running.kill()
    shutil.rmtree(folder, ignore_errors=True)


@pytest.fixture
def page(browser: Browser) -> Iterator[Page]:
    context = browser.new_context(locale="en-GB", viewport={"width": 1440, "height": 1000})
    context.set_default_timeout(60_000)
    yield context.new_page()
    context.close()


@pytest.fixture(scope="session")
def shop_file(tmp_path_factory: pytest.TempPathFactory) -> tuple[Path, str]:
    """A file to drop and its target: the real one where it is, else one with a known truth."""
    folder = os.environ.get("MERCHLAB_DATA")
    if folder:
        return Path(folder) / "online_shoppers_intention.csv", "Revenue"
    path = tmp_path_factory.mktemp("file") / "visits.csv"
    shops.visits(12_000).to_csv(path, index=False)
    return path, "bought"
