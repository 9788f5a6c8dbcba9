"""The engine as pages, actions and commands see it: submit, stop, ask, listen, state."""

import asyncio
import logging
import pickle
import threading
import time
import uuid
from collections.abc import Callable
from concurrent.futures import wait
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import cloudpickle
from distributed import CancelledError, Client, fire_and_forget
from distributed.client import FutureCancelledError
from distributed.scheduler import KilledWorker

from core.base.errors import AppError
from core.jobs import certificates, finding, ledger
from core.jobs.cluster import check_workers, foreign_address
from core.jobs.crew import ANSWER, TRAIN
from core.jobs.doorstep import enter
from core.jobs.listening import Handler, Known, Listener, nothing_known
from core.jobs.version import version
from core.jobs.work import request_stop

log = logging.getLogger(__name__)

CONNECT_SECONDS = 10.0
LEDGER_SECONDS = 10.0
URGENT = 100


@dataclass(frozen=True)
class EngineState:
    """`ready`: connected; `workers`: reported so far; `tensorflow_ready`: one is warm to train."""

    ready: bool
    workers: int
    tensorflow_ready: bool
    own: bool
    address: str


class Engine:
    """A connection to the engine. Safe to share between threads; `close` it when done."""

    def __init__(self, client: Any, root: Path, card: finding.Card | None) -> None:
        self.client = client
        self.root = root
        self.own = card is not None
        self.code = card.version if card else version()
        self._ledger = card.ledger if card else ledger.NAME
        self.address = str(client.scheduler.address)
        self._over = False
        self._checked: set[str] = set()
        self._listeners: list[Listener] = []
        self._lock = threading.Lock()

    @property
    def gone(self) -> bool:
        """Whether the connection is lost for good, or the engine is ending: connect anew."""
        status = self.client.status
        closed = status in {"closed", "closing"} or (self.own and status != "running")
        return self._over or closed

    @property
    def outdated(self) -> bool:
        """Whether the engine was started by another version of the code: it takes no new runs."""
        return self.code != version()

    def submit(self, function: Callable[..., None], run_id: str, *args: Any) -> None:
        """Queues `function(reporter, *args)` as the run; it goes on when this process ends.

        The function travels by its name and is refused a second start. Send
        paths and specs, not frames. AppErrors: engine_unreachable, engine_ending (it
        takes no more runs; connect anew), engine_other_version, and those of
        `check_workers` on a foreign cluster.
        """
        if self.outdated:
            raise AppError("engine_other_version", address=self.address)
        needs = self._needs(TRAIN)
        payload = pickle.dumps((function, args))
        if not self.ask_ledger("enlist", run=run_id, root=str(self.root)):
            self._over = True
            raise AppError("engine_ending", address=self.address)
        place = "core.jobs.work:run_job"
        future = self.client.submit(
            enter, place, run_id, str(self.root), payload,
            key=run_id, pure=False, retries=0, resources=needs, fifo_timeout="0 ms",
        )  # fmt: skip
        fire_and_forget(future)

    def stop(self, run_id: str) -> bool:
        """Stops a waiting or running run; returns at once, the event follows within a second.

        False when the engine does not know the run, or it is over.
        """
        return bool(self.ask_ledger("stop", run=run_id))

    def ask(self, function: Callable[..., Any], *args: Any, timeout: float = 60) -> Any:
        """What `function(*args)` returns on the answering worker. Its AppErrors come through.

        AppErrors: answer_late after `timeout` seconds, answer_lost when the worker died.
        """
        payload = pickle.dumps((function, args))
        key = f"{ledger.ASK}{uuid.uuid4().hex}"
        future = self.client.submit(
            enter, "core.jobs.work:answer", payload,
            key=key, pure=False, retries=0, resources=self._needs(ANSWER), priority=URGENT,
        )  # fmt: skip
        try:
            return future.result(timeout=timeout)
        except TimeoutError as error:
            future.cancel(force=True)
            raise AppError("answer_late", seconds=timeout) from error
        except (CancelledError, FutureCancelledError, KilledWorker) as error:
            raise AppError("answer_lost") from error

    def queue(self) -> list[str]:
        """The runs that wait, first come first."""
        return list(self.ask_ledger("waiting"))

    def alive(self) -> set[str]:
        """The runs that the engine knows as waiting or running."""
        return set(self.ask_ledger("alive"))

    def state(self) -> EngineState:
        """How the engine is, asked now."""
        if self.gone:
            return self._no_state()
        try:
            workers = self.client.scheduler_info(n_workers=-1)["workers"].values()
        except RuntimeError:
            # Dask's loop was closed between the two questions, by the desk that connects anew.
            if not self.gone:
                raise
            return self._no_state()
        # Workers of our own engine report when they are warm, and are then given a duty.
        warm = any(TRAIN in worker["resources"] for worker in workers) or not self.own
        return EngineState(True, len(workers), warm, self.own, self.address)

    def _no_state(self) -> EngineState:
        return EngineState(False, 0, False, self.own, self.address)

    def listen(self, handler: Handler, known: Known = nothing_known) -> Listener:
        """Calls `handler` from a thread: with what was missed, then live. See `Listener`.

        `known` names the runs whose whole story is known, asked before each replay.
        """
        listener = Listener(self, handler, known)
        with self._lock:
            self._listeners.append(listener)
        listener.start()
        return listener

    def replay(self, known: list[str]) -> list[str]:
        """The events of the workspace's runs up to now, but those in `known`, as JSON."""
        facts = {"client": self.client.id} if self._ledger == ledger.NAME else {}
        return list(self.ask_ledger("replay", root=str(self.root), known=known, **facts))

    def ask_ledger(self, verb: str, **facts: Any) -> Any:
        """Asks the ledger in the scheduler. AppError engine_unreachable.

        A cluster whose scheduler was started anew has no ledger: the next connection brings one.
        """
        if self.gone:
            raise AppError("engine_unreachable", address=self.address)
        handler = getattr(self.client.scheduler, self._ledger)

        async def call() -> Any:
            return await asyncio.wait_for(handler(verb=verb, **facts), LEDGER_SECONDS)

        asked = asyncio.run_coroutine_threadsafe(call(), self.client.loop.asyncio_loop)
        # Dask tries for long to reach an engine that is dead; who asks need not wait for that.
        while not asked.done() and not self.gone:
            wait([asked], timeout=0.1)
        try:
            answer = asked.result(timeout=0)
        except (OSError, TimeoutError) as error:
            asked.cancel()
            raise AppError("engine_unreachable", address=self.address) from error
        if answer is None:
            self._over = True
            raise AppError("engine_unreachable", address=self.address)
        return answer

    def close(self) -> None:
        """Ends the listeners and the connection; runs go on."""
        with self._lock:
            listeners, self._listeners = self._listeners, []
        for listener in listeners:
            listener.end()
        try:
            self.client.close(timeout=3)
        except (TimeoutError, OSError):
            pass  # The other side may be dead already.
        except ValueError:
            # Dask passes on what its own reconnecting died of, as when a socket of an engine that
            # is being killed cannot be encrypted. Who closes wants to go on to the next engine.
            log.warning("the connection to %s broke as it was ended", self.address, exc_info=True)

    def _needs(self, duty: str) -> dict[str, int] | None:
        """The resource to ask for; none on a cluster whose workers declare none."""
        if self.own:
            return {duty: 1}
        self._checked = check_workers(self.client, self.root, self._checked)
        workers = self.client.scheduler_info(n_workers=-1)["workers"].values()
        declared = any(duty in worker["resources"] for worker in workers)
        return {duty: 1} if declared else None


