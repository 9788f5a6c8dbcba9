"""What a threshold does to rows with known answers: counts, metrics, cost, the baseline's."""

from dataclasses import dataclass

import numpy as np

from core.base.runs import Score
from core.classify import thresholds
from core.classify.report import ClassifyReport, Part
from core.classify.thresholds import Costs, Counts, Rule


@dataclass(frozen=True)
class Decision:
    """The confusion matrix at `threshold`, its metrics with 95 % intervals, and the baseline's.

    `cost` is the cost of all rows of the part, `simple_cost` that of the cheaper
    of calling nobody and calling everybody, in the unit of the costs.
    """

    threshold: float
    counts: Counts
    scores: dict[str, Score]
    baseline: dict[str, Score]
    cost: float
    simple_cost: float


def decide(part: Part, threshold: float, price: Costs) -> Decision:
    """What `threshold` does on `part`, from its precomputed counts: no row is touched."""
    counts = part.table.at(threshold)
    nobody = part.table.positives * price.miss
    everybody = part.table.negatives * price.false_alarm
    return Decision(
        threshold=threshold,
        counts=counts,
        scores=thresholds.scores_at(part.table, threshold, price),
        baseline=part.baseline,
        cost=counts.fp * price.false_alarm + counts.fn * price.miss,
        simple_cost=min(nobody, everybody),
    )


def proposals(report: ClassifyReport, price: Costs) -> dict[Rule, float]:
    """The threshold that each rule prefers on the validation rows at these costs."""
    table = report.validation.table
    rules: tuple[Rule, ...] = ("f1", "cost", "half")
    return {rule: thresholds.choose(table, rule, price) for rule in rules}


def by_chance(counts: Counts) -> float:
    """The share of positives found by calling as many rows at random."""
    return float(np.divide(counts.tp + counts.fp, max(counts.rows, 1)))


def by_guessing(part: Part, made: Decision) -> dict[str, float]:
    """What guessing reaches on `part`, by metric: one truth for every figure that is shown.

    For metrics of probabilities it says the base rate to everybody. For those of
    decisions it calls as many rows at random as `made` does (expected counts), for
    accuracy it always gives the commoner answer, for the cost a row it calls
    everybody or nobody, whichever is cheaper.
    """
    called, rate = by_chance(made.counts), part.base_rate
    return {
        **{metric: score.value for metric, score in part.baseline.items()},
        "precision": rate,
        "recall": called,
        "f1": 2 * rate * called / (rate + called) if rate + called else 0.0,
        "specificity": 1 - called,
        "accuracy": part.majority,
        "cost": made.simple_cost / max(part.rows, 1),
    }
