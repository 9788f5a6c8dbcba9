"""What is odd about a table: coded findings (text `data.finding.<code>`), none of them a change."""

from collections.abc import Iterator, Sequence

import pandas as pd

from core.base.values import Column, Finding
from core.data.by_design import by_design
from core.data.leaks import leaks, named_leaks
from core.data.notes import found
from core.data.quality_columns import far_out, looks
from core.data.quality_lines import repeated_rows
from core.data.quality_money import currencies, mixed_units
from core.data.quality_spellings import spellings
from core.data.quality_stock import hidden_stockouts
from core.data.quality_time import day_gaps, festive

_FEW_ROWS = 50
_DUPLICATE_COLUMNS = 200


def check(table: str, frame: pd.DataFrame, columns: Sequence[Column]) -> tuple[Finding, ...]:
    """Findings about a typed table (n, k), worst first."""
    findings = [*_of_table(table, frame, columns)]
    for column in columns:
        for finding in looks(table, frame[column.name], column):
            if finding.code == "outliers":
                finding = festive(finding, frame, columns, far_out(frame[column.name]))
            findings.append(finding)
    for look in (spellings, day_gaps, hidden_stockouts, mixed_units, currencies):
        findings += look(table, frame, columns)
    findings += _leaks(table, frame, columns)
    return worst_first(by_design(findings, columns))


def worst_first(findings: Sequence[Finding]) -> tuple[Finding, ...]:
    """Errors, then warnings, then notes; otherwise in their order."""
    order = {"error": 0, "warning": 1, "info": 2}
    return tuple(sorted(findings, key=lambda finding: order[finding.severity]))


def _of_table(table: str, frame: pd.DataFrame, columns: Sequence[Column]) -> Iterator[Finding]:
    rows = len(frame)
    if rows < _FEW_ROWS:
        yield found("few_rows", "warning", (table, None), (rows, rows))
    empty = int(frame.isna().all(axis=1).sum()) if len(columns) > 1 else 0
    if empty:
        yield found("empty_rows", "warning", (table, None), (empty, rows))
    yield from repeated_rows(table, frame, columns)
    yield from _twins(table, frame, columns)


def _twins(table: str, frame: pd.DataFrame, columns: Sequence[Column]) -> Iterator[Finding]:
    """Columns that repeat an earlier one cell by cell."""
    if len(frame) < 2 or len(columns) > _DUPLICATE_COLUMNS:
        return
    seen: dict[tuple[str, int, int, int], list[str]] = {}
    for column in columns:
        if column.distinct < 2:
            continue
        total = int(pd.util.hash_pandas_object(frame[column.name], index=False).sum())
        twins = seen.setdefault((column.type, column.missing, column.distinct, total), [])
        twin = next((name for name in twins if frame[name].equals(frame[column.name])), None)
        if twin is not None:
            rows = len(frame)
            yield found("same_column", "warning", (table, column.name), (rows, rows), [twin])
        twins.append(column.name)


def _leaks(table: str, frame: pd.DataFrame, columns: Sequence[Column]) -> list[Finding]:
    """Columns named as forecasts, and leaks of the column that looks like the target; which it is,
    the user says at training."""
    named = [finding.model_copy(update={"table": table}) for finding in named_leaks(columns)]
    target = next((column.name for column in columns if column.role == "target"), None)
    if target is None:
        return named
    suspects = leaks(frame, columns, target)
    return named + [finding.model_copy(update={"table": table}) for finding in suspects]
