"""What a run that recommends would do, before it starts: problems, an estimate, its data."""

from core.base.model import Value
from core.base.protocols import Estimate, Problem
from core.base.specs import RunSpec
from core.lab.recommend.candidates import NAIVE, candidate, candidates
from core.lab.recommend.health import problems_of
from core.lab.recommend.read import read
from core.lab.recommend.trying import setting_of
from core.store.reader import DatasetReader

_JUDGING = 1.5
"""Seconds beside the fits of each family: its lists are made on two questions, and judged."""


class Plan(Value):
    """Problems and an estimate; how many `customers` met how many `items` in how many `rows`, and
    how many customers are `asked` about from the day `cut` on; `noted` are rows that are not read
    as they stand, `tried` the families that the budget has time for."""

    problems: tuple[Problem, ...]
    estimate: Estimate
    customers: int
    items: int
    rows: int
    asked: int
    cut: str | None
    noted: tuple[Problem, ...]
    tried: tuple[str, ...]


def plan(store: DatasetReader, spec: RunSpec) -> Plan:
    """The plan of `spec`. Raises AppError for behaviour that cannot be learned from."""
    told = read(store, spec)
    asked = setting_of(spec, told.question, told.known)
    wanted = candidates(spec, told.question, asked.size)
    problems = list(problems_of(told))
    for one in wanted:
        problems += one.family.check(one.settings, asked.size)
    every = [*wanted, *(candidate(name, {}, spec.seed) for name in NAIVE)]
    costs = [one.family.estimate(one.settings, asked.size) for one in every]
    timed = told.known.interactions.timed and told.question.protocol == "time"
    return Plan(
        problems=tuple(sorted(problems, key=lambda problem: problem.severity != "error")),
        estimate=Estimate(
            seconds=round(2.0 + sum(one.seconds(asked.size) + _JUDGING for one in every), 1),
            memory_mb=max(one.memory_mb for one in costs),
            parameters=costs[0].parameters if len(wanted) == 1 else None,
        ),
        customers=asked.size.users,
        items=asked.size.items,
        rows=asked.size.rows,
        asked=len(asked.later.users),
        cut=_day(asked.later.known.end) if timed else None,
        noted=told.noted,
        tried=tuple(one.family.name for one in wanted),
    )


def _day(time: float) -> str:
    import numpy as np

    return str(np.datetime64(int(time), "D"))
