"""What a long walk over series tells, and by what a panel is known again."""

import hashlib
from collections.abc import Sequence
from time import monotonic

import numpy as np

from core.base.errors import Fact
from core.base.protocols import Reporter, StopRequestedError
from core.demand.panel import Panel, escaped

LOOK_SECONDS = 0.1
TELL_SECONDS = 5.0
SHOWN = 5
"""So many series are named where all are counted."""
REASONS = ("empty", "zeros", "short", "without_season", "returns", "failed", "runaway")
"""Why a series was not served as asked, in the order they are told; texts `run.log.series_*`."""


class Silent:
    """The reporter of a model that was loaded: tells nobody and is never stopped."""

    def epoch(self, epoch: int, epochs: int, loss: float, **rest: float | None) -> None:
        """Nothing."""

    def batch(self, epoch: int, done: int, total: int, loss: float) -> None:
        """Nothing."""

    def log(self, code: str, **facts: Fact) -> None:
        """Nothing."""

    def stopping(self) -> bool:
        """Never."""
        return False


class Progress:
    """Looks at Stop between series, tells how far a long walk has come, and what was odd."""

    def __init__(self, reporter: Reporter, family: str, panel: Panel) -> None:
        self._reporter, self._family, self._panel = reporter, family, panel
        self._looked, self._told = 0.0, monotonic()

    def at(self, place: int) -> None:
        """Before the series at `place`. Raises StopRequestedError where the user asked to stop."""
        now = monotonic()
        if now - self._looked >= LOOK_SECONDS:
            self._looked = now
            if self._reporter.stopping():
                raise StopRequestedError
        if now - self._told >= TELL_SECONDS:
            self._told = now
            total = len(self._panel.y)
            self._reporter.log("series_done", family=self._family, done=place, total=total)

    def tell(self, reasons: Sequence[str]) -> None:
        """A note for each reason: how many series, and the first of them by name."""
        for reason in REASONS:
            places = [place for place, found in enumerate(reasons) if found == reason]
            if places:
                named = escaped(self._panel.keys.iloc[places[:SHOWN]])
                series = ", ".join([*named, "…"] if len(places) > SHOWN else named)
                self._reporter.log(
                    f"series_{reason}", family=self._family, count=len(places), series=series
                )


def fingerprint(panel: Panel) -> str:
    """By what a panel is known again: what was sold when."""
    known = hashlib.sha256(np.ascontiguousarray(panel.y).tobytes())
    known.update(f"{panel.freq} {panel.y.shape} {panel.dates[-1:]}".encode())
    return known.hexdigest()
