"""What a run would do, before it starts: problems, an estimate, rows and columns."""

from collections.abc import Sequence

import pandas as pd

from core.base.errors import AppError
from core.base.model import Value
from core.base.protocols import Estimate, Problem
from core.base.specs import PrepSpec, RunSpec
from core.base.values import Column
from core.classify.task import Question
from core.data.leaks import leaks
from core.lab import catalog
from core.lab.classify.blend import BLEND, FOLDS, BlendSettings, candidates
from core.lab.classify.examples import Examples, read, table_of
from core.lab.classify.fitting import Candidate, Positions
from core.lab.classify.parts import part_rows
from core.lab.classify.select import trial_order
from core.store.reader import DatasetReader

_START_SECONDS = 1.0
_BASE_MEMORY_MB = 900.0
_EVALUATE_SECONDS = 3.0


class Plan(Value):
    """Problems, estimate, rows by part, share of yes, columns used and refused (name, reason).

    `by` is the column that groups or dates the rows, None for a stratified division.
    """

    problems: tuple[Problem, ...]
    estimate: Estimate
    rows: dict[str, int]
    base_rate: float
    features: tuple[str, ...]
    refused: tuple[tuple[str, str], ...]
    method: str
    by: str | None = None


def plan(store: DatasetReader, spec: RunSpec) -> Plan:
    """The plan of `spec`. Raises AppError for a target or a split that cannot be."""
    try:
        examples = read(store, spec)
    except AppError as error:
        raise _as_written(error, store, spec) from error
    parts = part_rows(examples, spec)
    rows, width = len(parts.train), columns_after(examples.features, spec.prep)
    problems = [*parts.warnings, *_class_weight_problem(spec), *_leaks(examples, parts.train)]
    members, folds = _to_fit(spec, parts.method)
    if spec.family != catalog.BEST:
        problems += [p for c in members for p in c.family.check(c.settings, rows, width)]
    problems.sort(key=lambda problem: problem.severity != "error")
    return Plan(
        problems=tuple(problems),
        estimate=_estimate(spec, members, folds, (rows, width)),
        rows={
            "train": len(parts.train),
            "validation": len(parts.validation),
            "test": len(parts.test),
        },
        base_rate=float(examples.y.mean()),
        features=tuple(column.name for column in examples.features),
        refused=examples.refused,
        method=parts.method,
        by=parts.column,
    )


def _as_written(error: AppError, store: DatasetReader, spec: RunSpec) -> AppError:
    """The error with the values of the target as the file wrote them."""
    question = Question.model_validate(spec.question)
    dataset = store.dataset(spec.dataset)
    try:
        table = dataset.table(table_of(dataset, question))
    except AppError:
        return error
    column = table.column(question.target) if table else None
    return spelled_error(error, column) if column else error


def spelled_error(error: AppError, column: Column) -> AppError:
    """An error about a target whose facts name its values as its file did: yes, not `true`."""
    facts = dict(error.facts)
    for name in ("value", "positive"):
        if isinstance(facts.get(name), str):
            facts[name] = column.spelled(str(facts[name]))
    values = facts.get("values")
    if isinstance(values, list | tuple):
        facts["values"] = [column.spelled(str(value)) for value in values]
    return AppError(error.code, **facts)


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


def _to_fit(spec: RunSpec, method: str) -> tuple[list[Candidate], int]:
    """What may be fitted, and on how many divisions."""
    if spec.family == catalog.BEST:
        return trial_order(spec.task), 1 if method == "time" else FOLDS
    if spec.family == BLEND:
        blend = BlendSettings.model_validate(spec.settings)
        return candidates(spec.task, blend), 1 if method == "time" else blend.folds
    family = catalog.family(spec.task, spec.family)
    return [Candidate(family, family.settings.model_validate(spec.settings), 0)], 1


def _estimate(
    spec: RunSpec, members: Sequence[Candidate], folds: int, size: tuple[int, int]
) -> Estimate:
    """Every member fitted on every division of `size` (rows, columns); `best` keeps its budget."""
    rows, width = size
    each = [member.family.estimate(member.settings, rows, width) for member in members]
    seconds = folds * sum(estimate.seconds for estimate in each)
    prepared_mb = rows * folds * width * 4 / 1e6
    return Estimate(
        seconds=(min(seconds, spec.budget) if spec.family == catalog.BEST else seconds)
        + _START_SECONDS
        + _EVALUATE_SECONDS,
        memory_mb=max(estimate.memory_mb for estimate in each) + _BASE_MEMORY_MB + 3 * prepared_mb,
        parameters=each[0].parameters if spec.family not in catalog.COMPOSED else None,
    )
