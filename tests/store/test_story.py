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
from core.store.story import LOSSES, presumed, step, utc
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
DIED = Lost(run=RUN, seq=LAST_SEQ, at=at(90))
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


@pytest.mark.parametrize("second", [FAILED, STOPPED, STARTED, Heartbeat(run=RUN, seq=0, at=at(99))])
def test_a_run_whose_worker_died_only_turns_finished(second: Event) -> None:
    run = after(STARTED, DIED, second)
    assert (run.state, run.error, run.ended) == ("interrupted", "run_worker_died", at(90))


@pytest.mark.parametrize(
    "word",
    [
        Heartbeat(run=RUN, seq=0, at=at(91)),
        Epoch(run=RUN, seq=4, at=at(91), curve="c", epoch=1, epochs=2, loss=0.5),
        Log(run=RUN, seq=3, at=at(91), code="x"),
        Started(run=RUN, seq=1, at=at(91), worker="w"),
    ],
)
def test_a_presumption_is_given_up_when_the_worker_is_heard(word: Event) -> None:
    for told in ((STARTED, LOST, word), (STARTED, word, LOST), (LOST, STARTED, word)):
        run = after(*told)
        assert (run.state, run.ended, run.error, run.heartbeat) == ("running", None, None, at(91))


def test_words_from_before_the_silence_do_not_count_against_it() -> None:
    run = after(STARTED, LOST, Heartbeat(run=RUN, seq=0, at=at(90)))
    assert (run.state, run.error) == ("interrupted", "run_stale")
    assert after(LOST, Heartbeat(run=RUN, seq=0, at=at(91))).state == "queued"


def test_of_two_silences_the_later_counts() -> None:
    later = LOST.model_copy(update={"at": at(120)})
    word = Heartbeat(run=RUN, seq=0, at=at(100))
    for told in ((LOST, later, word), (later, word, LOST), (LOST, word, later)):
        run = after(STARTED, *told)
        assert (run.state, run.ended) == ("interrupted", at(120))


@pytest.mark.parametrize(
    ("ending", "state"), [(FAILED, "failed"), (STOPPED, "stopped"), (DIED, "interrupted")]
)
def test_an_ending_that_was_told_takes_the_place_of_a_presumption(
    ending: Event, state: str
) -> None:
    for told in ((LOST, ending), (ending, LOST)):
        run = after(STARTED, *told)
        assert (run.state, run.ended) == (state, ending.at)
        assert run.error != "run_stale"


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
        DIED,
        finished(RUN, 9),
        Heartbeat(run=RUN, seq=0, at=at(5)),
        Heartbeat(run=RUN, seq=0, at=at(95)),
        Log(run=RUN, seq=3, at=at(3), code="x"),
        Epoch(run=RUN, seq=4, at=at(4), curve="c", epoch=1, epochs=2, loss=0.5),
    ]
)


@given(st.lists(_EVENTS, max_size=12))
def test_whatever_comes_states_only_move_as_allowed(events: list[Event]) -> None:
    run = after()
    allowed = {("queued", "running"), ("interrupted", "finished")}
    mended = {"queued", "running", "failed", "stopped"}
    for event in events:
        moved = step(run, event)
        if moved.state != run.state:
            ending = moved.state in ENDED and run.state not in ENDED
            revised = presumed(run) and moved.state in mended
            assert ending or revised or (run.state, moved.state) in allowed
        assert not (presumed(moved) and moved.heartbeat and moved.heartbeat > moved.ended)
        assert (moved.ended is not None) == (moved.state in ENDED)
        assert (moved.summary is not None) == (moved.state == "finished")
        run = moved
