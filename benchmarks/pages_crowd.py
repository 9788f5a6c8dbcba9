"""What a click costs: CPU with and without gc.freeze, 25 sessions at once, the threshold slider."""

import statistics
import threading
import time
from dataclasses import dataclass
from pathlib import Path

import psutil

from benchmarks.calibration import beside_loop
from benchmarks.sessions import Session, cpu, server
from core.actions import make_sample_shop, train
from core.actions import runs as runs_
from core.actions.desk import open_desk
from core.base.specs import RunSpec

CLICKS = 20
THINK_SECONDS = 2.0
VIEWS = ("", "datasets", "runs", "train", "run")


@dataclass(frozen=True)
class Crowd:
    """How many `sessions` click for how many `minutes`."""

    sessions: int
    minutes: float


def prepare(root: Path) -> str:
    """A workspace with something to look at; returns the run's id."""
    desk = open_desk(root)
    try:
        dataset = make_sample_shop.make_sample_shop(desk, seed=0)
        spec = RunSpec(
            dataset=dataset.id,
            task="classify",
            question={"target": "purchased", "table": "visits"},
            family="logistic",
        )
        run = train.start(desk, spec)
        while not run.over:
            time.sleep(0.2)
            run = runs_.run(desk, run.id)
        assert run.state == "finished", run
        return run.id
    finally:
        desk.close()


def rerun_cost(process: psutil.Process, session: Session) -> float:
    """CPU seconds of the server for one rerun of the page, mean of `CLICKS`."""
    for _ in range(3):
        session.rerun()
    before = cpu(process)
    for _ in range(CLICKS):
        session.rerun()
    return (cpu(process) - before) / CLICKS


def waits_of(port: int, query: str, crowd: Crowd) -> list[float]:
    """Seconds of every click of sessions that click every two seconds."""
    waits: list[float] = []
    ends = time.monotonic() + crowd.minutes * 60

    def visit(number: int) -> None:
        page = VIEWS[number % len(VIEWS)]
        session = Session(port, page, query)
        session.rerun()
        time.sleep(THINK_SECONDS * number / crowd.sessions)
        while time.monotonic() < ends:
            waits.append(session.rerun())
            time.sleep(THINK_SECONDS)
        session.close()

    threads = [threading.Thread(target=visit, args=(one,)) for one in range(crowd.sessions)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    return waits


def figures(port: int, root: Path, crowd: Crowd) -> dict[str, float]:
    """Every figure, in a workspace made at `root`."""
    found: dict[str, float] = {}
    query = f"run={prepare(root)}&lang=en"
    costs: dict[tuple[str, bool], float] = {}
    for frozen in (True, False):
        with server(port, root, frozen) as process:
            for view in VIEWS:
                session = Session(port, view, query)
                costs[view, frozen] = rerun_cost(process, session)
                session.close()
            if frozen:
                found |= threshold(port, process, query)
                found |= busy(port, query, crowd)
        port += 1
    for view in VIEWS:
        name = view or "home"
        found[f"rerun_cpu_s_{name}"] = costs[view, True]
        found[f"rerun_ratio_{name}"] = costs[view, True] / costs[view, False]
    return found


def threshold(port: int, process: psutil.Process, query: str) -> dict[str, float]:
    """The slider of the threshold, in a quiet server."""
    session = Session(port, "run", query)
    session.rerun()
    before = cpu(process)
    waits, loop = beside_loop(lambda number: session.slide("threshold_", 0.2 + number / 50), CLICKS)
    spent = (cpu(process) - before) / CLICKS
    session.close()
    return {
        "threshold_median_s": statistics.median(waits),
        "threshold_cpu_s": spent,
        "threshold_loop_s": loop,
    }


def busy(port: int, query: str, crowd: Crowd) -> dict[str, float]:
    """How long the clicks of a crowd take."""
    clicks = waits_of(port, query, crowd)
    return {
        "crowd_sessions": crowd.sessions,
        "crowd_clicks": len(clicks),
        "crowd_median_s": statistics.median(clicks),
        "crowd_p95_s": statistics.quantiles(clicks, n=20)[-1],
    }
