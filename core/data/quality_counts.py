"""Of a large table: its gaps, as they were counted."""

from collections.abc import Sequence

from core.base.values import Column, Finding
from core.data.notes import found
from core.data.quality_columns import gaps


def check_counts(table: str, rows: int, columns: Sequence[Column]) -> tuple[Finding, ...]:
    """Findings from the counts of the columns, after a note that the rows were not looked at."""
    told = [gaps((table, column.name), column.missing, rows) for column in columns]
    unchecked = found("rows_not_checked", "info", (table, None), (rows, rows))
    return (unchecked, *(finding for finding in told if finding is not None))
