"""All figures of live training, one after the other, each in a process of its own.

    python -m benchmarks.live --data DIR [--rounds 20]

`live_jobs` (start, Stop and kill -9, with the real network), `live_cpu` (what being
followed costs) and `live_throughput` (rows a CPU-second).
"""

import argparse
import subprocess
import sys
from pathlib import Path


def main() -> None:
    """Runs the three; ends with the first that fails."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--data", type=Path, required=True)
    parser.add_argument("--rounds", type=int, default=20)
    flags = parser.parse_args()
    jobs = ["--data", str(flags.data), "--rounds", str(flags.rounds)]
    for name, arguments in (("live_cpu", []), ("live_throughput", []), ("live_jobs", jobs)):
        print(name, flush=True)
        command = [sys.executable, "-m", f"benchmarks.{name}", *arguments]
        subprocess.run(command, check=True)


if __name__ == "__main__":
    main()
