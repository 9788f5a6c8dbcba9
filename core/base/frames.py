"""Frames to Parquet and back, with the dtypes that `ColumnType` promises."""

from collections.abc import Sequence
from pathlib import Path
from typing import Any

import numpy as np
import pandas as pd
import pyarrow as pa
import pyarrow.parquet as pq
from pandas.api.extensions import ExtensionDtype

from core.base.values import Column, ColumnType

DTYPES: dict[str, ExtensionDtype | np.dtype[Any]] = {
    "integer": pd.Int64Dtype(),
    "number": np.dtype("float64"),
    "boolean": pd.BooleanDtype(),
    "category": pd.StringDtype(),
    "text": pd.StringDtype(),
    "id": pd.StringDtype(),
}
ARROW: dict[ColumnType, pa.DataType] = {
    "integer": pa.int64(),
    "number": pa.float64(),
    "boolean": pa.bool_(),
    "datetime": pa.timestamp("us"),
    "category": pa.string(),
    "text": pa.string(),
    "id": pa.string(),
}
_PANDAS = {
    pa.int64(): pd.Int64Dtype(),
    pa.bool_(): pd.BooleanDtype(),
    pa.string(): pd.StringDtype(),
    pa.large_string(): pd.StringDtype(),
}
ROW_GROUP = 131_072


def write_typed(frame: pd.DataFrame, columns: tuple[Column, ...], path: Path) -> None:
    """Writes a table in its stored dtypes, rows in their order, the index left out.

    A value that does not fit the type of its column raises (TypeError, ValueError).
    """
    arrays, fields = [], []
    for column in columns:
        values = frame[column.name]
        if column.type == "datetime":
            array = pa.Array.from_pandas(_microseconds(values))
        else:
            stored = values.astype(DTYPES[column.type])
            array = pa.Array.from_pandas(stored, type=ARROW[column.type])
        arrays.append(array)
        fields.append(pa.field(column.name, array.type))
    _write(pa.Table.from_arrays(arrays, schema=pa.schema(fields)), path)


def write_frame(frame: pd.DataFrame, path: Path) -> None:
    """Writes any frame as it is, the index left out."""
    _write(pa.Table.from_pandas(frame, preserve_index=False), path)


def read_frame(path: Path, columns: Sequence[str] | None = None) -> pd.DataFrame:
    """The frame at `path` (or some of its columns, in that order), in its stored dtypes."""
    wanted = None if columns is None else list(columns)
    return to_pandas(pq.read_table(path, columns=wanted, partitioning=None))


def read_head(path: Path, limit: int) -> pd.DataFrame:
    """The first `limit` rows; reads no more of the file than the row groups they stand in."""
    with pq.ParquetFile(path) as file:
        batches, missing = [], limit
        for batch in file.iter_batches(batch_size=max(1, min(limit, ROW_GROUP))):
            batches.append(batch.slice(0, missing))
            missing -= len(batches[-1])
            if missing <= 0:
                break
        return to_pandas(pa.Table.from_batches(batches, schema=file.schema_arrow))


def column_names(path: Path) -> list[str]:
    """The columns of the Parquet file at `path`."""
    return list(pq.read_schema(path).names)


def row_count(path: Path) -> int:
    """How many rows the Parquet file at `path` has."""
    return int(pq.read_metadata(path).num_rows)


def _microseconds(values: pd.Series) -> pd.Series:
    if isinstance(values.dtype, pd.DatetimeTZDtype):
        aware: pd.Series = values.dt.as_unit("us")
        return aware
    return values.astype("datetime64[us]")


def _write(table: pa.Table, path: Path) -> None:
    path.parent.mkdir(parents=True, exist_ok=True)
    pq.write_table(table, path, compression="zstd", row_group_size=ROW_GROUP)


def to_pandas(table: pa.Table) -> pd.DataFrame:
    """The frame of a table in its stored dtypes."""
    frame: pd.DataFrame = table.to_pandas(types_mapper=_PANDAS.get, ignore_metadata=True)
    return frame
