"""How a job on a worker tells its story."""

import threading
import time
from collections.abc import Callable
from dataclasses import dataclass, field, replace
from typing import Any

from core.base.errors import Fact
from core.base.events import ENDINGS, LAST_SEQ, Batch, Epoch, Event, Heartbeat, Log, Stage
from core.base.protocols import StopRequestedError

BATCH_SECONDS = 0.25
HEARTBEAT_SECONDS = 1.0


@dataclass
class _Thread:
    """What all curves of one run share: the number of the next event, and when a batch was told."""

    lock: threading.Lock = field(default_factory=threading.Lock)
    seq: int = 1
    batch_at: float = 0.0
    ended: bool = False


@dataclass(frozen=True)
class JobReporter:
    """A `base.protocols.Reporter` that numbers events and hands them to `send`.

    Safe to use from several threads. `stop` says whether the user asked to stop.
    """

    run_id: str
    send: Callable[[Event], None]
    stop: Callable[[], bool] = lambda: False
    label: str = ""
    thread: _Thread = field(default_factory=_Thread)

    def emit(self, event: Event) -> None:
        """Sends an event; its run and seq are filled in here, whatever they were."""
        with self.thread.lock:
            numbered = event.model_copy(update={"run": self.run_id, "seq": self.thread.seq})
            self.thread.seq += 1
            self.thread.ended = self.thread.ended or event.type in ENDINGS
            self.send(numbered)

    def emit_last(self, event: Event) -> None:
        """Sends an ending told for another attempt: at LAST_SEQ, once and for all."""
        self.send(event.model_copy(update={"run": self.run_id, "seq": LAST_SEQ}))

    @property
    def ended(self) -> bool:
        """Whether an ending was told."""
        return self.thread.ended

    def curve(self, name: str) -> "JobReporter":
        """The same run, telling of another fit: its epochs get their own curve."""
        return replace(self, label=name)

    def stage(self, code: str, step: int = 0, steps: int = 0, family: str | None = None) -> None:
        """A new stage begins. Raises StopRequestedError where the user asked to stop."""
        if self.stop():
            raise StopRequestedError
        self.emit(Stage(run=self.run_id, seq=0, code=code, step=step, steps=steps, family=family))

    def epoch(self, epoch: int, epochs: int, loss: float, **rest: float | None) -> None:
        """An epoch ended; `rest` are the other fields of `events.Epoch`."""
        told: dict[str, Any] = {"epoch": epoch, "epochs": epochs, "loss": loss, **rest}
        self.emit(Epoch(run=self.run_id, seq=0, curve=self.label, **told))

    def batch(self, epoch: int, done: int, total: int, loss: float) -> None:
        """Inside an epoch; call it at every step, it is told every 250 ms."""
        now = time.monotonic()
        if now - self.thread.batch_at < BATCH_SECONDS:
            return
        self.thread.batch_at = now
        told: dict[str, Any] = {"epoch": epoch, "done": done, "total": total, "loss": loss}
        self.emit(Batch(run=self.run_id, seq=0, curve=self.label, **told))

    def log(self, code: str, **facts: Fact) -> None:
        """A note for the reader: text `run.log.<code>`."""
        self.emit(Log(run=self.run_id, seq=0, code=code, facts=facts))

    def stopping(self) -> bool:
        """Whether the user asked to stop."""
        return self.stop()

    def heartbeat(self) -> None:
        """Says that the worker is alive; not numbered, not kept."""
        self.send(Heartbeat(run=self.run_id, seq=0))
