"""The engine process: a dask scheduler with its workers, on loopback, behind TLS."""

import asyncio
import logging
import os
import pickle
import signal
import time
from pathlib import Path
from typing import Any

import dask
import psutil
from distributed import Nanny, Scheduler
from distributed.security import Security

from core.base.atomic import write_text
from core.jobs import certificates
from core.jobs.crew import Crew
from core.jobs.finding import CARD, Card, read_card
from core.jobs.ledger import NAME, Ledger
from core.jobs.version import version
from core.jobs.work import request_stop

TRAINERS = "MERCHLAB_TRAINERS"
IDLE = "MERCHLAB_ENGINE_IDLE"
IDLE_SECONDS = 15 * 60.0
GB_PER_TRAINER = 4
LOOPBACK = "127.0.0.1"

CONFIG: dict[str, Any] = {
    # Queued runs count as suspects when the worker before them dies: never give up on
    # them. A run that was begun is refused by its mark (work.py), so nothing trains twice.
    "distributed.scheduler.allowed-failures": 1_000_000,
    "distributed.scheduler.active-memory-manager.start": False,
    "distributed.scheduler.http.routes": [],
    "distributed.worker.http.routes": [],
    "distributed.worker.profile.enabled": False,
    "distributed.worker.memory.target": False,
    "distributed.worker.memory.spill": False,
    "distributed.worker.memory.pause": False,
    "distributed.worker.memory.terminate": 0.95,
    # Dask's housekeeping, 50 times a second in each of seven loops, took a tenth of a core.
    "distributed.worker.memory.monitor-interval": "1s",
    "distributed.admin.tick.interval": "500ms",
    "distributed.admin.system-monitor.interval": "5s",
    "distributed.comm.require-encryption": True,
}
logger = logging.getLogger("merchlab.engine")


def trainers() -> int:
    """How many runs train at once: MERCHLAB_TRAINERS, else what cores and memory allow."""
    if TRAINERS in os.environ:
        return max(1, int(os.environ[TRAINERS]))
    gigabytes: int = psutil.virtual_memory().total // 2**30
    return max(1, min((os.cpu_count() or 2) // 2, gigabytes // GB_PER_TRAINER))


def environment(count: int) -> dict[str, str]:
    """What workers need in their environment before they import anything.

    Spinning OpenMP threads waste most of the CPU when trainers share it, so
    they wait passively; the cores are divided among `count` trainers.
    """
    threads = str(max(1, (os.cpu_count() or 2) // count))
    return {
        "OMP_WAIT_POLICY": "PASSIVE",
        "TF_CPP_MIN_LOG_LEVEL": "3",
        "DASK_LOGGING__DISTRIBUTED": "warning",
        **dict.fromkeys(("OMP_NUM_THREADS", "MKL_NUM_THREADS", "OPENBLAS_NUM_THREADS"), threads),
    }


def serve(folder: Path) -> None:
    """Runs the engine in `folder` until it is idle for long, retired, signalled, or homeless."""
    folder.mkdir(parents=True, exist_ok=True)
    count = trainers()
    for name, value in environment(count).items():
        os.environ.setdefault(name, value)
    logging.getLogger("distributed").setLevel(logging.WARNING)
    # Who looks whether we listen opens a socket and closes it: no reason for a warning each time.
    logging.getLogger("distributed.comm.tcp").setLevel(logging.ERROR)
    with dask.config.set(CONFIG):
        asyncio.run(_serve(folder, count))


async def _serve(folder: Path, count: int) -> None:
    security = certificates.make(folder)
    ledger, crew = Ledger(pickle.dumps(request_stop)), Crew(count)
    async with Scheduler(
        host=LOOPBACK, protocol="tls", security=security, dashboard=False,
        dashboard_address=f"{LOOPBACK}:0",
    ) as scheduler:  # fmt: skip
        for plugin in (ledger, crew):
            await scheduler.register_scheduler_plugin(plugin, idempotent=True)
        card = Card(address=scheduler.address, pid=os.getpid(), version=version(), ledger=NAME)
        write_text(folder / CARD, card.model_dump_json())
        nannies = [_nanny(scheduler.address, security, folder, i) for i in range(count + 2)]
        starting = asyncio.create_task(_start_all(nannies))
        try:
            await _until_over(folder, ledger, scheduler, starting)
        finally:
            ledger.retired = True  # From here on a run that is brought would be lost.
            if read_card(folder) == card:
                (folder / CARD).unlink(missing_ok=True)
            await _close(nannies, starting)


def _nanny(address: str, security: Security, folder: Path, number: int) -> Nanny:
    memory = int(psutil.virtual_memory().total * 0.8)
    return Nanny(
        address,
        name=f"worker-{number}",
        nthreads=1,
        host=LOOPBACK,
        security=security,
        memory_limit=memory,
        local_directory=str(folder / "scratch"),
        preload=["core.jobs.warming"],
        dashboard=False,
        dashboard_address=f"{LOOPBACK}:0",
    )


async def _start_all(nannies: list[Nanny]) -> None:
    """The first worker alone, so that training is ready soonest; then the others."""
    await nannies[0]
    await asyncio.gather(*nannies[1:])


async def _until_over(
    folder: Path, ledger: Ledger, scheduler: Scheduler, starting: asyncio.Task[None]
) -> None:
    """Returns when the engine should end."""
    signals: list[int] = []
    for number in (signal.SIGTERM, signal.SIGINT):
        signal.signal(number, lambda received, _: signals.append(received))
    patience = float(os.environ.get(IDLE, IDLE_SECONDS))
    needed = time.monotonic()
    while not signals and not ledger.retired:
        card = read_card(folder)
        if card is None or card.pid != os.getpid():
            return
        if starting.done() and starting.exception() is not None:
            logger.error("the workers did not start", exc_info=starting.exception())
            return
        if any(name.startswith("Client") for name in scheduler.clients) or ledger.on_alive():
            needed = time.monotonic()
        if time.monotonic() - needed > patience:
            return
        await asyncio.sleep(0.25)


async def _close(nannies: list[Nanny], starting: asyncio.Task[None]) -> None:
    """Ends the workers; those that linger die with this process."""
    starting.cancel()
    closing = asyncio.gather(*(n.close(timeout=2) for n in nannies), return_exceptions=True)
    try:
        await asyncio.wait_for(closing, 5)
    except TimeoutError:
        logger.warning("some workers had to be left to die with the engine")
