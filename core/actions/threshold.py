"""Fixing the threshold of a run."""

from core.actions.desk import Desk
from core.base.runs import Run
from core.classify.report import ClassifyReport
from core.classify.thresholds import Costs


def fix(desk: Desk, run_id: str, value: float, price: Costs | None = None) -> Run:
    """Makes `value` (0 to 1) the run's threshold; counts one more look at the test rows.

    `price` is what mistakes cost in that choice; it is kept with the run.
    """
    facts = None if price is None else price.model_dump()
    return desk.workspace.registry.set_threshold(run_id, value, facts)


def price_of(run: Run, report: ClassifyReport) -> Costs:
    """What mistakes cost: as when the threshold was fixed, before that as the run was asked."""
    kept = {name: run.facts[name] for name in Costs.model_fields if name in run.facts}
    return report.costs.model_copy(update=kept)
