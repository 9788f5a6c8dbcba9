"""What the pages of a forecast cost: the list of its series, and the page of one.

    python -m benchmarks.forecast_pages [--workspace DIR --run ID --series ID]

Without a workspace it makes one: the sample shop, each item in each store forecast by the moving
average. Each page is drawn 20 times over a websocket, beside a calibration loop.
"""

import argparse
import json
import statistics
import tempfile
import time
from pathlib import Path

from benchmarks.sessions import Session, calibration, server
from core.actions import make_sample_shop, train
from core.actions import runs as runs_
from core.actions.desk import open_desk
from core.actions.forecasts import forecast_of
from core.base.specs import RunSpec

DRAWN = 20


def prepare(root: Path) -> tuple[str, str]:
    """A workspace with a forecast; returns its run and its first series."""
    desk = open_desk(root)
    try:
        dataset = make_sample_shop.make_sample_shop(desk, seed=0)
        question = {"horizon": 28, "by": ["item_id", "store_id"], "table": "order_lines"}
        spec = RunSpec(
            dataset=dataset.id, task="demand", question=question, family="moving_average"
        )
        run = train.start(desk, spec)
        while not run.over:
            time.sleep(0.5)
            run = runs_.run(desk, run.id)
        assert run.state == "finished", run
        return run.id, forecast_of(desk, run.id).forecast.ids[0]
    finally:
        desk.close()


def drawn(port: int, page: str, query: str) -> dict[str, float]:
    """Seconds of the first drawing of a page, the median of the next, and the calibration's."""
    session = Session(port, page, query)
    first, waits, loops = session.rerun(), [], []
    for _ in range(DRAWN):
        waits.append(session.rerun())
        loops.append(calibration())
    session.close()
    return {
        f"{page}_first_s": first,
        f"{page}_median_s": statistics.median(waits),
        f"{page}_calibration_s": statistics.median(loops),
    }


def main() -> None:
    """Prints each figure and, last, all as JSON."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--workspace", type=Path)
    parser.add_argument("--run")
    parser.add_argument("--series")
    parser.add_argument("--port", type=int, default=8650)
    flags = parser.parse_args()
    figures: dict[str, float] = {}
    with tempfile.TemporaryDirectory() as name:
        root = flags.workspace or Path(name) / "workspace"
        run, series = (flags.run, flags.series) if flags.run else prepare(root)
        with server(flags.port, root):
            for page in ("forecasts", "series"):
                figures |= drawn(flags.port, page, f"run={run}&series={series}&lang=en")
    for label, value in figures.items():
        print(f"{label:28s} {value:.4f}")
    print(json.dumps(figures))


if __name__ == "__main__":
    main()
