"""Values of a table by day and key: what is known of the days beside what was sold."""

from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Literal

from core.data.queries.engine import connect, table

if TYPE_CHECKING:
    import pandas as pd
    from ibis.expr.types import Table

Measure = Literal["mean", "lowest"]


@dataclass(frozen=True)
class Told:
    """A column `value` of a typed Parquet file; its rows are of the days in the column `start`, or
    from there to the one in `end`. `keys` are the columns (name -> column) of what they are about;
    with a `word` the value is 1 where it is that word, else 0; of `prices` those above zero count:
    what was given away tells of none."""

    path: Path
    value: str
    start: str
    end: str | None
    keys: Mapping[str, str]
    word: str | None = None
    prices: bool = False


def values_by_day(told: Told, measure: Measure = "mean") -> "pd.DataFrame":
    """A row for each day and key: the keys as text, `day` and `value`, the mean of it or the
    lowest; rows without a day or a value are left out."""
    backend = connect(told.path)
    try:
        rows = _rows(table(backend, told.path), told)
        value = rows.value.mean() if measure == "mean" else rows.value.min()
        by = [*told.keys, "day"]
        return rows.rename(day="start").aggregate(by=by, value=value).order_by(by).to_pandas()
    finally:
        backend.disconnect()


def spans_of(told: Told) -> "pd.DataFrame":
    """A row for each of the table: the keys as text, `start`, `end` and `value`."""
    backend = connect(told.path)
    try:
        return _rows(table(backend, told.path), told).to_pandas()
    finally:
        backend.disconnect()


def words_of(path: Path, column: str, most: int) -> list[str]:
    """The commonest words of a column, at most so many."""
    backend = connect(path)
    try:
        rows = table(backend, path)
        there = rows.select(word=rows[column].cast("string")).drop_null()
        counted = there.aggregate(by=[there.word], n=there.count())
        first = counted.order_by([counted.n.desc(), counted.word]).limit(most)
        return [str(one) for one in first.word.to_pandas()]
    finally:
        backend.disconnect()


def _rows(rows: "Table", told: Told) -> "Table":
    value = rows[told.value]
    number = value.cast("float64") if told.word is None else value.cast("string") == told.word
    columns = {name: rows[column].cast("string") for name, column in told.keys.items()}
    columns |= {"start": rows[told.start].cast("date"), "value": number.cast("float64")}
    if told.end is not None:
        columns["end"] = rows[told.end].cast("date")
    chosen = rows.select(**columns)
    found = chosen.drop_null([name for name in columns if name not in told.keys])
    return found.filter(found.value > 0) if told.prices else found
