"""Runs and events are kept once, whatever the order, the thread or the process."""

import math
import sqlite3
import subprocess
import sys
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from core.base.errors import AppError
from core.base.events import (
    LAST_SEQ,
    Batch,
    Epoch,
    Event,
    Failed,
    Heartbeat,
    Log,
    Lost,
    Stage,
    Started,
    Stopped,
)
from core.base.runs import Run
from core.base.values import now
from core.store.registry import Registry
from tests.store.builders import START, finished, spec

ROOT = Path(__file__).resolve().parents[2]


@pytest.fixture(scope="module")
def shared(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Registry]:
    yield Registry(tmp_path_factory.mktemp("registry") / "registry.sqlite")


@pytest.fixture
def registry(tmp_path: Path) -> Registry:
    return Registry(tmp_path / "registry.sqlite")


def at(second: int) -> Any:
    return START + timedelta(seconds=second)


ENDINGS = {
    "finished": "finished", "failed": "failed", "stopped": "stopped",
    "killed": "stopped", "died": "interrupted",
}  # fmt: skip
"""What becomes of a run, by how it ends; the last two are told for it, at LAST_SEQ."""


@dataclass(frozen=True)
class Plot:
    """A run told by a worker of `length` epochs, from second 1; who listens concludes `silences`.

    With `again` the worker is heard anew at second 70.
    """

    length: int
    ending: str | None = None
    silences: tuple[int, ...] = ()
    again: bool = False

    @property
    def state(self) -> str:
        if self.ending is not None:
            return ENDINGS[self.ending]
        heard = 70 if self.again else 1 + self.length
        return "interrupted" if max(self.silences, default=0) >= heard else "running"

    def told(self, run: str) -> list[Event]:
        events: list[Event] = [Started(run=run, seq=1, at=at(1), worker="w-1")]
        seconds = [*range(2, 2 + self.length), *([70] if self.again else [])]
        for seq, second in enumerate(seconds, start=2):
            events += [
                Epoch(run=run, seq=seq, at=at(second), curve="a", epoch=seq, epochs=99, loss=0.5),
                Heartbeat(run=run, seq=0, at=at(second)),
            ]
        last, then = 2 + len(seconds), at(80)
        endings: dict[str | None, list[Event]] = {
            None: [],
            "finished": [finished(run, last, 80)],
            "failed": [Failed(run=run, seq=last, at=then, code="one_class", facts={"rows": 3})],
            "stopped": [Stopped(run=run, seq=last, at=then)],
            "killed": [Stopped(run=run, seq=LAST_SEQ, at=then)],
            "died": [Lost(run=run, seq=LAST_SEQ, at=then)],
        }
        silent = [Lost(run=run, seq=LAST_SEQ, at=at(s), reason="stale") for s in self.silences]
        return [*events, *endings[self.ending], *silent]


@st.composite
def tellings(draw: st.DrawFn) -> tuple[Plot, list[list[int]]]:
    """A story and a way to tell it: shuffled, with repetitions, in batches."""
    plot = Plot(
        draw(st.integers(0, 5)),
        draw(st.sampled_from([None, *ENDINGS])),
        tuple(draw(st.lists(st.sampled_from([1, 3, 60, 70, 75, 99]), max_size=3))),
        draw(st.booleans()),
    )
    places = range(len(plot.told("r")))
    order = draw(st.permutations([*places, *draw(st.lists(st.sampled_from(places), max_size=8))]))
    cuts = sorted(draw(st.sets(st.integers(0, len(order)), max_size=4)))
    bounds = [0, *cuts, len(order)]
    return plot, [order[a:b] for a, b in zip(bounds, bounds[1:], strict=False)]


def nameless(run: Run) -> Run:
    return run.model_copy(update={"id": "", "name": "", "created": START})


@settings(max_examples=150)
@given(tellings())
def test_any_order_with_repetitions_ends_the_same(
    shared: Registry, telling: tuple[Plot, list[list[int]]]
) -> None:
    plot, batches = telling
    plain, shuffled = shared.create_run(spec()), shared.create_run(spec())
    shared.record(plot.told(plain.id))
    events = plot.told(shuffled.id)
    for batch in batches:
        shared.record([events[place] for place in batch])
    run = shared.run(shuffled.id)
    assert nameless(run) == nameless(shared.run(plain.id))
    assert run.state == plot.state
    # A conclusion from silence is kept as long as it is believed, and no longer.
    silent = [e for e in events if e.type == "lost" and e.reason == "stale"]
    kept = [e for e in events if e.type != "heartbeat" and e not in silent]
    if run.error == "run_stale":
        kept.append(max(silent, key=lambda e: e.at))
    assert shared.events(shuffled.id) == kept


