"""Rows of one typed file put behind those of another, batch by batch."""

import itertools
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
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
    there = np.zeros(pq.read_metadata(after).num_rows, dtype=bool)
    with _numbered(after) as (path, place):
        backend = connect(before, path)
        try:
            rows = backend.read_parquet(path, file_row_number=place == _PLACE)
            found = backend.execute(already_there(table(backend, before), rows, types, place))
        finally:
            backend.disconnect()
    there[found[place].to_numpy(dtype=np.int64)] = True
    return there


@contextmanager
def _numbered(path: Path) -> Iterator[tuple[Path, str]]:
    """A file and the name of a column that numbers its rows: DuckDB's own, or where the file has
    one of that name, another in a copy."""
    taken = {name.casefold() for name in pq.read_schema(path).names}
    if _PLACE not in taken:
        yield path, _PLACE
        return
    name = next(f"{_PLACE}_{n}" for n in itertools.count(2) if f"{_PLACE}_{n}" not in taken)
    copy = path.with_name(f"{path.stem}-numbered.parquet")
    with pq.ParquetFile(path) as file:
        schema = file.schema_arrow.append(pa.field(name, pa.int64()))
        with pq.ParquetWriter(copy, schema, compression="zstd") as writer:
            done = 0
            for batch in file.iter_batches(batch_size=ROW_GROUP):
                places = pa.array(range(done, done + batch.num_rows), pa.int64())
                writer.write_batch(pa.record_batch([*batch.columns, places], schema=schema))
                done += batch.num_rows
    try:
        yield copy, name
    finally:
        copy.unlink()


Chosen = tuple[Path, NDArray[np.bool_] | None]
"""A typed file, and which of its rows (n,) are wanted; None: all."""


def write_behind(before: Chosen, after: Chosen, columns: Sequence[Column], out: Path) -> None:
    """Writes to `out` the chosen rows of a file, then those of another.

    Both have these columns, in whatever order.
    """
    schema = pa.schema([pa.field(column.name, ARROW[column.type]) for column in columns])
    with pq.ParquetWriter(out, schema, compression="zstd") as writer:
        for file, mask in (before, after):
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
