"""What a worker does with a job: once, one at a time, and with every ending told."""

import pickle
import threading
import traceback
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

from distributed import get_worker

from core.base.atomic import is_full
from core.base.errors import AppError
from core.base.events import Event, Failed, Lost, Started, Stopped
from core.base.protocols import StopRequestedError
from core.jobs.ledger import TOPIC
from core.jobs.reporter import HEARTBEAT_SECONDS, JobReporter
from core.jobs.warming import warm

BEGUN = "begun"
DEFECT = "defect.txt"

_training = threading.Lock()
_stops: set[str] = set()


def request_stop(run_id: str) -> None:
    """Sets the stop flag of a run in this process. The scheduler calls it."""
    _stops.add(run_id)


def run_job(run_id: str, root: str, payload: bytes) -> None:
    """Runs the pickled `(function, args)` as `function(reporter, *args)` and tells how it ended.

    A run that was begun before is refused: schedulers run a task again when
    its worker dies, and no run may train twice.
    """
    reporter = JobReporter(run_id, _sender(root), lambda: run_id in _stops)
    folder = Path(root, "runs", run_id)
    try:
        with _training:
            if reporter.stopping():
                reporter.emit(Stopped(run=run_id, seq=0))
            elif not _begin(folder):
                reporter.emit_last(Lost(run=run_id, seq=0))
            else:
                reporter.emit(Started(run=run_id, seq=0, worker=get_worker().address))
                with _heartbeat(reporter):
                    ending = _run(reporter, folder, payload)
                    if ending is not None and not reporter.ended:
                        reporter.emit(ending)
    finally:
        _stops.discard(run_id)


def answer(payload: bytes) -> Any:
    """Runs the pickled `(function, args)` and returns what it returns."""
    warm()
    function, args = pickle.loads(payload)  # noqa: S301 - comes through our own TLS
    return function(*args)


def _sender(root: str) -> Callable[[Event], None]:
    """Publishes events through the worker; the header is what the ledger reads."""
    worker = get_worker()

    def send(event: Event) -> None:
        header = {"run": event.run, "root": root, "type": event.type, "worker": worker.address}
        worker.log_event(TOPIC, {**header, "json": event.model_dump_json()})

    return send


def _begin(folder: Path) -> bool:
    """Leaves the mark of a begun run; False when it was there."""
    folder.mkdir(parents=True, exist_ok=True)
    try:
        (folder / BEGUN).touch(exist_ok=False)
    except FileExistsError:
        return False
    return True


def _run(reporter: JobReporter, folder: Path, payload: bytes) -> Event | None:
    """Runs the job; returns the ending that it did not tell itself, or None."""
    run: dict[str, Any] = {"run": reporter.run_id, "seq": 0}
    try:
        warm()
        function, args = pickle.loads(payload)  # noqa: S301 - comes through our own TLS
        function(reporter, *args)
        if not reporter.ended:
            raise RuntimeError(f"{function.__qualname__} returned without telling an ending")
    except StopRequestedError:
        return Stopped(**run)
    except AppError as error:
        return Failed(**run, code=error.code, facts=error.facts)
    except MemoryError:
        return Failed(**run, code="memory_full")
    except Exception as error:  # noqa: BLE001 - the edge of the job: every defect becomes an event
        if is_full(error):
            return Failed(**run, code="disk_full", facts={"folder": str(folder.parents[1])})
        log = folder / DEFECT
        log.write_text(traceback.format_exc(), "utf-8")
        return Failed(**run, code="defect", facts={"kind": type(error).__name__, "log": str(log)})
    return None


@contextmanager
def _heartbeat(reporter: JobReporter) -> Iterator[None]:
    """Says each second, from a thread, that the worker is alive."""
    over = threading.Event()

    def beat() -> None:
        while not over.wait(HEARTBEAT_SECONDS):
            reporter.heartbeat()

    thread = threading.Thread(target=beat, name="heartbeat", daemon=True)
    thread.start()
    try:
        yield
    finally:
        over.set()
        thread.join()
