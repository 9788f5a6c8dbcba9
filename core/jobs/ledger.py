"""What the scheduler remembers of runs: their events, who waits, whose worker died, who shall stop.

This plugin travels by value: a plain `dask scheduler` that has no `core` runs
it too, so it uses only dask and the standard library when it runs there.
"""

import asyncio
import contextlib
import hashlib
import json
import time
from dataclasses import dataclass, field
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

from distributed.diagnostics.plugin import SchedulerPlugin
from distributed.protocol.pickle import dumps

from core.base.events import ENDINGS, LAST_SEQ

TOPIC = "merchlab"
NAME = f"merchlab-{hashlib.sha256(Path(__file__).read_bytes()).hexdigest()[:12]}"
ASK = "ask-"
PASSING = ("heartbeat", "batch")
PATIENCE = 0.4
"""Seconds that a fit has to notice Stop before its worker is killed."""
KEPT = 300
"""So many ended runs are remembered for listeners that come late."""


@dataclass
class Story:
    """One run as the scheduler knows it."""

    run: str
    root: str
    since: float = field(default_factory=time.monotonic)
    events: list[str] = field(default_factory=list)
    passing: dict[str, str] = field(default_factory=dict)
    worker: str | None = None
    stopping: bool = False
    ended: bool = False


def slay(dask_worker: Any) -> None:
    """Runs in a nanny: kills its worker's process at once; the nanny then starts another."""
    import psutil

    if dask_worker.pid is not None:  # None is a process that is gone; psutil would take our own.
        psutil.Process(dask_worker.pid).kill()


