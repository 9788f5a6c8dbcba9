"""Where the results of runs lie."""

from pathlib import Path

from core.store.artefacts import run_folder

BUNDLE = "bundle"


def bundle_folder(root: Path, run_id: str) -> Path:
    """Where the bundle of a run lies in the workspace `root`. Raises AppError run_unknown."""
    return run_folder(root, run_id) / BUNDLE
