"""What a click costs: CPU with and without gc.freeze, 25 sessions at once, the threshold slider.

    python -m benchmarks.pages [--sessions 25] [--minutes 1]

Makes a workspace with the sample shop and one finished run, starts the app, and
drives it through websocket sessions as browsers would.
"""

import argparse
import json
import statistics
import tempfile
import threading
import time
from pathlib import Path

import psutil

from benchmarks.sessions import Session, calibration, server
from core.actions import make_sample_shop, train
from core.actions import runs as runs_
from core.actions.desk import open_desk
from core.base.specs import RunSpec

CLICKS = 20
THINK_SECONDS = 2.0
VIEWS = ("", "datasets", "runs", "train", "run")


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


def cpu(process: psutil.Process) -> float:
    """CPU seconds of the server so far."""
    times = process.cpu_times()
    return times.user + times.system


def rerun_cost(process: psutil.Process, session: Session) -> float:
    """CPU seconds of the server for one rerun of the page, mean of `CLICKS`."""
    for _ in range(3):
        session.rerun()
    before = cpu(process)
    for _ in range(CLICKS):
        session.rerun()
    return (cpu(process) - before) / CLICKS


def crowd(port: int, query: str, size: int, minutes: float) -> list[float]:
    """Seconds of every click of `size` sessions that click every two seconds."""
    waits: list[float] = []
    ends = time.monotonic() + minutes * 60

    def visit(number: int) -> None:
        page = VIEWS[number % len(VIEWS)]
        session = Session(port, page, query)
        session.rerun()
        time.sleep(THINK_SECONDS * number / size)
        while time.monotonic() < ends:
            waits.append(session.rerun())
            time.sleep(THINK_SECONDS)
        session.close()

    threads = [threading.Thread(target=visit, args=(number,)) for number in range(size)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    return waits


def main() -> None:
    """Prints each figure as it is found and, last, all as JSON."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--sessions", type=int, default=25)
    parser.add_argument("--minutes", type=float, default=1.0)
    parser.add_argument("--port", type=int, default=8640)
    flags = parser.parse_args()
    figures: dict[str, float] = {}
    with tempfile.TemporaryDirectory() as name:
        root = Path(name) / "workspace"
        query = f"run={prepare(root)}&lang=en"
        costs: dict[tuple[str, bool], float] = {}
        for frozen in (True, False):
            port = flags.port + int(frozen)
            with server(port, root, frozen) as process:
                for view in VIEWS:
                    session = Session(port, view, query)
                    costs[view, frozen] = rerun_cost(process, session)
                    session.close()
                if frozen:
                    figures |= busy(port, process, query, flags)
        for view in VIEWS:
            name = view or "home"
            figures[f"rerun_cpu_s_{name}"] = costs[view, True]
            figures[f"rerun_ratio_{name}"] = costs[view, True] / costs[view, False]
    for label, value in figures.items():
        print(f"{label:28s} {value:.4f}")
    print(json.dumps(figures))


def busy(
    port: int, process: psutil.Process, query: str, flags: argparse.Namespace
) -> dict[str, float]:
    """The slider's figures in a quiet server, then those of a crowd."""
    session = Session(port, "run", query)
    session.rerun()
    waits, loops, before = [], [], cpu(process)
    for number in range(CLICKS):
        waits.append(session.slide("threshold_", 0.2 + number / 50))
        loops.append(calibration())
    slider_cpu = (cpu(process) - before) / CLICKS
    session.close()
    clicks = crowd(port, query, flags.sessions, flags.minutes)
    return {
        "slider_median_s": statistics.median(waits),
        "slider_cpu_s": slider_cpu,
        "calibration_median_s": statistics.median(loops),
        "crowd_sessions": flags.sessions,
        "crowd_clicks": len(clicks),
        "crowd_median_s": statistics.median(clicks),
        "crowd_p95_s": statistics.quantiles(clicks, n=20)[-1],
    }


if __name__ == "__main__":
    main()