class Ledger(SchedulerPlugin):
    """Keeps the stories of all runs and answers the engine's clients under the handler NAME."""

    def __init__(self, stopper: bytes) -> None:
        self.name = NAME
        self.stopper = stopper
        self.stories: dict[str, Story] = {}
        self.tasks: set[asyncio.Task[None]] = set()
        self.retired = False

    async def start(self, scheduler: Any) -> None:
        """Opens the handler that clients call."""
        self.scheduler = scheduler
        scheduler.handlers[self.name] = self.answer

    async def answer(self, verb: str, **facts: Any) -> Any:
        """What a client asks: enlist, replay, stop, waiting, alive, ending or retire.

        No answer is None: that is what a scheduler says that has no ledger.
        """
        return getattr(self, f"on_{verb}")(**facts)

    def on_enlist(self, run: str, root: str) -> bool:
        """Announces a run that is about to be submitted for the workspace `root`.

        Refused (False) once the engine is ending: the run would go down with it.
        """
        if not self.retired:
            self.stories.setdefault(run, Story(run, root))
        return not self.retired

    def on_replay(self, root: str, known: list[str], client: str | None = None) -> list[str]:
        """The events of a workspace's runs, but those in `known`, as JSON, each run's in order.

        The client hears all later ones: its own subscription may still be under way.
        """
        if client is not None:
            self.scheduler.subscribe_topic(TOPIC, client)
        return [
            text
            for story in self.stories.values()
            if story.root == root and story.run not in known
            for text in (*story.events, *story.passing.values())
        ]

    def on_waiting(self) -> list[str]:
        """The runs that no worker has begun, first come first."""
        tasks = self.scheduler.tasks
        waiting = [s.run for s in self.stories.values() if not s.ended and s.worker is None]
        return sorted(
            (run for run in waiting if run in tasks), key=lambda run: tuple(tasks[run].priority)
        )

    def on_alive(self) -> list[str]:
        """The runs that wait, or whose worker is there. One just announced counts as waiting."""
        young = time.monotonic() - 10
        return [
            s.run
            for s in self.stories.values()
            if not s.ended
            and (
                s.run in self.scheduler.tasks
                or s.worker in self.scheduler.workers
                or s.since > young
            )
        ]

    def on_ending(self) -> bool:
        """Whether the engine ends and takes no more runs."""
        return self.retired

    def on_retire(self) -> bool:
        """Asks the engine to end. Refused (False) while runs are alive or questions open.

        What was granted is never taken back: the engine may be closing already.
        """
        asked = any(str(key).startswith(ASK) for key in self.scheduler.tasks)
        self.retired = self.retired or not (asked or self.on_alive())
        return self.retired

    def on_stop(self, run: str) -> bool:
        """Stops a run; False when it is unknown or over. Returns at once, the event follows."""
        story = self.stories.get(run)
        if story is None or story.ended:
            return False
        story.stopping = True
        if story.worker is None:
            task = self.scheduler.tasks.get(run)
            holder = task.processing_on if task is not None else None
            if holder is not None:
                self._begin(self._flag(run, holder.address))
            self._release(run)
            self._tell(story, "stopped")
        else:
            self._begin(self._end(story))
        return True

    def log_event(self, topic: str, msg: Any) -> None:
        """Remembers an event that a worker (or this ledger) published."""
        if topic != TOPIC:
            return
        story = self.stories.setdefault(msg["run"], Story(msg["run"], msg["root"]))
        kind = msg["type"]
        # Not only Started: a scheduler that was started anew hears of runs in their midst.
        story.worker = msg.get("worker") or story.worker
        if kind in PASSING:
            story.passing[kind] = msg["json"]
            return
        story.events.append(msg["json"])
        if kind == "started" and story.stopping:
            self._begin(self._end(story))
        if kind in ENDINGS:
            story.ended = True
            story.passing.clear()
            self._forget_oldest()

    def remove_worker(self, scheduler: Any, worker: str, **_: Any) -> None:  # noqa: ARG002
        """A worker left: the run it trained is lost, or stopped where that was asked."""
        for story in list(self.stories.values()):
            if story.worker == worker and not story.ended:
                self._release(story.run)
                if story.stopping:
                    self._tell(story, "stopped")
                else:
                    self._tell(story, "lost", reason="worker_died")

    def transition(self, key: Any, start: str, finish: str, *_: Any, **facts: Any) -> None:
        """Tells of runs that no worker could begin; drops questions whose worker died."""
        if start != "processing" or not isinstance(key, str):
            return
        story = self.stories.get(key)
        if finish == "erred" and story is not None and not story.ended:
            text = str(facts.get("exception_text") or "worker died")
            self._tell(
                story, "failed", code="defect", facts={"kind": text[:200], "log": "engine.log"}
            )
        if finish == "released" and key.startswith(ASK):
            asyncio.get_running_loop().call_soon(self._drop, key)

    def _drop(self, key: str) -> None:
        task = self.scheduler.tasks.get(key)
        for client in list(task.who_wants or ()) if task is not None else ():
            self.scheduler.stimulus_cancel(
                [key], client.client_key, force=True, reason="worker-died", msg="the worker died"
            )

    def _release(self, run: str) -> None:
        """Takes the task from the scheduler, so that no other worker gets it."""
        task = self.scheduler.tasks.get(run)
        for client in list(task.who_wants or ()) if task is not None else ():
            self.scheduler.client_releases_keys(
                keys=[run], client=client.client_key, stimulus_id=f"merchlab-{time.time()}"
            )

    async def _flag(self, run: str, worker: str) -> None:
        """Sets the stop flag in the worker's process; one that hears nothing is killed later."""
        with contextlib.suppress(OSError, TimeoutError):
            await self._call(worker, self.stopper, run)

    async def _call(self, address: str, function: bytes, *args: str) -> None:
        """Runs a pickled function in a worker's or nanny's process, outside any task."""
        call = self.scheduler.rpc(address).run(function=function, args=dumps(args))
        await asyncio.wait_for(call, PATIENCE)

    async def _end(self, story: Story) -> None:
        """Asks the fit to stop; kills its worker when it does not. The nanny starts a new one."""
        patient = time.monotonic() + PATIENCE
        await self._flag(story.run, str(story.worker))
        while not story.ended and time.monotonic() < patient:
            await asyncio.sleep(0.02)
        state = self.scheduler.workers.get(story.worker)
        if story.ended or state is None or state.nanny is None:
            return
        self._release(story.run)
        with contextlib.suppress(OSError, TimeoutError):  # The nanny may be gone as well.
            await self._call(state.nanny, dumps(slay))
        if not story.ended:
            self._tell(story, "stopped")

    def _begin(self, work: Any) -> None:
        task = asyncio.get_running_loop().create_task(work)
        self.tasks.add(task)
        task.add_done_callback(self.tasks.discard)

    def _tell(self, story: Story, kind: str, **fields: Any) -> None:
        """Publishes the ending of a run that its worker cannot tell."""
        at = datetime.now(UTC).isoformat()
        event = {"type": kind, "run": story.run, "seq": LAST_SEQ, "at": at, **fields}
        message = {"run": story.run, "root": story.root, "type": kind, "json": json.dumps(event)}
        self.scheduler.log_event(TOPIC, message)

    def _forget_oldest(self) -> None:
        ended = [story.run for story in self.stories.values() if story.ended]
        for run in ended[: max(0, len(ended) - KEPT)]:
            del self.stories[run]
