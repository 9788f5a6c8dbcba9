"""What is questionable about a division of rows, told before the start."""

import numpy as np
from numpy.typing import NDArray

from core.base.protocols import Problem
from core.base.specs import SplitSpec
from core.prep.lines import Lines, members
from core.prep.method import Method, customer_column, time_column

OFF = 0.05
REPEATED = 0.05


def warnings_of(
    spec: SplitSpec, lines: Lines, method: Method, parts: list[NDArray[np.int64]]
) -> tuple[Problem, ...]:
    """Warnings `split.problem.<code>` on the settled `method` and its three `parts`."""
    found = [
        _random_on_dated(lines, method),
        _undated(lines, method),
        _group_unused(spec, method),
        _ungrouped(lines, method),
        _repeated_customers(lines, method),
        _shares_off(spec, parts),
    ]
    return tuple(problem for problem in found if problem is not None)


def _warning(code: str, **facts: str | int) -> Problem:
    return Problem(code=code, severity="warning", facts=dict(facts))


def _percent(share: float) -> int:
    return round(100 * share)


def _random_on_dated(lines: Lines, method: Method) -> Problem | None:
    column = None if method.name == "time" else time_column(lines)
    return None if column is None else _warning("random_on_dated", column=column)


def _undated(lines: Lines, method: Method) -> Problem | None:
    if method.name != "time" or method.column is None:
        return None
    rows = int(lines.frame[method.column].isna().sum())
    return _warning("undated_rows", column=method.column, rows=rows) if rows else None


def _group_unused(spec: SplitSpec, method: Method) -> Problem | None:
    if method.name == "group" or spec.group is None:
        return None
    return _warning("group_unused", column=spec.group)


def _ungrouped(lines: Lines, method: Method) -> Problem | None:
    if method.name != "group" or method.column is None:
        return None
    rows = members(lines.frame[method.column])[1]
    return _warning("rows_without_group", column=method.column, rows=rows) if rows else None


def _repeated_customers(lines: Lines, method: Method) -> Problem | None:
    """A customer's rows on both sides make a stratified score look better than it is."""
    column = customer_column(lines) if method.name == "stratified" else None
    if column is None or not len(lines.frame):
        return None
    groups, _ = members(lines.frame[column.name])
    share = float((np.bincount(groups)[groups] > 1).mean())
    if share < REPEATED:
        return None
    return _warning("repeated_customers", column=column.name, percent=_percent(share))


def _shares_off(spec: SplitSpec, parts: list[NDArray[np.int64]]) -> Problem | None:
    rows = sum(len(part) for part in parts)
    shares = [len(part) / rows for part in parts]
    wanted = [1 - spec.validation - spec.test, spec.validation, spec.test]
    if max(abs(a - b) for a, b in zip(shares, wanted, strict=True)) <= OFF or rows < 50:
        return None
    return _warning(
        "shares_off",
        train=_percent(shares[0]),
        validation=_percent(shares[1]),
        test=_percent(shares[2]),
    )
