"""How soon a click is seen: start, stop and death of a run, each the median of many.

    python -m benchmarks.live_jobs [--rounds 20] [--data DIR]

`started` and `first_epoch`: seconds from the click until the registry, which pages
read, shows the event. `stopped`: from Stop. `lost`: from `kill -9` of the worker.
`calibration` is a fixed loop timed beside every round: a machine that is busy or slow
shows there too. The job is a small pulse of epochs;
with --data the network of the app is trained on online_shoppers_intention.csv.
Every round starts with a warm worker and a warm spare.
"""

import argparse
import json
import os
import signal
import statistics
import tempfile
import time
from collections.abc import Callable
from pathlib import Path

from benchmarks.calibration import calibration
from benchmarks.pulse import pulse
from core.actions import import_files, train
from core.actions.desk import Desk
from core.base.events import Event
from core.base.specs import RunSpec
from core.jobs import finding

Start = Callable[[], str]
"""Starts a run that goes on for minutes; returns its id."""
POLL_SECONDS = 0.002
TARGETS = {"first_epoch": 1.0, "stopped": 1.0, "lost": 2.0}


def start_pulse(desk: Desk) -> str:
    """Starts the pulse."""
    spec = RunSpec(dataset="none", task="classify", question={"target": "none"})
    engine = desk.engine
    run = desk.workspace.registry.create_run(spec, "pulse")
    engine.submit(pulse, run.id, 6000, 0.1)
    return run.id


def start_network(desk: Desk, dataset: str) -> str:
    """Starts the app's network with a great many epochs, as the button does."""
    spec = RunSpec(
        dataset=dataset,
        task="classify",
        question={"target": "Revenue", "positive": "TRUE"},
        family="network",
        settings={"epochs": 5000, "early_stopping": False},
    )
    return train.start(desk, spec).id


def seen(desk: Desk, run: str, kind: str, since: float, seconds: float = 120) -> float:
    """Seconds from `since` until the registry shows an event of the kind."""
    while time.perf_counter() - since < seconds:
        if any(event.type == kind for event in desk.workspace.registry.events(run)):
            return time.perf_counter() - since
        time.sleep(POLL_SECONDS)
    told: list[Event] = desk.workspace.registry.events(run)
    raise TimeoutError(f"no {kind} of {run} within {seconds} s, only {[e.type for e in told]}")


def warm(desk: Desk) -> None:
    """Waits for training worker, answering worker and spare, and for their imports to calm down."""
    workers = 0
    while workers < 3:
        workers = desk.engine.state().workers
        time.sleep(0.1)
    time.sleep(0.5)


def killed(desk: Desk, run: str) -> float:
    """Kills the run's worker and waits until that is seen."""
    worker = next(e.worker for e in desk.workspace.registry.events(run) if e.type == "started")
    pids = desk.engine.client.run(os.getpid)
    begun = time.perf_counter()
    os.kill(pids[worker], signal.SIGKILL)
    return seen(desk, run, "lost", begun)


def stopped(desk: Desk, run: str) -> float:
    """Stops the run as the button does and waits until that is seen."""
    begun = time.perf_counter()
    train.stop(desk, run)
    return seen(desk, run, "stopped", begun)


def measure(desk: Desk, start: Start, rounds: int) -> dict[str, list[float]]:
    """All figures of all rounds: one run that is stopped, and one whose worker is killed."""
    found: dict[str, list[float]] = {}
    for _ in range(rounds):
        warm(desk)
        found.setdefault("calibration", []).append(calibration())
        for name, end in (("stopped", stopped), ("lost", killed)):
            begun = time.perf_counter()
            run = start()
            found.setdefault("started", []).append(seen(desk, run, "started", begun))
            found.setdefault("first_epoch", []).append(seen(desk, run, "epoch", begun))
            found.setdefault(name, []).append(end(desk, run))
    return found


def summary(found: dict[str, list[float]]) -> dict[str, object]:
    """Medians and worst of each figure in seconds, and whether the targets are met."""
    medians = {name: round(statistics.median(values), 4) for name, values in found.items()}
    worst = {name: round(max(values), 4) for name, values in found.items()}
    met = {name: medians[name] <= target for name, target in TARGETS.items()}
    return {"median": medians, "worst": worst, "target": TARGETS, "met": met}


def main() -> None:
    """Measures in a workspace and an engine of its own, and prints one JSON object."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--rounds", type=int, default=20)
    parser.add_argument("--data", type=Path, help="folder with online_shoppers_intention.csv")
    flags = parser.parse_args()
    with tempfile.TemporaryDirectory(prefix="merchlab-live-") as folder:
        os.environ[finding.FOLDER] = str(Path(folder, "engine"))
        desk = Desk(Path(folder, "workspace"))
        try:
            start: Start = lambda: start_pulse(desk)  # noqa: E731
            if flags.data:
                file = flags.data / "online_shoppers_intention.csv"
                imported = import_files.import_files(desk, [file])
                start = lambda: start_network(desk, imported.dataset)  # noqa: E731
            figures = summary(measure(desk, start, flags.rounds))
        finally:
            retire(desk)
    print(json.dumps({"job": "network" if flags.data else "pulse", **figures}, indent=2))


def retire(desk: Desk) -> None:
    """Ends the engine that was started for the measurement."""
    for run in desk.engine.alive():
        desk.engine.stop(run)
    while desk.engine.alive():
        time.sleep(0.1)
    desk.engine.ask_ledger("retire")
    desk.close()
    time.sleep(3)


if __name__ == "__main__":
    main()
