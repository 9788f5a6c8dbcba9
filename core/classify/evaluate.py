"""From labels and probabilities of the unseen rows to a report."""

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from core.base.errors import AppError
from core.base.runs import Score
from core.classify import curves, intervals, thresholds
from core.classify.report import ClassifyReport, Part
from core.classify.task import Question
from core.classify.thresholds import Costs, ThresholdTable
from core.classify.verdict import verdict


@dataclass(frozen=True)
class Predicted:
    """Labels (n,) 0/1 and probabilities (n,) of one part's rows.

    `groups` (n,) are numbers from 0: rows of one group, such as a customer,
    are alike, and intervals draw whole groups. None where rows stand alone.
    """

    y: NDArray[np.int8]
    p: NDArray[np.float64]
    groups: NDArray[np.int64] | None = None


@dataclass(frozen=True)
class Basis:
    """What an evaluation stands on: question, name of the positive value, training share.

    `grouped_by` is the column whose rows belong together.
    """

    question: Question
    positive: str
    prior: float
    seed: int = 0
    grouped_by: str | None = None


def evaluate(basis: Basis, validation: Predicted, test: Predicted) -> ClassifyReport:
    """The report: the threshold comes from `validation`, the verdict from `test`.

    Raises AppError("part_one_class") when a part holds one class only, and
    AppError("part_empty") when it holds no row.
    """
    _refuse_one_class(validation, "validation")
    _refuse_one_class(test, "test")
    price = Costs(false_alarm=basis.question.cost_false_alarm, miss=basis.question.cost_miss)
    rule = basis.question.threshold
    flat = Predicted(validation.y, np.full(len(validation.y), basis.prior))
    chosen = thresholds.choose(_table(validation), rule, price)
    naive = thresholds.choose(_table(flat), rule, price)
    parts = [_part(rows, basis, (chosen, naive), price) for rows in (validation, test)]
    return ClassifyReport(
        target=basis.question.target,
        positive=basis.positive,
        prior=basis.prior,
        grouped_by=basis.grouped_by,
        rule=rule,
        costs=price,
        threshold=chosen,
        baseline_threshold=naive,
        validation=parts[0],
        test=parts[1],
        outcome=verdict(parts[1].scores),
    )


def _part(rows: Predicted, basis: Basis, decide: tuple[float, float], price: Costs) -> Part:
    y, p = np.asarray(rows.y), np.asarray(rows.p, np.float64)
    flat = Predicted(y, np.full(len(y), basis.prior), rows.groups)
    table = _table(rows)
    called = curves.ranks(y, p)
    gained = curves.gain(called)
    base_rate = float((y > 0).mean())
    return Part(
        rows=len(y),
        groups=None if rows.groups is None else len(np.unique(rows.groups)),
        positives=int((y > 0).sum()),
        base_rate=base_rate,
        majority=max(base_rate, 1 - base_rate),
        scores=_scores(rows, table, decide[0], basis, price),
        baseline=_scores(flat, _table(flat), decide[1], basis, price),
        table=table,
        roc=curves.roc(called),
        precision_recall=curves.precision_recall(called),
        gain=gained,
        lift=curves.lift(gained),
        calibration=curves.calibration(y, p, rows.groups),
        histogram=curves.histogram(y, p),
    )


def _scores(
    rows: Predicted, table: ThresholdTable, threshold: float, basis: Basis, price: Costs
) -> dict[str, Score]:
    return {
        **intervals.scores(rows.y, rows.p, basis.prior, basis.seed, rows.groups),
        **thresholds.scores_at(table, threshold, price, basis.seed),
    }


def _table(rows: Predicted) -> ThresholdTable:
    return thresholds.count(rows.y, np.asarray(rows.p, np.float64), rows.groups)


def _refuse_one_class(rows: Predicted, part: str) -> None:
    if not len(rows.y):
        raise AppError("part_empty", part=part)
    positives = int((np.asarray(rows.y) > 0).sum())
    if positives in (0, len(rows.y)):
        raise AppError("part_one_class", part=part, rows=len(rows.y), positives=positives)
