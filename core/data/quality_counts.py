"""What is known of a large table without another look at its rows: gaps and constants, counted."""

from collections.abc import Sequence

from core.base.values import Column, Finding, Severity
from core.data.notes import found

_MISSING = 0.2


def check_counts(table: str, rows: int, columns: Sequence[Column]) -> tuple[Finding, ...]:
    """Findings from the counts of the columns, after a note that the rows were not looked at."""
    findings = [found("rows_not_checked", "info", (table, None), (rows, rows))]
    for column in columns:
        place = (table, column.name)
        if rows and column.missing == rows:
            findings.append(found("all_missing", "warning", place, (rows, rows)))
        elif column.missing:
            severity: Severity = "warning" if column.missing > _MISSING * rows else "info"
            findings.append(found("missing", severity, place, (column.missing, rows)))
    return tuple(findings)
