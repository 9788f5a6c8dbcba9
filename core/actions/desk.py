"""The desk that every action works at: workspace, engine, and the ear for what runs tell."""

import contextlib
import logging
import threading
from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING, Any

from pydantic import ValidationError

from core.base.errors import AppError
from core.base.events import LAST_SEQ, Event, Failed
from core.base.private import tidied
from core.data.forked import prepare
from core.store.workspace import Workspace, default_root

if TYPE_CHECKING:
    from core.jobs.engine import Engine
    from core.jobs.listening import Listener

STALE_SECONDS = 10.0
LOOK_SECONDS = 2.0
WARM = (
    "core.lab.train", "core.lab.answer", "core.nets.warm_keras",
    "sklearn.ensemble", "sklearn.linear_model", "lightgbm",
)  # fmt: skip
"""What workers import ahead of need; where such a module has a function `warm`, they call it."""
log = logging.getLogger(__name__)


class Desk:
    """One workspace with its engine. Looking at what is there never starts an engine; what dead
    processes kept of files as they came is deleted.

    `watch` keeps the registry true from a thread: it finds the engine when one
    runs, records what runs tell, and concludes from stale heartbeats that a
    run was interrupted. Close the desk when done.
    """

    def __init__(self, root: Path) -> None:
        tidied()
        self.workspace = Workspace(root)
        self.trouble: AppError | None = None
        self._engine: Engine | None = None
        self._listener: Listener | None = None
        self._lock = threading.Lock()
        self._over = threading.Event()
        self._threads: list[threading.Thread] = []

    @property
    def engine(self) -> "Engine":
        """The engine, started if none runs (seconds). AppErrors of `jobs.engine.connect`."""
        engine = self._find(start=True)
        self.watch()
        return engine

    @property
    def connected(self) -> "Engine | None":
        """The engine if this desk is connected to it now; never waits."""
        engine = self._engine
        return engine if engine is not None and not engine.gone else None

    def submit(self, function: Callable[..., None], run_id: str, *args: Any) -> None:
        """Queues a run (see `Engine.submit`); when the engine is just ending, on the next one."""
        engine = self.engine
        try:
            engine.submit(function, run_id, *args)
        except AppError as error:
            if error.code not in ("engine_ending", "engine_unreachable") or not engine.gone:
                raise
            self.engine.submit(function, run_id, *args)

    def queue(self) -> list[str]:
        """The waiting runs in order; empty when no engine is connected."""
        engine = self.connected
        return engine.queue() if engine is not None else []

    def warm(self) -> None:
        """Starts the engine from a thread, so that the first training need not wait for it, and
        what the first import would wait for.

        What goes wrong with the engine is kept in `trouble`, and raised again by `engine`.
        """
        prepare()
        self._begin("desk-warm", self._warm)

    def watch(self) -> None:
        """Keeps the registry true from a thread, until `close`."""
        self._begin("desk-watch", self._watch)

    def catch_up(self) -> None:
        """Brings the registry up to date once, now: what the engine has to tell, then staleness."""
        engine = self._find_running()
        listener = self._listener
        if engine is None or listener is None:
            # An engine that cannot be reached may still be training: only absence is a sign.
            if self.trouble is None:
                self.workspace.registry.mark_stale(STALE_SECONDS, set())
            return
        # What the engine knows comes first: an ending that is still to be heard is the true one.
        with contextlib.suppress(AppError):
            alive = engine.alive()
            if listener.caught_up.wait(LOOK_SECONDS):
                self.workspace.registry.mark_stale(STALE_SECONDS, alive)

    def close(self) -> None:
        """Ends the threads and the connection; runs go on in the engine."""
        self._over.set()
        with self._lock:
            engine, self._engine, self._listener = self._engine, None, None
        if engine is not None:
            engine.close()
        for thread in self._threads:
            thread.join(5)

    def _begin(self, name: str, work: Callable[[], None]) -> None:
        with self._lock:
            self._threads = [thread for thread in self._threads if thread.is_alive()]
            if self._over.is_set() or any(thread.name == name for thread in self._threads):
                return
            thread = threading.Thread(target=work, name=name, daemon=True)
            self._threads.append(thread)
        thread.start()

    def _find(self, start: bool) -> "Engine":
        from core.jobs.engine import connect  # Dask: most commands do without

        with self._lock:
            old = self._engine
            if old is not None and not old.gone and not (start and old.outdated):
                return old
            if old is not None:
                old.close()
                self._engine = None
            engine = connect(self.workspace.root, start=start, warm=WARM)
            self._listener = engine.listen(self._record, self._ended)
            self._engine = engine
            return engine

    def _find_running(self) -> "Engine | None":
        try:
            found = self._find(start=False)
        except AppError as error:
            self.trouble = None if error.code == "engine_absent" else error
            return None
        self.trouble = None
        return found

    def _warm(self) -> None:
        try:
            self._find(start=True)
            self.trouble = None
        except AppError as error:
            self.trouble = error
        self.watch()

    def _watch(self) -> None:
        while not self._over.wait(LOOK_SECONDS):
            try:
                self.catch_up()
            except Exception:
                log.exception("the registry could not be brought up to date; trying again")

    def _ended(self) -> list[str]:
        """The runs of which nothing new can be heard."""
        registry = self.workspace.registry
        runs = registry.runs() + registry.runs(trashed=True)
        return [run.id for run in runs if run.over and run.state != "interrupted"]

    def _record(self, events: list[Event]) -> None:
        """Writes down what was heard. A Finished that carries nonsense fails its own run only."""
        registry = self.workspace.registry
        try:
            registry.record(events)
        except ValidationError:
            for event in events:
                try:
                    registry.record([event])
                except ValidationError as error:
                    log.exception("run %s told a %s that cannot be read", event.run, event.type)
                    facts = {"kind": type(error).__name__, "log": "engine.log"}
                    failed = Failed(run=event.run, seq=LAST_SEQ, code="defect", facts=facts)
                    registry.record([failed])


def open_desk(root: Path | None = None) -> Desk:
    """A desk at the workspace `root`, by default that of `store.workspace.default_root`."""
    return Desk(root or default_root())
