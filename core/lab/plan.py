"""What a run would do, before it starts: the plan of its task."""

from importlib import import_module
from typing import Protocol

from core.base.protocols import Estimate, Problem
from core.base.specs import RunSpec
from core.store.reader import DatasetReader


class Plan(Protocol):
    """What the plans of all tasks tell; each task's own tells more."""

    @property
    def problems(self) -> tuple[Problem, ...]:
        """What is wrong with the spec on this dataset, worst first."""

    @property
    def estimate(self) -> Estimate:
        """What the run will take."""


def plan(store: DatasetReader, spec: RunSpec) -> Plan:
    """The plan of the spec by its task: `core.lab.<task>.plan.Plan`.

    Raises AppError for a question that cannot be answered.
    """
    found: Plan = import_module(f"core.lab.{spec.task}.plan").plan(store, spec)
    return found
