"""What is odd about a large table: looked for while it streams by, and in samples of its rows."""

from collections.abc import Sequence
from math import ceil, log2
from pathlib import Path

import numpy as np
import pandas as pd
import pyarrow as pa
import pyarrow.compute as pc
import pyarrow.parquet as pq
from numpy.typing import NDArray

from core.base.frames import ROW_GROUP, to_pandas
from core.base.values import Column, Finding
from core.data.by_design import by_design
from core.data.distinct import hashed, hashed_rows
from core.data.notes import found
from core.data.quality import check
from core.data.quality_columns import gaps
from core.data.quality_spellings import spellings_of_file
from core.data.quality_stock import hidden_stockouts, sales_column, stock_column
from core.data.quality_time import column_of_role, day_column, gaps_between
from core.data.sampled import sample_of
from core.data.typed import Typed

_SERIES_ROWS = 400_000
_ELSEWHERE = (
    "missing", "all_missing", "duplicate_rows", "same_column", "equal_lines", "day_gaps",
    "store_gaps", "hidden_stockouts", "two_spellings",
)  # fmt: skip
"""What rows from all over the table cannot tell, or what is known without them."""


def check_large(table: str, rows: Typed) -> tuple[Finding, ...]:
    """Gaps, equal rows, codes in two spellings and missing days from all rows; hidden stock-outs
    from some series of an item in a store; all else from a sample of rows, and a note of it."""
    columns, sample = rows.columns, sample_of(rows.path)
    seen = [one for one in check(table, sample, columns) if one.code not in _ELSEWHERE]
    sold, item = sales_column(columns), column_of_role(columns, "item_id")
    if sold is not None and item is not None and sample[sold].eq(0).any():
        seen += hidden_stockouts(table, series_of(rows.path, rows.rows, columns), columns)
    seen += [one.model_copy(update={"table": table}) for one in rows.repeated]
    missing = [gaps((table, column.name), column.missing, rows.rows) for column in columns]
    return (
        found("rows_sampled", "info", (table, None), (len(sample), rows.rows)),
        *by_design([finding for finding in missing if finding is not None], columns),
        *spellings_of_file(table, rows.path, columns),
        *gaps_between(table, day_counts(rows.path, columns), columns),
        *(one.model_copy(update={"sampled": one.rows < rows.rows}) for one in seen),
    )


def day_counts(path: Path, columns: Sequence[Column]) -> pd.DataFrame:
    """How many `rows` of a typed Parquet file there are by `day` and `store` ("" without one)."""
    when, store = day_column(columns), column_of_role(columns, "store_id")
    if when is None:
        return pd.DataFrame({"day": pd.to_datetime([]), "store": [], "rows": []})
    parts = []
    with pq.ParquetFile(path) as file:
        for batch in file.iter_batches(ROW_GROUP, columns=[c for c in (when, store) if c]):
            days = pc.floor_temporal(batch[when], unit="day")
            stores = batch[store] if store else pa.repeat("", len(days))
            held = pa.table({"day": days, "store": stores})
            parts.append(held.group_by(["day", "store"]).aggregate([([], "count_all")]))
    whole = pa.concat_tables(parts).group_by(["day", "store"]).aggregate([("count_all", "sum")])
    return to_pandas(whole.rename_columns(["day", "store", "rows"]))


def series_of(path: Path, rows: int, columns: Sequence[Column]) -> pd.DataFrame:
    """All rows of some items in some stores, chosen by a hash: in all about as many as one looks
    at, and of the columns that tell sales and stock."""
    keys = [name for role in ("store_id", "item_id") if (name := column_of_role(columns, role))]
    others = (column_of_role(columns, "timestamp"), sales_column(columns), stock_column(columns))
    used = dict.fromkeys([*keys, *(name for name in others if name)])
    mask = np.uint64((1 << max(0, ceil(log2(max(1, rows) / _SERIES_ROWS)))) - 1)
    parts = []
    with pq.ParquetFile(path, read_dictionary=keys) as file:
        for batch in file.iter_batches(ROW_GROUP, columns=list(used)):
            series = hashed_rows(_hashes(batch[key]) for key in keys)
            parts.append(pa.Table.from_batches([batch.filter(pa.array((series & mask) == 0))]))
    return to_pandas(pa.concat_tables(parts).unify_dictionaries().cast(_plain(parts[0].schema)))


def _hashes(column: pa.Array) -> NDArray[np.uint64]:
    """The hashes of the cells (n,), each different one made once; 0 for a missing one."""
    known = column if pa.types.is_dictionary(column.type) else column.dictionary_encode()
    codes = known.indices.fill_null(len(known.dictionary)).to_numpy(zero_copy_only=False)
    found: NDArray[np.uint64] = np.append(hashed(known.dictionary), np.uint64(0))[codes]
    return found


def _plain(schema: pa.Schema) -> pa.Schema:
    kinds = [f.type.value_type if pa.types.is_dictionary(f.type) else f.type for f in schema]
    return pa.schema(list(zip(schema.names, kinds, strict=True)))
