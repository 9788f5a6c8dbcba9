"""A mapping applied: text rows to typed rows, what cannot be read set aside with its reason.

Rows stream through in batches: no more than one is held.
"""

import json
from collections.abc import Iterator, Sequence
from pathlib import Path

import numpy as np
import pandas as pd
import pyarrow as pa
import pyarrow.parquet as pq
from numpy.typing import NDArray

from core.base.errors import AppError
from core.base.frames import ARROW, ROW_GROUP
from core.base.values import Column
from core.data.cells import cells_of
from core.data.convert import UNREADABLE, convert
from core.data.convert_fast import Typed as Read
from core.data.convert_fast import convert_column
from core.data.noticed import Noticed
from core.data.raw import ASIDE_COLUMNS, LINE, RawTable
from core.data.typed import ASIDE, TYPED, Typed

_CELLS = 1_000_000
_ASIDE = pa.schema([("file", pa.string()), ("line", pa.int64()), ("reason", pa.string()),
                    ("column", pa.string()), ("cells", pa.string())])  # fmt: skip


def type_rows(raws: Sequence[RawTable], columns: Sequence[Column], folder: Path) -> Typed:
    """Writes the rows of tables of the same names to `folder`, typed as `columns` say.

    A row with a cell that its column's type cannot read is set aside, with all
    rows that a step made of the same line. Raises AppError rows_unreadable when
    no row is left.
    """
    noticed, aside = _write(raws, columns, folder, frozenset())
    if aside and _repeats_lines(raws):
        noticed, _ = _write(raws, columns, folder, frozenset(aside))
    if not noticed.rows and any(raw.rows for raw in raws):
        worst = noticed.worst
        file = raws[0].source.name
        raise AppError("rows_unreadable", file=file, column=worst.name, type=worst.type)
    rows_aside = _write_aside(raws, list(aside.values()), folder)
    return Typed(
        folder=folder,
        columns=noticed.counted(),
        rows=noticed.rows,
        rows_set_aside=rows_aside,
        findings=tuple(noticed.findings()),
        repeated=tuple(noticed.repeated()),
        unread=noticed.unread(),
    )


def read_cells(
    texts: pd.DataFrame, columns: Sequence[Column]
) -> tuple[pd.DataFrame, pd.Series, pd.Series]:
    """Text rows as `columns` say, every line kept: (frame, reason code or NA, its column or NA).

    Raises AppError columns_missing when `texts` lacks some of them.
    """
    missing = [column.name for column in columns if column.name not in texts.columns]
    if missing:
        raise AppError("columns_missing", columns=missing)
    converted = [convert(cells_of(texts[c.name]), c.type, c.style) for c in columns]
    first = _first([found.bad for found in converted], len(texts))
    reasons = [UNREADABLE.get(column.type, "") for column in columns]
    names = [column.name for column in columns]
    frame = pd.DataFrame({c.name: f.values for c, f in zip(columns, converted, strict=True)})
    return frame, _named(reasons, first), _named(names, first)


_Aside = tuple[str, int, str, str, str]


def _write(
    raws: Sequence[RawTable],
    columns: Sequence[Column],
    folder: Path,
    without: frozenset[tuple[Path, int]],
) -> tuple[Noticed, dict[tuple[Path, int], _Aside]]:
    """The typed rows, and what was set aside, one record a line; `without` these lines."""
    noticed = Noticed(columns)
    aside: dict[tuple[Path, int], _Aside] = {}
    schema = pa.schema([pa.field(column.name, _written(column)) for column in columns])
    with pq.ParquetWriter(folder / TYPED, schema, compression="zstd", store_schema=False) as writer:
        for raw, batch in _batches(raws):
            read = [
                convert_column(batch.column(place), column.type, column.style)
                for place, column in enumerate(columns)
            ]
            first = _first([found.spread(found.bad) for found in read], batch.num_rows)
            for record in _set_aside(raw, batch, columns, first):
                aside.setdefault((raw.folder, record[1]), record)
            keep = (first < 0) & ~_among(raw, batch, without)
            noticed.add(batch, read, keep)
            kept = _kept(read, schema, keep)
            if kept.num_rows:
                writer.write_table(kept, row_group_size=ROW_GROUP)
    return noticed, aside


def _batches(raws: Sequence[RawTable]) -> Iterator[tuple[RawTable, pa.RecordBatch]]:
    for raw in raws:
        size = min(ROW_GROUP, max(100, _CELLS // max(1, len(raw.names))))
        texts = [f"c{place}" for place in range(len(raw.names))]
        with pq.ParquetFile(raw.cells_path, read_dictionary=texts) as file:
            for group in range(file.num_row_groups):  # else batches would be cut at their ends
                for batch in file.iter_batches(batch_size=size, row_groups=[group]):
                    yield raw, batch


def _written(column: Column) -> pa.DataType:
    """Text is written by its different values, and read as text."""
    kind = ARROW[column.type]
    return pa.dictionary(pa.int32(), kind) if pa.types.is_string(kind) else kind


def _kept(read: Sequence[Read], schema: pa.Schema, keep: NDArray[np.bool_]) -> pa.Table:
    table = pa.Table.from_arrays([found.rows() for found in read], schema=schema)
    return table if keep.all() else table.filter(pa.array(keep))


def _first(bad: Sequence[NDArray[np.bool_] | None], rows: int) -> NDArray[np.int64]:
    """The place of the first column that cannot be read in each row, -1 for none, (n,)."""
    first = np.full(rows, -1, dtype=np.int64)
    for place in reversed(range(len(bad))):
        flags = bad[place]
        if flags is not None:
            first[flags] = place
    return first


def _among(
    raw: RawTable, batch: pa.RecordBatch, lines: frozenset[tuple[Path, int]]
) -> NDArray[np.bool_]:
    """Which rows stand on one of these lines, (n,)."""
    mine = [line for folder, line in lines if folder == raw.folder]
    stand = batch.column(LINE).to_numpy(zero_copy_only=False)
    return np.isin(stand, mine) if mine else np.zeros(len(stand), dtype=bool)


def _repeats_lines(raws: Sequence[RawTable]) -> bool:
    """Whether a step made several rows of one line of a file."""
    return any(raw.rows > raw.lines.get("row", 0) for raw in raws)


def _set_aside(
    raw: RawTable, batch: pa.RecordBatch, columns: Sequence[Column], first: NDArray[np.int64]
) -> Iterator[_Aside]:
    rows = np.flatnonzero(first >= 0)
    for row, record in zip(rows, batch.take(pa.array(rows)).to_pylist(), strict=True):
        column = columns[first[row]]
        line = record.pop(LINE)
        cells = json.dumps([*record.values()], ensure_ascii=False)
        yield raw.source.name, line, UNREADABLE[column.type], column.name, cells


def _write_aside(raws: Sequence[RawTable], aside: Sequence[_Aside], folder: Path) -> int:
    """Writes what the reader and what typing set aside, by file and line; gives their number."""
    before = [pa.Table.from_pandas(raw.set_aside(), _ASIDE, preserve_index=False) for raw in raws]
    names = [field.name for field in _ASIDE]
    added = pa.Table.from_pylist([dict(zip(names, one, strict=True)) for one in aside], _ASIDE)
    both = pa.concat_tables([*before, added]).select(list(ASIDE_COLUMNS))
    both = both.sort_by([("file", "ascending"), ("line", "ascending")])
    pq.write_table(both, folder / ASIDE, compression="zstd")
    return both.num_rows


def _named(names: list[str], places: np.ndarray) -> pd.Series:
    return pd.Series(np.array([*names, None], dtype=object)[places], dtype="string")
