"""A finished run, drawn by the part of its task."""

from collections.abc import Callable

from core.base.runs import Run
from pages._ui import result_classify, result_demand, result_recommend

RESULTS: dict[str, Callable[[Run], None]] = {
    "classify": result_classify.show,
    "demand": result_demand.show,
    "recommend": result_recommend.show,
}


def show(run: Run) -> None:
    """Draws the result of a finished run."""
    RESULTS[run.spec.task](run)
