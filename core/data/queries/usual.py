"""What stands most often beside a key: the name of an item among its lines."""

from pathlib import Path

from core.data.queries.engine import connect, table


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
