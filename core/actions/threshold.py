"""Fixing the threshold of a run."""

from core.actions.desk import Desk
from core.base.runs import Run


def fix(desk: Desk, run_id: str, value: float) -> Run:
    """Makes `value` (0 to 1) the run's threshold; counts one more look at the test rows."""
    return desk.workspace.registry.set_threshold(run_id, value)
