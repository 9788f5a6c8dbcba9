"""What a run would do, before it starts: problems, an estimate, rows and columns."""

from collections.abc import Sequence

import pandas as pd

from core.base.model import Value
from core.base.protocols import Estimate, Family, Problem
from core.base.specs import PrepSpec, RunSpec
from core.base.values import Column
from core.data.leaks import leaks
from core.lab import catalog
from core.lab.blend import FOLDS
from core.lab.examples import Examples, read
from core.lab.fitting import Positions
from core.lab.parts import part_rows
from core.lab.select import trial_order
from core.store.reader import DatasetReader

_START_SECONDS = 1.0
_BASE_MEMORY_MB = 900.0
_EVALUATE_SECONDS = 3.0


class Plan(Value):
    """Problems, estimate, rows by part, share of yes, columns used and refused (name, reason)."""

    problems: tuple[Problem, ...]
    estimate: Estimate
    rows: dict[str, int]
    base_rate: float
    features: tuple[str, ...]
    refused: tuple[tuple[str, str], ...]
    method: str


def plan(store: DatasetReader, spec: RunSpec) -> Plan:
    """The plan of `spec`. Raises AppError for a target or a split that cannot be."""
    examples = read(store, spec)
    parts = part_rows(examples, spec)
    rows, width = len(parts.train), columns_after(examples.features, spec.prep)
    problems = [*parts.warnings, *_class_weight_problem(spec), *_leaks(examples, parts.train)]
    if spec.family in catalog.COMPOSED:
        estimate = _best(spec, parts.method, rows, width)
    else:
        family = catalog.family(spec.task, spec.family)
        settings = family.settings.model_validate(spec.settings)
        problems += family.check(settings, rows, width)
        estimate = _whole(family.estimate(settings, rows, width), rows, width)
    problems.sort(key=lambda problem: problem.severity != "error")
    return Plan(
        problems=tuple(problems),
        estimate=estimate,
        rows={
            "train": len(parts.train),
            "validation": len(parts.validation),
            "test": len(parts.test),
        },
        base_rate=float(examples.y.mean()),
        features=tuple(column.name for column in examples.features),
        refused=examples.refused,
        method=parts.method,
    )


def columns_after(features: Sequence[Column], prep: PrepSpec) -> int:
    """About how many columns the prepared rows have."""
    width = 0
    for column in features:
        if column.type == "datetime":
            width += len(prep.date_parts)
        elif column.type == "category" and prep.categories == "onehot":
            width += min(column.distinct, prep.max_categories)
        else:
            width += 1
        width += bool(column.missing and prep.missing_indicator)
    return max(width, 1)


def _class_weight_problem(spec: RunSpec) -> list[Problem]:
    if spec.prep.class_weights == "none":
        return []
    return [Problem(code="balanced_weights", severity="warning")]


def _leaks(examples: Examples, train: Positions) -> list[Problem]:
    """Columns that seem to know the answer, judged on the training rows."""
    target = examples.question.target
    answers = pd.Series(examples.y[train].astype(bool), dtype="boolean")
    rows = examples.frame.iloc[train].reset_index(drop=True)
    rows[target] = answers
    return [
        Problem(
            code=finding.code,
            severity="warning",
            facts={"column": finding.column, "target": target},
        )
        for finding in leaks(rows, examples.features, target)
    ]


def _best(spec: RunSpec, method: str, rows: int, width: int) -> Estimate:
    folds = 1 if method == "time" else FOLDS
    each = [_estimate(c.family, rows, width) for c in trial_order(spec.task)]
    seconds = min(spec.budget, folds * sum(estimate.seconds for estimate in each))
    most = max((estimate.memory_mb for estimate in each), default=0.0)
    return _whole(Estimate(seconds=seconds, memory_mb=most), rows * folds, width)


def _estimate(family: Family, rows: int, width: int) -> Estimate:
    return family.estimate(family.settings(), rows, width)


def _whole(fit: Estimate, rows: int, width: int) -> Estimate:
    prepared_mb = rows * width * 4 / 1e6
    return Estimate(
        seconds=fit.seconds + _START_SECONDS + _EVALUATE_SECONDS,
        memory_mb=fit.memory_mb + _BASE_MEMORY_MB + 3 * prepared_mb,
        parameters=fit.parameters,
    )
