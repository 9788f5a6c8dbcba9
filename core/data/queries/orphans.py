"""Keys of one table that another has not."""

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from ibis.expr.types import Table

SHOWN = 5


def key_counts(rows: "Table", column: str) -> "Table":
    """(`key` as text, `rows` that have it), the rows without one left out."""
    known = rows.filter(rows[column].notnull()).select(key=rows[column].cast("string"))
    return known.group_by("key").agg(rows=lambda found: found.count())


def orphans(keys: "Table", others: "Table") -> "Table":
    """One row of those `keys` (of `key_counts`) that `others` has not: how many `values`, their
    `rows`, and the `SHOWN` most frequent as `examples`."""
    import ibis

    alone = keys.anti_join(others, "key")
    nth = ibis.row_number().over(order_by=[alone.rows.desc(), alone.key])
    ranked = alone.mutate(nth=nth)
    return ranked.agg(
        values=ranked.count(),
        rows=ranked.rows.sum().fill_null(0).cast("int64"),
        examples=ranked.key.collect(where=ranked.nth < SHOWN, order_by=ranked.nth),
    )
