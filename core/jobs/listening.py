"""Hearing what runs tell: what was missed, then live, and again after a lost connection."""

import logging
import queue
import threading
import time
from collections.abc import Callable
from typing import TYPE_CHECKING, Any

from pydantic import ValidationError

from core.base.events import EVENTS, Event
from core.jobs.ledger import TOPIC

if TYPE_CHECKING:
    from core.jobs.engine import Engine

GATHER_SECONDS = 0.03
CHECK_SECONDS = 0.5
Handler = Callable[[list[Event]], None]
Known = Callable[[], list[str]]
logger = logging.getLogger(__name__)


def nothing_known() -> list[str]:
    """Asks for the stories of all runs."""
    return []


class Listener(threading.Thread):
    """Calls `handler` with batches of events of the engine's workspace, from its own thread.

    A handler that fails is given everything again a second later, so it must
    take an event twice without harm.
    """

    def __init__(self, engine: "Engine", handler: Handler, known: Known) -> None:
        super().__init__(name="engine-listener", daemon=True)
        self.engine = engine
        self.handler = handler
        self.known = known
        self.caught_up = threading.Event()
        self._heard: queue.SimpleQueue[str] = queue.SimpleQueue()
        self._over = threading.Event()

    def run(self) -> None:
        """Follows until `end`, or until the engine is gone."""
        while not self._over.is_set() and not self.engine.gone:
            try:
                self._follow()
            except OSError:
                self._over.wait(CHECK_SECONDS)
            except Exception:
                logger.exception("events could not be taken; they will be offered again")
                self._over.wait(1.0)

    def end(self) -> None:
        """Ends the thread and waits for it."""
        self._over.set()
        self._heard.put("")
        if self.is_alive() and threading.current_thread() is not self:
            self.join(5)

    def _follow(self) -> None:
        self.caught_up.clear()
        connection = self.engine.client.scheduler_comm
        self.engine.client.subscribe_topic(TOPIC, self._hear)
        self._hand_over(self.engine.replay(self.known()))
        self.caught_up.set()
        while not self._over.is_set() and not self.engine.gone:
            self._hand_over(self._gathered())
            if self.engine.client.scheduler_comm is not connection:
                return

    def _hear(self, event: tuple[float, dict[str, Any]]) -> None:
        """Called in dask's IO loop: must not wait."""
        if event[1].get("root") == str(self.engine.root):
            self._heard.put(event[1]["json"])

    def _gathered(self) -> list[str]:
        """What was heard, with what comes in the next moment; empty after a while of silence."""
        try:
            found = [self._heard.get(timeout=CHECK_SECONDS)]
        except queue.Empty:
            return []
        time.sleep(GATHER_SECONDS)
        while not self._heard.empty():
            found.append(self._heard.get())
        return found

    def _hand_over(self, texts: list[str]) -> None:
        events = [event for text in texts if text for event in _read(text)]
        if events:
            self.handler(events)


def _read(text: str) -> list[Event]:
    """The event; none for one of another version that this one cannot read."""
    try:
        return EVENTS.validate_json(f"[{text}]")
    except ValidationError:
        logger.exception("an event cannot be read: %.500s", text)
        return []
