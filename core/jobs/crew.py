"""Who does what in our own engine: training workers, the answering worker, the warm spare.

All workers start alike. Each is given a duty when it reports, the most needed
first; when one dies, the spare takes its duty at once and the nanny's new
process becomes the spare.
"""

import asyncio
import time
from typing import Any

from distributed.diagnostics.plugin import SchedulerPlugin
from distributed.protocol.pickle import dumps

TRAIN = "train"
ANSWER = "answer"
SPARE = "spare"


async def take_duty(duty: str, dask_worker: Any) -> None:
    """Runs in a worker: offers the duty as a dask resource."""
    await dask_worker.set_resources(**{duty: 1})


class Crew(SchedulerPlugin):
    """Gives each worker its duty."""

    name = "merchlab-crew"

    def __init__(self, trainers: int) -> None:
        self.wanted = {TRAIN: trainers, ANSWER: 1}
        self.duties: dict[str, str] = {}
        self.tasks: set[asyncio.Task[None]] = set()

    async def start(self, scheduler: Any) -> None:
        """Keeps the scheduler it serves."""
        self.scheduler = scheduler

    def needed(self) -> str:
        """The duty that lacks a worker most, else SPARE."""
        held = list(self.duties.values())
        return next((d for d, n in self.wanted.items() if held.count(d) < n), SPARE)

    def add_worker(self, scheduler: Any, worker: str) -> None:  # noqa: ARG002
        """A worker reported, warm."""
        self._appoint(worker, self.needed())

    def remove_worker(self, scheduler: Any, worker: str, **_: Any) -> None:  # noqa: ARG002
        """A worker left: the spare takes over what it did."""
        self.duties.pop(worker, None)
        duty = self.needed()
        spare = next((w for w, held in self.duties.items() if held == SPARE), None)
        if duty != SPARE and spare is not None:
            self._appoint(spare, duty)

    def _appoint(self, worker: str, duty: str) -> None:
        self.duties[worker] = duty
        if duty == SPARE:
            return
        task = asyncio.get_running_loop().create_task(self._hand_over(worker, duty))
        self.tasks.add(task)
        task.add_done_callback(self.tasks.discard)

    async def _hand_over(self, worker: str, duty: str) -> None:
        """Makes the worker offer its duty, and gives it the tasks that wait for somebody."""
        try:
            await self.scheduler.rpc(worker).run(
                function=dumps(take_duty), args=dumps((duty,)), kwargs=dumps({})
            )
        except OSError:
            return  # It died in between; remove_worker finds another.
        state = self.scheduler.workers.get(worker)
        if state is not None:
            waiting = self.scheduler.bulk_schedule_unrunnable_after_adding_worker(state)
            self.scheduler.transitions(waiting, stimulus_id=f"merchlab-crew-{time.time()}")