def connect(root: Path, start: bool = True, warm: tuple[str, ...] = ()) -> Engine:
    """The running engine of the workspace; without one it is started, unless `start` is False.

    With DASK_ADDRESS, that cluster. A new engine's workers import the modules
    `warm` ahead of need. AppErrors: engine_unreachable, engine_absent, engine_ending,
    engine_start_failed, and those of `check_workers`.
    """
    root = root.resolve()
    address = foreign_address()
    if address is not None:
        return _join(address, root)
    folder = finding.engine_folder(root)
    card = finding.running(folder)
    if card is None and not start:
        raise AppError("engine_absent", folder=str(folder))
    engine = _greet(card, folder, root, start) if card is not None else None
    return engine or _open(finding.start(folder, warm), folder, root)


def _greet(card: finding.Card, folder: Path, root: Path, start: bool) -> Engine | None:
    """The engine of the card; None when it is ending and has made room for another."""
    engine = None
    try:
        engine = _open(card, folder, root)
        if not start or not engine.ask_ledger("retire" if engine.outdated else "ending"):
            return engine
        engine.close()
    except AppError:  # perhaps it went while it was asked
        if engine is not None:
            engine.close()
        if not start or not _made_room(card, folder):
            raise
        return None
    if not _made_room(card, folder):
        raise AppError("engine_ending", address=card.address)
    return None


def _open(card: finding.Card, folder: Path, root: Path) -> Engine:
    client = _client(card.address, security=certificates.load(folder))
    return Engine(client, root, card)


def _made_room(card: finding.Card, folder: Path) -> bool:
    """Waits a while for an engine to go, or for that of another starter in its place."""
    for _ in range(100):
        if finding.running(folder) != card:
            return True
        time.sleep(0.1)
    return False


def _join(address: str, root: Path) -> Engine:
    """A foreign cluster: its scheduler is given our ledger (by value), its workers are checked."""
    client = _client(address)
    engine = Engine(client, root, None)
    try:
        cloudpickle.register_pickle_by_value(ledger)
        book = cloudpickle.dumps(ledger.Ledger(pickle.dumps(request_stop)))
        register = client.scheduler.register_scheduler_plugin
        client.sync(register, plugin=book, name=ledger.NAME, idempotent=True)
        engine._needs(TRAIN)
    except BaseException:
        engine.close()
        raise
    finally:
        cloudpickle.unregister_pickle_by_value(ledger)
    return engine


def _client(address: str, **security: Any) -> Any:
    # A lost engine is told by `gone` and AppErrors; dask's own log lines would be noise.
    logging.getLogger("distributed").setLevel(logging.CRITICAL)
    logging.getLogger("distributed.client").setLevel(logging.CRITICAL)
    # A client that fails to connect leaves a thread behind: look first.
    deadline = time.monotonic() + CONNECT_SECONDS
    while not finding.listens(address, CONNECT_SECONDS):
        if time.monotonic() > deadline:
            raise AppError("engine_unreachable", address=address)
        time.sleep(0.1)
    try:
        return Client(address, timeout=CONNECT_SECONDS, set_as_default=False, **security)
    except (OSError, TimeoutError, ValueError) as error:
        raise AppError("engine_unreachable", address=address) from error
