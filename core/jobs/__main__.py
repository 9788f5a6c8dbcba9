"""The engine process: `python -m core.jobs --folder DIR`."""

import argparse
from pathlib import Path


def main() -> None:
    """Runs the engine in the folder until nobody needs it."""
    parser = argparse.ArgumentParser(prog="python -m core.jobs", description=__doc__)
    parser.add_argument("--folder", type=Path, required=True, help="the engine's own folder")
    folder = parser.parse_args().folder

    from core.jobs.serve import serve

    serve(folder)


if __name__ == "__main__":
    main()
