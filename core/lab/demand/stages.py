"""The stages of a forecasting run, known before it begins, and how far one of many parts is."""

from core.base.events import PART
from core.jobs.reporter import JobReporter

STAGES = ("read", "split", "fit", "final", "totals", "evaluate", "weeks", "save")
"""Read the sales, place the windows, backtest every family, fit the one that is taken on all there
is, forecast the totals, judge, forecast the held-out weeks, save."""


def begin(reporter: JobReporter, code: str, family: str | None = None) -> None:
    """Tells that a stage begins. Raises StopRequestedError where the user asked to stop."""
    reporter.stage(code, STAGES.index(code) + 1, len(STAGES), family)


class Parts:
    """Counts the parts of a stage, `of` in all, and tells each that is done."""

    def __init__(self, reporter: JobReporter, of: int) -> None:
        self._reporter, self._of, self._done = reporter, of, 0

    def done(self) -> None:
        """One more is done."""
        self._done += 1
        self._reporter.log(PART, done=self._done, of=self._of)
