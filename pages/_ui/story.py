"""What a run has told so far, kept in the session: each look reads only what is new."""

from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import date

import streamlit as st

from core.actions import runs as running
from core.base.events import LAST_SEQ, PART, Batch, Epoch, Event, Log, Stage
from core.classify.figures import learning
from core.classify.figures.learning import Fit
from pages._ui.session import desk

_KEPT = 8
_PACE = 5
"""Epochs over which the pace is taken."""


@dataclass
class Story:
    """The events of one run that a page shows. `last` is the highest seq read, `part` how many
    parts of how many of the stage are done, where it has parts."""

    last: int = -1
    epochs: list[Epoch] = field(default_factory=list)
    logs: list[Log] = field(default_factory=list)
    stage: Stage | None = None
    part: tuple[int, int] | None = None
    batch: Batch | None = None
    fits: list[Fit] = field(default_factory=list)

    def add(self, events: Iterable[Event]) -> None:
        """Takes in new events, in order."""
        before = len(self.epochs)
        for event in events:
            if event.seq < LAST_SEQ:
                self.last = max(self.last, event.seq)
            if isinstance(event, Epoch):
                self.epochs.append(event)
                self.batch = None
            elif isinstance(event, Batch):
                self.batch = event
            elif isinstance(event, Stage):
                self.stage, self.part = event, None
            elif isinstance(event, Log) and event.code == PART:
                self.part = int(event.facts["done"]), int(event.facts["of"])
            elif isinstance(event, Log):
                self.logs.append(event)
        if len(self.epochs) > before:
            self.fits = learning.fits(self.epochs)

    def curves(self) -> list[str]:
        """The names of the curves, in the order they began."""
        return list(dict.fromkeys(fit.curve for fit in self.fits))

    def fit(self, curve: str | None = None) -> Fit | None:
        """The newest fit, or the newest of a curve."""
        chosen = [fit for fit in self.fits if curve in (None, fit.curve)]
        return chosen[-1] if chosen else None

    def day_of(self, fit: Fit) -> date | None:
        """The first day that a fit of a forecast did not know; None where it was not told."""
        before = [log for log in self.logs if log.code == "fit_at" and log.seq < fit.epochs[0].seq]
        return date.fromisoformat(str(before[-1].facts["day"])) if before else None


def read(run_id: str) -> Story:
    """The story of a run up to now."""
    kept: dict[str, Story] = st.session_state.setdefault("_stories", {})
    story = kept.pop(run_id, None) or Story()
    story.add(running.events(desk(), run_id, story.last))
    kept[run_id] = story
    while len(kept) > _KEPT:
        kept.pop(next(iter(kept)))
    return story


def seconds_left(fit: Fit | None) -> float | None:
    """At most so long will this fit go on, at the pace of its last epochs; None while unknown."""
    if fit is None or len(fit.epochs) < 2:
        return None
    recent = fit.epochs[-_PACE - 1 :]
    passed = (recent[-1].at - recent[0].at).total_seconds()
    done = recent[-1].epoch - recent[0].epoch
    if done <= 0:
        return None
    return max(0.0, passed / done * (recent[-1].epochs - recent[-1].epoch))
