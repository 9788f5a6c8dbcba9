"""What tests of jobs share: the session's engine, an ear for events, and private engines."""

import threading
from collections.abc import Iterator
from pathlib import Path

import pytest

from core.base.events import Event
from core.jobs import finding
from tests.engine import end_engine, engine, engine_home, wait_until

__all__ = ["engine", "engine_home"]


class Ear:
    """Keeps the events it is given; safe to read while they come."""

    def __init__(self) -> None:
        self.events: list[Event] = []
        self._lock = threading.Lock()

    def __call__(self, events: list[Event]) -> None:
        with self._lock:
            self.events.extend(events)

    def of(self, run_id: str) -> list[Event]:
        """The run's events so far, without heartbeats."""
        with self._lock:
            return [e for e in self.events if e.run == run_id and e.type != "heartbeat"]

    def types(self, run_id: str) -> list[str]:
        return [event.type for event in self.of(run_id)]

    def wait_for(self, run_id: str, kind: str, seconds: float = 30.0) -> Event:
        """The run's first event of that type, waited for."""
        wait_until(lambda: kind in self.types(run_id), seconds)
        return next(event for event in self.of(run_id) if event.type == kind)


@pytest.fixture
def ear() -> Ear:
    return Ear()


@pytest.fixture
def private_home(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Path]:
    """The folder for an engine of this test alone; what runs there at the end is ended."""
    folder = tmp_path / "private engine"
    folder.mkdir()
    monkeypatch.setenv(finding.FOLDER, str(folder))
    yield folder
    end_engine(folder)
