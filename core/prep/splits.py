"""Rows divided into training, validation and test: stratified, by group, or forward in time."""

from dataclasses import dataclass
from typing import Literal

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from core.base.errors import AppError
from core.base.protocols import Problem
from core.base.specs import SplitSpec
from core.base.values import Column
from core.prep.allocation import allocate
from core.prep.lines import Lines, identical, members
from core.prep.method import Method, resolve
from core.prep.split_warnings import warnings_of
from core.prep.timeline import cut, timeline

Positions = NDArray[np.int64]
Pairs = list[tuple[Positions, Positions]]
_ONE_CLASS = ("split_one_class_train", "split_one_class_validation", "split_one_class_test")


@dataclass(frozen=True)
class Parts:
    """Positions of the rows of each part, ascending; every row stands in exactly one.

    `column` is the one that groups or dates the rows, None for stratified.
    """

    train: Positions
    validation: Positions
    test: Positions
    method: Literal["stratified", "group", "time"]
    warnings: tuple[Problem, ...] = ()
    column: str | None = None


def split(
    spec: SplitSpec,
    frame: pd.DataFrame,
    y: NDArray[np.int8],
    columns: tuple[Column, ...],
    seed: int,
) -> Parts:
    """Divides the rows `frame` (n) with answers `y` (n,) 0/1.

    `columns` are those of the table; with the target among them, rows that differ
    in nothing but the answer may part. Forward in time, the
    earliest rows train and the latest test, rows of one instant stay together,
    and undated rows train. Else rows with identical features, or of one group,
    stay on one side. Raises `split_shares`, `split_column_unknown`,
    `split_group_missing`, `split_too_few_groups`, `split_time_missing`,
    `split_time_not_time`, `split_too_few_times`, and `split_one_class_<part>`
    where a part would lack one of the answers.
    """
    if spec.validation + spec.test > 0.95:
        percent = round(100 * (spec.validation + spec.test))
        raise AppError("split_shares", percent=percent)
    lines = Lines(frame, y, columns)
    method = resolve(spec, lines)
    if method.name == "time":
        parts = _forward(spec, lines, method)
    else:
        shares = (1 - spec.validation - spec.test, spec.validation, spec.test)
        part = allocate(_groups(lines, method, 3), y, shares, seed)
        parts = [np.flatnonzero(part == p) for p in range(3)]
    _require_classes(parts, y)
    warnings = warnings_of(spec, lines, method, parts)
    return Parts(parts[0], parts[1], parts[2], method.name, warnings, method.column)


def folds(spec: SplitSpec, lines: Lines, dev: Positions, k: int, seed: int) -> Pairs:
    """k pairs of (training, validation) positions among the positions `dev`, by the same method.

    `lines` are all labelled rows, as `split` got them. Forward in time, the
    training window expands: of k + 1 stretches of time, fold i trains on the
    first i + 1 and validates on the next. Else every position validates once.
    Raises as `split` does, and `folds_one_class` where a fold would lack one of
    the answers.
    """
    method = resolve(spec, lines)
    own = lines.take(dev)
    if method.name == "time":
        assert method.column is not None
        pairs = _expanding(own, method.column, k)
    else:
        part = allocate(_groups(own, method, k), own.y, (1 / k,) * k, seed)
        pairs = [(np.flatnonzero(part != f), np.flatnonzero(part == f)) for f in range(k)]
    for number, pair in enumerate(pairs):
        if any(len(np.unique(own.y[side])) < 2 for side in pair):
            raise AppError("folds_one_class", fold=number + 1, folds=k)
    return [(dev[train], dev[validation]) for train, validation in pairs]


def _forward(spec: SplitSpec, lines: Lines, method: Method) -> list[Positions]:
    """Training, validation and test positions; the shares count all rows, dated or not."""
    assert method.column is not None
    line = timeline(lines.frame[method.column])
    rows = len(lines.frame)
    end = len(line.order) - rows * spec.test
    train, validation, test = cut(line, [end - rows * spec.validation, end], method.column)
    return [np.sort(np.concatenate([train, line.undated])), np.sort(validation), np.sort(test)]


def _expanding(lines: Lines, column: str, k: int) -> Pairs:
    line = timeline(lines.frame[column])
    wanted = [len(line.order) * (i + 1) / (k + 1) for i in range(k)]
    stretches = cut(line, wanted, column)
    pairs = []
    for i in range(k):
        train = np.concatenate([line.undated, *stretches[: i + 1]])
        pairs.append((np.sort(train), np.sort(stretches[i + 1])))
    return pairs


def _groups(lines: Lines, method: Method, parts: int) -> Positions:
    """Group numbers (n,) of rows that must stay together."""
    if method.name == "stratified":
        return identical(lines)
    assert method.column is not None
    groups, _ = members(lines.frame[method.column])
    found = int(groups.max(initial=-1)) + 1
    if found < parts:
        raise AppError("split_too_few_groups", column=method.column, groups=found, needed=parts)
    return groups


def _require_classes(parts: list[Positions], y: NDArray[np.int8]) -> None:
    for part, code in zip(parts, _ONE_CLASS, strict=True):
        positives = int(y[part].sum())
        if positives in (0, len(part)):
            raise AppError(code, rows=len(part), positives=positives)
