"""What is odd about a table: coded findings (text `data.finding.<code>`), none of them a change."""

from collections.abc import Iterator, Sequence

import numpy as np
import pandas as pd

from core.base.values import Column, Finding, Severity
from core.data.leaks import leaks
from core.data.notes import found
from core.data.quality_columns import looks

_FEW_ROWS = 50
_DUPLICATE_COLUMNS = 200


def check(table: str, frame: pd.DataFrame, columns: Sequence[Column]) -> tuple[Finding, ...]:
    """Findings about a typed table (n, k), worst first."""
    findings = [*_of_table(table, frame, columns)]
    for column in columns:
        findings += looks(table, frame[column.name], column)
    findings += _leaks(table, frame, columns)
    return worst_first(findings)


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
    again = frame.duplicated().to_numpy()
    if again.any():
        places = (np.flatnonzero(again)[:5] + 1).tolist()
        count = int(again.sum())
        severity: Severity = "warning" if count >= 0.01 * rows else "info"
        yield found("duplicate_rows", severity, (table, None), (count, rows), places)
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
    """Leaks of the column that looks like the target; which it is, the user says at training."""
    target = next((column.name for column in columns if column.role == "target"), None)
    if target is None:
        return []
    suspects = leaks(frame, columns, target)
    return [finding.model_copy(update={"table": table}) for finding in suspects]
