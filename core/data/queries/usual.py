"""What usually stands beside a key: the name of an item among its lines, or its price."""

from pathlib import Path
from typing import TYPE_CHECKING

from core.data.queries.engine import connect, table

if TYPE_CHECKING:
    import pandas as pd


def usual_words(path: Path, key: str, column: str) -> dict[str, str]:
    """The most frequent text of `column` for each value of `key` in a typed Parquet file, of
    several alike the first by the alphabet; blank cells tell nothing."""
    import ibis

    backend = connect(path)
    try:
        rows = table(backend, path)
        told = rows.select(key=rows[key].cast("string"), word=rows[column].cast("string").strip())
        told = told.filter(told.key.notnull(), told.word.notnull(), told.word != "")
        counted = told.group_by("key", "word").aggregate(lines=told.count())
        order = ibis.window(group_by="key", order_by=[ibis.desc("lines"), "word"])
        ranked = counted.mutate(place=ibis.row_number().over(order))
        frame = ranked.filter(ranked.place == 0).select("key", "word").to_pandas()
    finally:
        backend.disconnect()
    return dict(zip(frame["key"].astype(str), frame["word"].astype(str), strict=True))


def usual_numbers(path: Path, key: str, column: str, above: float | None = None) -> "pd.Series":
    """The median of `column` for each value of `key` (text) in a typed Parquet file, of numbers
    `above` a bound where one is given; empty cells tell nothing."""
    backend = connect(path)
    try:
        rows = table(backend, path)
        told = rows.select(key=rows[key].cast("string"), number=rows[column].cast("float64"))
        told = told.drop_null()
        if above is not None:
            told = told.filter(told.number > above)
        middle = told.aggregate(by=["key"], number=told.number.median().cast("float64"))
        frame = middle.order_by("key").to_pandas()
    finally:
        backend.disconnect()
    return frame.set_index("key")["number"]
