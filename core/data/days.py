"""The shop's days of a typed table on disk, read batch by batch: a column that tells the day, else
the one of the instant."""

from collections import Counter
from collections.abc import Iterator, Sequence
from datetime import date
from pathlib import Path

import numpy as np
import pandas as pd
import pyarrow as pa
import pyarrow.compute as pc
import pyarrow.parquet as pq
from numpy.typing import NDArray

from core.base.frames import ROW_GROUP, to_pandas
from core.base.model import Value
from core.base.values import Column

_ROLES = ("business_date", "timestamp")


class Span(Value):
    """The days from `first` to `last`, both of them in it."""

    first: date
    last: date

    @property
    def days(self) -> int:
        """How many they are."""
        return (self.last - self.first).days + 1


def day_columns(columns: Sequence[Column]) -> tuple[str, ...]:
    """The columns that tell a row's day; where the first has none, the next does."""
    return tuple(
        column.name
        for role in _ROLES
        for column in columns
        if column.role == role and column.type == "datetime"
    )


def rows_by_day(path: Path, names: Sequence[str]) -> dict[date | None, int]:
    """How many rows of a typed file each day has, in the order of the days; None: no date."""
    counts: Counter[date | None] = Counter()
    for _, days in _days(path, names):
        found = pc.value_counts(days)
        counts.update(
            dict(zip(found.field(0).to_pylist(), found.field(1).to_pylist(), strict=True))
        )
    return dict(sorted(counts.items(), key=lambda item: (item[0] is None, item[0] or date.min)))


def within(path: Path, names: Sequence[str], span: Span) -> NDArray[np.bool_]:
    """Which rows of a typed file are of these days, (n,)."""
    return _flags(_inside(days, span) for _, days in _days(path, names))


def undated(path: Path, names: Sequence[str]) -> NDArray[np.bool_]:
    """Which rows of a typed file have no date, (n,)."""
    return _flags(pc.is_null(days) for _, days in _days(path, names))


def frames_within(
    path: Path, names: Sequence[str], span: Span, wanted: Sequence[str]
) -> Iterator[pd.DataFrame]:
    """The `wanted` columns of the rows of these days, batch by batch."""
    for batch, days in _days(path, names, wanted):
        rows = pa.Table.from_batches([batch]).select(list(wanted)).filter(_inside(days, span))
        if rows.num_rows:
            yield to_pandas(rows)


def _days(
    path: Path, names: Sequence[str], others: Sequence[str] = ()
) -> Iterator[tuple[pa.RecordBatch, pa.Array]]:
    """Batches with these columns, and the day of each row (date32, null where it has none)."""
    with pq.ParquetFile(path) as file:
        used = list(dict.fromkeys((*names, *others)))
        for batch in file.iter_batches(batch_size=ROW_GROUP, columns=used):
            moments = [batch.column(name).cast(pa.timestamp("us")) for name in names]
            days = [pc.floor_temporal(found, unit="day").cast(pa.date32()) for found in moments]
            yield batch, pc.coalesce(*days)


def _inside(days: pa.Array, span: Span) -> pa.Array:
    first, last = (pa.scalar(day, pa.date32()) for day in (span.first, span.last))
    inside = pc.and_(pc.greater_equal(days, first), pc.less_equal(days, last))
    return pc.fill_null(inside, False)


def _flags(parts: Iterator[pa.Array]) -> NDArray[np.bool_]:
    found = [part.to_numpy(zero_copy_only=False) for part in parts]
    return np.concatenate(found) if found else np.zeros(0, dtype=bool)
