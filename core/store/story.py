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
    run stays as it ended, except that an interrupted one (a presumption) may
    turn out finished. `started` and `heartbeat` are moved by late events too.
    Raises pydantic's ValidationError when a Finished carries no valid spec or summary.
    """
    run = _alive(run, event)
    if isinstance(event, Started):
        return _started(run, event)
    if isinstance(event, Heartbeat):
        return run
    if run.over and not (run.state == "interrupted" and isinstance(event, Finished)):
        return run
    if isinstance(event, Finished):
        return _finished(run, event)
    if isinstance(event, Failed):
        return _ended(run, event, "failed", event.code).model_copy(update={"facts": event.facts})
    if isinstance(event, Stopped):
        return _ended(run, event, "stopped", None)
    if isinstance(event, Lost):
        return _ended(run, event, "interrupted", LOSSES[event.reason])
    return run


def utc(at: datetime) -> datetime:
    """The instant in UTC; one without a zone is taken as UTC."""
    return at.replace(tzinfo=UTC) if at.tzinfo is None else at.astimezone(UTC)


def _alive(run: Run, event: Event) -> Run:
    """Whatever the worker itself tells shows that it lived then."""
    at = utc(event.at)
    if event.seq == LAST_SEQ or (run.heartbeat and run.heartbeat >= at):
        return run
    return run.model_copy(update={"heartbeat": at})


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
