"""The reporter numbers events, keeps them in order between threads, and thins batches."""

import threading
import time

import pytest

from core.base.events import LAST_SEQ, Event, Finished, Lost
from core.base.protocols import Reporter, StopRequestedError
from core.jobs.reporter import BATCH_SECONDS, JobReporter


@pytest.fixture
def sent() -> list[Event]:
    return []


@pytest.fixture
def reporter(sent: list[Event]) -> JobReporter:
    return JobReporter("r-1", sent.append)


def test_it_is_a_reporter_of_base(reporter: JobReporter) -> None:
    as_protocol: Reporter = reporter
    as_protocol.epoch(1, 2, 0.5, val_loss=0.25)
    assert not as_protocol.stopping()


def test_events_are_numbered_from_one_across_curves(
    reporter: JobReporter, sent: list[Event]
) -> None:
    reporter.stage("fit", 1, 2, "network")
    reporter.curve("network").epoch(1, 3, 0.7, val_auc=0.6)
    reporter.curve("trees").epoch(1, 9, 0.9)
    reporter.log("note", column="price")
    assert [event.seq for event in sent] == [1, 2, 3, 4]
    assert {event.run for event in sent} == {"r-1"}
    assert [getattr(event, "curve", None) for event in sent] == [None, "network", "trees", None]
    assert sent[1].val_auc == 0.6  # type: ignore[union-attr]


def test_threads_never_share_a_number(reporter: JobReporter, sent: list[Event]) -> None:
    def tell() -> None:
        for _ in range(200):
            reporter.log("note")

    threads = [threading.Thread(target=tell) for _ in range(4)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert [event.seq for event in sent] == list(range(1, 801))


def test_batches_are_thinned(reporter: JobReporter, sent: list[Event]) -> None:
    until = time.monotonic() + 3.2 * BATCH_SECONDS
    steps = 0
    while time.monotonic() < until:
        steps += 1
        reporter.batch(1, steps, 10**9, 0.5)
    assert steps > 1000
    assert 3 <= len(sent) <= 4


def test_an_ending_is_remembered_and_the_last_word_keeps_its_number(
    reporter: JobReporter, sent: list[Event]
) -> None:
    reporter.emit_last(Lost(run="", seq=0))
    assert not reporter.ended
    reporter.curve("x").emit(Finished(run="", seq=0, digest="d", resolved={}, summary={}))
    assert reporter.ended
    assert [(event.run, event.seq) for event in sent] == [("r-1", LAST_SEQ), ("r-1", 1)]


def test_heartbeats_take_no_number(reporter: JobReporter, sent: list[Event]) -> None:
    reporter.heartbeat()
    reporter.log("note")
    assert [event.seq for event in sent] == [0, 1]


def test_a_stage_ends_a_stopped_run(sent: list[Event]) -> None:
    reporter = JobReporter("r-1", sent.append, stop=lambda: True)
    assert reporter.stopping()
    with pytest.raises(StopRequestedError):
        reporter.stage("fit")
    assert not sent