def test_every_event_comes_back_equal(registry: Registry) -> None:
    run = registry.create_run(spec(), "  first \n try ")
    assert run.name == "first try"
    events: list[Event] = [
        Started(run=run.id, seq=1, at=at(1), worker="w"),
        Stage(run=run.id, seq=2, at=at(1), code="fit", step=1, steps=3, family="network"),
        Batch(run=run.id, seq=3, at=at(2), curve="c", epoch=1, done=3, total=9, loss=math.inf),
        Log(run=run.id, seq=4, at=at(3), code="x", facts={"列": "值", "n": [1, None]}),
        finished(run.id, 5),
    ]
    registry.record(events)
    assert registry.events(run.id) == events
    assert registry.events(run.id, after=3) == events[3:]
    assert registry.events("r-20260301-0abc12") == []


def test_a_loss_that_is_no_number_is_kept(registry: Registry) -> None:
    run = registry.create_run(spec())
    nan = Epoch(run=run.id, seq=2, curve="c", epoch=1, epochs=2, loss=math.nan, val_loss=-math.inf)
    failed = Failed(run=run.id, seq=3, code="diverged", facts={"loss": math.nan})
    registry.record([nan, failed])
    kept = registry.events(run.id)[0]
    assert isinstance(kept, Epoch)
    assert math.isnan(kept.loss)
    assert kept.val_loss == -math.inf
    assert math.isnan(registry.run(run.id).facts["loss"])


def test_one_bad_event_keeps_none_of_the_batch(registry: Registry) -> None:
    run = registry.create_run(spec())
    bad = finished(run.id, 3).model_copy(update={"summary": {}})
    with pytest.raises(ValueError, match="RunSummary"):
        registry.record([Started(run=run.id, seq=1, worker="w"), bad])
    assert registry.run(run.id) == run
    assert registry.events(run.id) == []


def test_events_of_a_purged_run_are_let_go(registry: Registry) -> None:
    run = registry.create_run(spec())
    registry.record(Plot(2, "stopped").told(run.id))
    registry.purge_run(run.id)
    registry.record(Plot(3, "finished").told(run.id))
    assert registry.runs() == []
    assert registry.events(run.id) == []
    with pytest.raises(AppError, match="run_unknown"):
        registry.run(run.id)


def test_newest_first_trash_and_back(registry: Registry) -> None:
    ids = [registry.create_run(spec()).id for _ in range(5)]
    assert [run.id for run in registry.runs()] == ids[::-1]
    assert registry.trash_run(ids[2]).trashed is not None
    assert ids[2] not in [run.id for run in registry.runs()]
    assert [run.id for run in registry.runs(trashed=True)] == [ids[2]]
    registry.record([Started(run=ids[2], seq=1, worker="w")])
    assert registry.run(ids[2]).state == "running"
    assert registry.restore_run(ids[2]).trashed is None
    assert [run.id for run in registry.runs()] == ids[::-1]
    assert registry.rename_run(ids[0], "改名").name == registry.run(ids[0]).name == "改名"


def test_the_threshold_is_fixed_and_looks_are_counted(registry: Registry) -> None:
    run = registry.create_run(spec())
    with pytest.raises(AppError, match="run_not_finished"):
        registry.set_threshold(run.id, 0.5)
    registry.record(Plot(1, "finished").told(run.id))
    assert registry.run(run.id).threshold_looks == 0
    assert registry.set_threshold(run.id, 0.5).threshold_looks == 1
    registry.record(Plot(1, "finished", (99,)).told(run.id))
    again = registry.set_threshold(run.id, 1)
    assert (again.threshold, again.threshold_looks) == (1.0, 2)
    assert registry.run(run.id) == again
    for value in (-0.1, 1.1, math.nan):
        with pytest.raises(AppError, match="threshold_outside"):
            registry.set_threshold(run.id, value)


def test_a_running_run_is_not_purged(registry: Registry) -> None:
    run = registry.create_run(spec())
    registry.record(Plot(1).told(run.id))
    with pytest.raises(AppError, match="run_busy"):
        registry.purge_run(run.id)


