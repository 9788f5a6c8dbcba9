"""Rows of one typed file put behind those of another, batch by batch."""

from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import TYPE_CHECKING

import numpy as np
import pyarrow as pa
import pyarrow.parquet as pq
from numpy.typing import NDArray

from core.base.frames import ARROW, ROW_GROUP
from core.base.values import Column
from core.data.queries.compare import Types, already_there
from core.data.queries.engine import connect, table

if TYPE_CHECKING:
    from ibis.expr.types import Table

_PLACE = "file_row_number"


def rows_there(before: Path, after: Path, types: Types) -> NDArray[np.bool_]:
    """Which rows of the file `after`, (n,), stand in the file `before` too."""
    backend = connect(before, after)
    try:
        numbered = backend.read_parquet(after, file_row_number=True)
        places = backend.execute(already_there(table(backend, before), numbered, types, _PLACE))
    finally:
        backend.disconnect()
    there = np.zeros(pq.read_metadata(after).num_rows, dtype=bool)
    there[places[_PLACE].to_numpy(dtype=np.int64)] = True
    return there


def write_behind(
    before: Path, after: tuple[Path, NDArray[np.bool_]], columns: Sequence[Column], out: Path
) -> None:
    """Writes to `out` the rows of `before`, then those of a file for which the mask (n,) is set.

    Both have these columns, in whatever order.
    """
    schema = pa.schema([pa.field(column.name, ARROW[column.type]) for column in columns])
    path, wanted = after
    with pq.ParquetWriter(out, schema, compression="zstd") as writer:
        for file, mask in ((before, None), (path, wanted)):
            place = 0
            with pq.ParquetFile(file) as opened:
                for batch in opened.iter_batches(batch_size=ROW_GROUP, columns=schema.names):
                    rows = pa.Table.from_batches([batch]).select(schema.names).cast(schema)
                    if mask is not None:
                        rows = rows.filter(pa.array(mask[place : place + batch.num_rows]))
                    place += batch.num_rows
                    writer.write_table(rows, row_group_size=ROW_GROUP)


def counted(path: Path, columns: Sequence[Column]) -> tuple[Column, ...]:
    """The columns with missing and different cells counted anew in a typed file."""
    backend = connect(path)
    try:
        counts = backend.execute(_counts(table(backend, path), columns)).iloc[0]
    finally:
        backend.disconnect()
    return tuple(
        column.model_copy(update=_of(counts, place)) for place, column in enumerate(columns)
    )


def _counts(rows: "Table", columns: Sequence[Column]) -> "Table":
    asked = {}
    for place, column in enumerate(columns):
        asked[f"missing{place}"] = rows[column.name].isnull().sum().cast("int64")
        asked[f"distinct{place}"] = rows[column.name].nunique()
    return rows.agg(**asked)


def _of(counts: Mapping[str, int], place: int) -> dict[str, int]:
    return {name: int(counts[f"{name}{place}"]) for name in ("missing", "distinct")}
