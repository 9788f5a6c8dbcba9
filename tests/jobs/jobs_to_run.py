"""Jobs that tests send to workers, by name."""

import os
import time
from pathlib import Path

from core.base.errors import AppError
from core.base.events import Finished
from core.base.protocols import StopRequestedError
from core.jobs.reporter import JobReporter


def finish(reporter: JobReporter) -> None:
    reporter.emit(Finished(run="", seq=0, digest="d", resolved={}, summary={}))


def short(reporter: JobReporter, epochs: int) -> None:
    """Tells a stage and some epochs, and finishes."""
    reporter.stage("fit", 1, 2, "prior")
    for epoch in range(1, epochs + 1):
        reporter.curve("a").epoch(epoch, epochs, 1 / epoch, val_loss=2 / epoch)
    reporter.log("note", column="price")
    finish(reporter)


def patient(reporter: JobReporter, seconds: float) -> None:
    """Looks at the stop flag often."""
    until = time.monotonic() + seconds
    step = 0
    while time.monotonic() < until:
        step += 1
        reporter.batch(1, step, 1000, 0.5)
        if reporter.stopping():
            raise StopRequestedError
        time.sleep(0.01)
    finish(reporter)


def deaf(reporter: JobReporter, seconds: float) -> None:
    """Never looks at the stop flag."""
    time.sleep(seconds)
    finish(reporter)


def counting(reporter: JobReporter, file: str, seconds: float) -> None:
    """Leaves its pid in a line of the file, so that a second start would be seen."""
    with Path(file).open("a") as lines:
        lines.write(f"{os.getpid()}\n")
    reporter.stage("fit")
    time.sleep(seconds)
    finish(reporter)


def mistaken(_reporter: JobReporter) -> None:
    raise AppError("one_class", target="y")


def broken(_reporter: JobReporter) -> None:
    raise ZeroDivisionError("secret detail")


def silent(_reporter: JobReporter) -> None:
    """Returns without an ending."""


def double(value: int) -> int:
    return 2 * value


def pid() -> int:
    return os.getpid()


def sleep(seconds: float) -> None:
    time.sleep(seconds)


def refuse(value: int) -> None:
    raise AppError("run_unknown", run=str(value))


def die() -> None:
    os._exit(9)
