"""What the counts of findings count: a share of the rows, or of something else."""

from typing import Literal

Unit = Literal["rows", "columns", "values", "days", "store_days", "cells"]
"""`values` are different values beside rows, no share; `cells` are those that hold something."""

_ROWS = (
    "aside_bytes_not_text", "aside_json_broken", "aside_json_no_object",
    "aside_json_repeated_key", "aside_json_too_deep", "aside_quote_not_closed",
    "aside_too_few_cells", "aside_too_many_cells", "already_there", "cells_unreadable",
    "duplicate_rows", "empty_rows", "equal_lines", "festival_peaks", "future_dates",
    "digits_rounded", "hidden_stockouts", "infinities", "missing", "mixed_units", "negative_price",
    "negative_quantity", "null_words", "orphans", "outliers", "short_rows_padded",
    "trailing_cells", "zero_price", "nested_cells", "days_replaced", "days_undated",
    "days_cut", "records_repeated", "two_spellings",
)  # fmt: skip
_OTHERS: dict[str, Unit] = {
    "personal_columns": "columns",
    "personal_kept": "columns",
    "personal_areas": "columns",
    "identifier": "values",
    "many_categories": "values",
    "day_gaps": "days",
    "days_emptied": "days",
    "store_gaps": "store_days",
    "mixed_types": "cells",
    "mixed_zones": "cells",
    "decimal_unclear": "cells",
    "mixed_dates": "cells",
    "constant": "cells",
}


def unit_of(code: str) -> Unit | None:
    """The unit of a finding's `count` and `rows`; None where the one is no part of the other.

    >>> unit_of("missing"), unit_of("day_gaps"), unit_of("one_column")
    ('rows', 'days', None)
    """
    return "rows" if code in _ROWS else _OTHERS.get(code)
