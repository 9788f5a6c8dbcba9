"""The stages of a run that recommends, known before it begins."""

from core.jobs.reporter import JobReporter

STAGES = ("read", "split", "fit", "evaluate", "final", "save")
"""Read the behaviour, place the questions, try every family on the earlier one, judge on the later,
fit the one that is taken on all there is, save."""


def begin(reporter: JobReporter, code: str, family: str | None = None) -> None:
    """Tells that a stage begins. Raises StopRequestedError where the user asked to stop."""
    reporter.stage(code, STAGES.index(code) + 1, len(STAGES), family)
