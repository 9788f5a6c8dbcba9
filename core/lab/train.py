"""The job of a training run: done by the trainer of its task."""

from importlib import import_module
from pathlib import Path

from core.base.specs import RunSpec
from core.jobs.reporter import JobReporter


def run(reporter: JobReporter, root: str, spec_json: str) -> None:
    """Trains what the spec asks for; the bundle lies in the run's folder when this returns.

    Each task has its trainer, `core.lab.<task>.train`, which is imported only here: a worker that
    forecasts loads nothing of what classifies.
    """
    spec = RunSpec.model_validate_json(spec_json)
    import_module(f"core.lab.{spec.task}.train").run(reporter, Path(root), spec)
