"""What is told of a run before it starts, as the command line tells it."""

from collections.abc import Iterable
from typing import Any

from core.base.protocols import Problem
from core.base.texts import Texts
from core.lab.plan import Plan


def remarks(plan: Plan, texts: Texts) -> dict[str, Any]:
    """The `problems` of a plan; of a forecast also the rows that were `noted`, the series that were
    `skipped`, and how many `young` ones are only likened to others; of a recommender what was
    `noted`, and the families that are `tried`. Each is a code, its facts and the sentence."""
    from core.lab.demand.plan import Plan as DemandPlan
    from core.lab.recommend.plan import Plan as RecommendPlan

    told: dict[str, Any] = {"problems": _sentences(plan.problems, texts)}
    if isinstance(plan, DemandPlan):
        told["noted"] = _sentences(plan.noted, texts)
        told["skipped"] = [
            one.model_dump() | {"message": texts(f"demand.skipped_short.{one.reason}")}
            for one in plan.skipped
        ]
        told["young"] = plan.young
    if isinstance(plan, RecommendPlan):
        told["noted"] = _sentences(plan.noted, texts)
        told["tried"] = list(plan.tried)
    return told


def _sentences(problems: Iterable[Problem], texts: Texts) -> list[dict[str, Any]]:
    return [
        one.model_dump(mode="json") | {"message": texts.problem(one.code, one.facts)}
        for one in problems
    ]
