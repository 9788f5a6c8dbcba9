"""The state machine of a run: what each event does to it."""

from datetime import UTC, datetime

from core.base.events import (
    LAST_SEQ,
    Event,
    Failed,
    Finished,
    Heartbeat,
    Lost,
    RunState,
    Started,
    Stopped,
)
from core.base.runs import Run, RunSummary
from core.base.specs import RunSpec

LOSSES = {"worker_died": "run_worker_died", "stale": "run_stale"}
"""The error code of an interrupted run, by the reason of its `Lost`."""


def step(run: Run, event: Event) -> Run:
    """The run after `event`, which may come late or before earlier ones.

    Started: queued -> running. Finished, Failed, Stopped, Lost end it. An ended
    run stays as it ended, with two exceptions. One whose worker died may turn
    out finished. One that is only presumed interrupted goes on when its worker
    is heard again, and any ending that was told takes the presumption's place.
    `started` and `heartbeat` are moved by late events too.
    Raises pydantic's ValidationError when a Finished carries no valid spec or summary.
    """
    run = _heard(run, event)
    if isinstance(event, Started):
        return _started(run, event)
    if isinstance(event, Heartbeat):
        return run
    if run.over and not presumed(run) and not _was_done(run, event):
        return run
    if isinstance(event, Finished):
        return _finished(run, event)
    if isinstance(event, Failed):
        return _ended(run, event, "failed", event.code).model_copy(update={"facts": event.facts})
    if isinstance(event, Stopped):
        return _ended(run, event, "stopped", None)
    if isinstance(event, Lost):
        return _lost(run, event)
    return run


def presumed(run: Run) -> bool:
    """Whether the run was only concluded to be interrupted, from silence."""
    return run.state == "interrupted" and run.error == LOSSES["stale"]


def is_presumption(event: Event) -> bool:
    """Whether the event is a conclusion from silence, told by nobody who saw it."""
    return isinstance(event, Lost) and event.reason == "stale"


def utc(at: datetime) -> datetime:
    """The instant in UTC; one without a zone is taken as UTC."""
    return at.replace(tzinfo=UTC) if at.tzinfo is None else at.astimezone(UTC)


def _heard(run: Run, event: Event) -> Run:
    """Whatever the worker itself tells shows that it lived then: a silence before that was none."""
    at = utc(event.at)
    if event.seq == LAST_SEQ or (run.heartbeat and run.heartbeat >= at):
        return run
    run = run.model_copy(update={"heartbeat": at})
    if not presumed(run) or run.ended is None or run.ended >= at:
        return run
    state = "queued" if run.started is None else "running"
    return run.model_copy(update={"state": state, "ended": None, "error": None})


def _was_done(run: Run, event: Event) -> bool:
    """Whether a run whose worker died had saved its result before."""
    return run.state == "interrupted" and isinstance(event, Finished)


def _lost(run: Run, event: Lost) -> Run:
    """Of two presumptions the later counts; one from before the worker's last word does not."""
    if is_presumption(event):
        known = run.ended if presumed(run) else None
        if any(sign is not None and sign > utc(event.at) for sign in (run.heartbeat, known)):
            return run
    return _ended(run, event, "interrupted", LOSSES[event.reason])


def _started(run: Run, event: Started) -> Run:
    at = utc(event.at)
    first = at if run.started is None else min(run.started, at)
    state = "running" if run.state == "queued" else run.state
    return run.model_copy(update={"started": first, "state": state})


def _finished(run: Run, event: Finished) -> Run:
    summary = RunSummary.model_validate(event.summary)
    return _ended(run, event, "finished", None).model_copy(
        update={
            "digest": event.digest,
            "resolved": RunSpec.model_validate(event.resolved),
            "summary": summary,
            "threshold": summary.threshold,
        }
    )


def _ended(run: Run, event: Event, state: RunState, error: str | None) -> Run:
    return run.model_copy(
        update={"state": state, "ended": utc(event.at), "error": error, "facts": {}}
    )
