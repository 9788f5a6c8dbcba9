"""What pages cost: reruns, a crowd, and the sliders of decisions.

    python -m benchmarks.pages [--only crowd|demand] [--items 2000] [--sessions 25] [--minutes 1]

Each part makes a workspace, starts the app, and drives it through websocket sessions as browsers
would. Seconds are the server's, from the message of a click to the end of the script that it runs;
each stands beside a calibration loop, timed between the clicks.
"""

import argparse
import json
import tempfile
from pathlib import Path

from benchmarks import pages_crowd, pages_demand
from benchmarks.pages_crowd import Crowd

PORT = 8640


def main() -> None:
    """Prints each figure as it is found and, last, all as JSON."""
    parser = argparse.ArgumentParser(description=(__doc__ or "").splitlines()[0])
    parser.add_argument("--only", choices=["crowd", "demand"])
    parser.add_argument("--items", type=int, default=2000)
    parser.add_argument("--sessions", type=int, default=25)
    parser.add_argument("--minutes", type=float, default=1.0)
    parser.add_argument("--port", type=int, default=PORT)
    flags = parser.parse_args()
    figures: dict[str, float] = {}
    with tempfile.TemporaryDirectory() as name:
        if flags.only != "crowd":
            figures |= pages_demand.figures(flags.port, Path(name) / "demand", flags.items)
        if flags.only != "demand":
            crowd = Crowd(flags.sessions, flags.minutes)
            figures |= pages_crowd.figures(flags.port, Path(name) / "crowd", crowd)
    for label, value in figures.items():
        print(f"{label:34s} {value:.4f}")
    print(json.dumps(figures))


if __name__ == "__main__":
    main()
