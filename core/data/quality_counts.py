"""Of a large table: its gaps as they were counted, and what a sample of its rows shows."""

from collections.abc import Sequence

import pandas as pd

from core.base.values import Column, Finding
from core.data.notes import found
from core.data.quality import check
from core.data.quality_columns import gaps

_COUNTED = (
    "missing", "all_missing", "duplicate_rows", "same_column", "equal_lines", "day_gaps",
    "store_gaps", "hidden_stockouts",
)  # fmt: skip
"""What a sample cannot tell, or what is known without it."""


def check_counts(table: str, rows: int, columns: Sequence[Column]) -> tuple[Finding, ...]:
    """Findings from the counts of the columns, after a note that the rows were not looked at."""
    told = [gaps((table, column.name), column.missing, rows) for column in columns]
    unchecked = found("rows_not_checked", "info", (table, None), (rows, rows))
    return (unchecked, *(finding for finding in told if finding is not None))


def check_sample(
    table: str, sample: pd.DataFrame, rows: int, columns: Sequence[Column]
) -> tuple[Finding, ...]:
    """Gaps from the counts of the columns; all else from a sample of the `rows`, and a note of it.

    What tells rows by their number (copies, equal lines) is not looked for: a
    sample has no such numbers.
    """
    told = [gaps((table, column.name), column.missing, rows) for column in columns]
    seen = [one for one in check(table, sample, columns) if one.code not in _COUNTED]
    partly = found("rows_sampled", "info", (table, None), (len(sample), rows))
    return (partly, *(finding for finding in told if finding is not None), *seen)