def test_silent_runs_are_lost_and_living_ones_are_not(registry: Registry) -> None:
    silent, alive, beating, waiting, done = (registry.create_run(spec()).id for _ in range(5))
    old = now() - timedelta(hours=1)
    for run in (silent, alive, beating, done):
        registry.record([Started(run=run, seq=1, at=old, worker="w")])
    registry.record([Heartbeat(run=beating, seq=0), Stopped(run=done, seq=2, at=old)])
    with registry.database.write() as db:
        db.execute("UPDATE runs SET created = ?", (old.isoformat(timespec="microseconds"),))
    registry.trash_run(silent)
    assert registry.mark_stale(10, {alive}) == [waiting, silent]
    states = {run: registry.run(run).state for run in (silent, alive, beating, waiting, done)}
    assert list(states.values()) == ["interrupted", "running", "running", "interrupted", "stopped"]
    assert registry.run(silent).error == "run_stale"
    assert registry.mark_stale(10, {alive}) == []
    registry.record([finished(silent, 3)])
    assert registry.run(silent).state == "finished"


def test_a_run_heard_again_goes_on_and_can_fall_silent_again(registry: Registry) -> None:
    run = registry.create_run(spec()).id
    old = now() - timedelta(hours=1)
    registry.record([Started(run=run, seq=1, at=old, worker="w")])
    assert registry.mark_stale(0, set()) == [run]
    assert [e.type for e in registry.events(run)] == ["started", "lost"]
    registry.record([Heartbeat(run=run, seq=0)])
    assert (registry.run(run).state, registry.run(run).ended) == ("running", None)
    assert [e.type for e in registry.events(run)] == ["started"]
    assert registry.mark_stale(10, set()) == []
    assert registry.mark_stale(0, set()) == [run]
    assert registry.run(run).error == "run_stale"
    registry.record([Lost(run=run, seq=LAST_SEQ)])
    assert registry.run(run).error == "run_worker_died"
    registry.record([Heartbeat(run=run, seq=0, at=now() + timedelta(seconds=9))])
    assert registry.run(run).state == "interrupted"
    assert [e.type for e in registry.events(run)] == ["started", "lost"]


def test_threads_may_tell_the_same_events_at_once(registry: Registry) -> None:
    run = registry.create_run(spec())
    events = Plot(30, "finished").told(run.id)

    def tell(seed: int) -> int:
        for start in range(0, len(events), 7):
            registry.record(events[(start + seed) % len(events) :][:7])
            registry.runs()
        registry.record(events)
        return len(registry.events(run.id))

    with ThreadPoolExecutor(8) as pool:
        assert set(pool.map(tell, range(8))) == {32}
    assert registry.run(run.id).state == "finished"


def test_processes_may_open_a_new_registry_at_once(tmp_path: Path) -> None:
    code = (
        "from pathlib import Path; from core.store.registry import Registry;"
        "from tests.store.builders import spec;"
        f"registry = Registry(Path({str(tmp_path / 'registry.sqlite')!r}));"
        "[registry.create_run(spec()) for _ in range(10)]"
    )
    children = [subprocess.Popen([sys.executable, "-c", code], cwd=ROOT) for _ in range(3)]
    assert [child.wait(60) for child in children] == [0, 0, 0]
    assert len(Registry(tmp_path / "registry.sqlite").runs()) == 30


def test_the_file_is_as_durable_as_sqlite_can(registry: Registry) -> None:
    with registry.database.read() as db:
        assert db.execute("PRAGMA journal_mode").fetchone()[0] == "wal"
        assert db.execute("PRAGMA synchronous").fetchone()[0] == 2
        assert db.execute("PRAGMA user_version").fetchone()[0] == 1


def test_a_newer_registry_says_so(registry: Registry) -> None:
    with registry.database.read() as db:
        db.execute("PRAGMA user_version = 9")
    with pytest.raises(AppError) as caught:
        Registry(registry.database.path)
    assert caught.value.code == "registry_newer"
    assert (caught.value.facts["found"], caught.value.facts["known"]) == (9, 1)


def test_a_file_that_is_no_registry_says_so(tmp_path: Path) -> None:
    (tmp_path / "registry.sqlite").write_bytes(b"no database at all" * 500)
    with pytest.raises(AppError, match="registry_damaged"):
        Registry(tmp_path / "registry.sqlite")
    with pytest.raises(AppError, match="workspace_unusable"):
        Registry(tmp_path / "nowhere" / "registry.sqlite")


def test_a_registry_held_by_another_says_so(
    registry: Registry, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("core.store.database._WAIT", 0.05)
    other = sqlite3.connect(registry.database.path, isolation_level=None)
    other.execute("BEGIN IMMEDIATE")
    with pytest.raises(AppError, match="registry_busy"):
        Registry(registry.database.path)
    other.close()
