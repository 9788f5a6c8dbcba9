"""The state machine of a run, event by event."""

from datetime import timedelta, timezone
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st
from pydantic import ValidationError

from core.base.events import (
    ENDED,
    LAST_SEQ,
    Epoch,
    Event,
    Failed,
    Heartbeat,
    Log,
    Lost,
    Started,
    Stopped,
)
from core.base.runs import Run
from core.store.story import LOSSES, step, utc
from tests.store.builders import START, finished, spec, summary

RUN = "r-20260301-0abc12"


def at(second: int) -> Any:
    return START + timedelta(seconds=second)


def after(*events: Event) -> Run:
    run = Run(id=RUN, name="x", state="queued", spec=spec(), created=START)
    for event in events:
        run = step(run, event)
    return run


STARTED = Started(run=RUN, seq=1, at=at(1), worker="w")
LOST = Lost(run=RUN, seq=LAST_SEQ, at=at(90), reason="stale")
FAILED = Failed(run=RUN, seq=9, at=at(9), code="one_class", facts={"column": "Revenue"})
STOPPED = Stopped(run=RUN, seq=9, at=at(9))


def test_a_run_goes_from_queue_to_finish() -> None:
    assert after().state == "queued"
    running = after(STARTED)
    assert (running.state, running.started, running.heartbeat) == ("running", at(1), at(1))
    done = after(STARTED, finished(RUN, 9))
    assert (done.state, done.ended, done.threshold) == ("finished", at(50), 0.3)
    assert (done.summary, done.resolved, done.digest) == (summary(), spec(), "ab" * 32)
    assert done.over


def test_a_failure_keeps_its_code_and_facts() -> None:
    run = after(STARTED, FAILED)
    assert (run.state, run.error, run.facts) == ("failed", "one_class", {"column": "Revenue"})


@pytest.mark.parametrize("reason", LOSSES)
def test_a_lost_run_is_interrupted_and_may_turn_out_finished(reason: Any) -> None:
    lost = LOST.model_copy(update={"reason": reason})
    run = after(STARTED, lost)
    assert (run.state, run.error) == ("interrupted", f"run_{reason}")
    assert run.heartbeat == at(1)
    run = after(STARTED, lost, finished(RUN, 9))
    assert (run.state, run.error, run.ended) == ("finished", None, at(50))


@pytest.mark.parametrize("first", [FAILED, STOPPED, finished(RUN, 9)])
@pytest.mark.parametrize("second", [FAILED, STOPPED, LOST, finished(RUN, 9)])
def test_an_ended_run_stays_as_it_ended(first: Event, second: Event) -> None:
    once = after(STARTED, first)
    assert after(STARTED, first, second).model_copy(update={"heartbeat": None}) == once.model_copy(
        update={"heartbeat": None}
    )


@pytest.mark.parametrize("second", [FAILED, STOPPED, STARTED])
def test_an_interrupted_run_only_turns_finished(second: Event) -> None:
    assert after(STARTED, LOST, second).state == "interrupted"


def test_a_late_start_does_not_wake_an_ended_run() -> None:
    run = after(FAILED, STARTED)
    assert (run.state, run.started) == ("failed", at(1))


def test_a_heartbeat_only_moves_the_heartbeat_forward() -> None:
    run = after(Heartbeat(run=RUN, seq=0, at=at(30)), Heartbeat(run=RUN, seq=0, at=at(20)))
    assert run == after().model_copy(update={"heartbeat": at(30)})


def test_instants_become_utc() -> None:
    there = at(0).astimezone(timezone(timedelta(hours=8)))
    assert utc(there).isoformat() == utc(START.replace(tzinfo=None)).isoformat()


def test_a_finish_without_a_true_summary_is_a_defect() -> None:
    with pytest.raises(ValidationError):
        after(finished(RUN, 9).model_copy(update={"summary": {"family": "x"}}))


_EVENTS = st.sampled_from(
    [
        STARTED,
        FAILED,
        STOPPED,
        LOST,
        finished(RUN, 9),
        Heartbeat(run=RUN, seq=0, at=at(5)),
        Log(run=RUN, seq=3, at=at(3), code="x"),
        Epoch(run=RUN, seq=4, at=at(4), curve="c", epoch=1, epochs=2, loss=0.5),
    ]
)


@given(st.lists(_EVENTS, max_size=12))
def test_whatever_comes_states_only_move_as_allowed(events: list[Event]) -> None:
    run = after()
    allowed = {("queued", "running"), ("interrupted", "finished")}
    for event in events:
        moved = step(run, event)
        if moved.state != run.state:
            ending = moved.state in ENDED and run.state not in ENDED
            assert ending or (run.state, moved.state) in allowed
        assert (moved.ended is not None) == (moved.state in ENDED)
        assert (moved.summary is not None) == (moved.state == "finished")
        run = moved
