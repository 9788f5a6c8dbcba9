"""What a file lacks of the days that it is to replace: stores, or the hours before and after it."""

from datetime import date
from pathlib import Path

import pandas as pd

from core.actions.put_behind import Pair
from core.data.days import Span, day_columns, frames_within
from core.data.quality_time import column_of_role

_CUT = 0.1


def stores_missing(pair: Pair, span: Span) -> list[str]:
    """The stores that have rows of these days in the table, and none in the file."""
    columns = pair.before.columns
    store = column_of_role(columns, "store_id")
    if store is None:
        return []
    there, here = (
        {
            name
            for frame in frames_within(path, day_columns(columns), span, [store])
            for name in frame[store].dropna().unique()
        }
        for path in (pair.held, pair.rows.path)
    )
    return sorted(there - here)


def rows_cut(pair: Pair, span: Span) -> int:
    """The rows that a file which begins or ends in the middle of a day would take out with it."""
    when = column_of_role(pair.before.columns, "timestamp")
    if when is None:
        return 0
    cut = 0
    for day, before in ((span.first, True), (span.last, False)):
        held, new = (_moments(path, pair, day, when) for path in (pair.held, pair.rows.path))
        out = int((held < new.min() if before else held > new.max()).sum())
        cut += out if out > _CUT * len(held) else 0
    return cut


def _moments(path: Path, pair: Pair, day: date, when: str) -> pd.Series:
    """The moments of the rows of a day, (n,)."""
    names, span = day_columns(pair.before.columns), Span(first=day, last=day)
    found = [frame[when] for frame in frames_within(path, names, span, [when])]
    return pd.concat(found).dropna() if found else pd.Series(dtype="datetime64[us]")
