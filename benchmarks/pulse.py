"""The job of benchmarks/live_jobs.py, in a module of its own so that workers can import it."""

import time

from core.base.events import Finished
from core.base.protocols import StopRequestedError
from core.jobs.reporter import JobReporter


def pulse(reporter: JobReporter, epochs: int, seconds: float) -> None:
    """Quick epochs; like a fit, it looks after each whether it should stop."""
    for epoch in range(1, epochs + 1):
        reporter.epoch(epoch, epochs, 1 / epoch)
        if reporter.stopping():
            raise StopRequestedError
        time.sleep(seconds)
    reporter.emit(Finished(run="", seq=0, digest="", resolved={}, summary={}))
