"""What a table said last of each thing: the stock of the last day, or a list as it stands."""

from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING

from core.data.queries.engine import connect, table

if TYPE_CHECKING:
    import pandas as pd


def latest(
    path: Path, keys: Sequence[str], values: Sequence[str], day: str | None
) -> "pd.DataFrame":
    """The columns `keys` as text and `values` of the rows of the last `day` of each combination of
    keys, with that day as `day`; of a table without days all rows. Rows without a key are left
    out."""
    backend = connect(path)
    try:
        rows = table(backend, path)
        chosen = {name: rows[name].cast("string") for name in keys}
        chosen |= {name: rows[name] for name in values}
        if day is not None:
            chosen["day"] = rows[day].cast("date")
        found = rows.select(**chosen).drop_null(list(keys))
        if day is not None:
            known = found.filter(found.day.notnull())
            last = known.group_by(list(keys)).mutate(newest=known.day.max())
            found = last.filter(last.day == last.newest).drop("newest")
        return found.order_by(list(keys)).to_pandas()
    finally:
        backend.disconnect()
