"""Two versions of one table beside each other: rows, period, categories."""

from collections.abc import Mapping, Sequence
from datetime import datetime
from typing import TYPE_CHECKING

from core.base.values import ColumnType

if TYPE_CHECKING:
    from ibis.expr.types import IntegerScalar, Table

_STORED: Mapping[ColumnType, str] = {
    "integer": "int64",
    "number": "float64",
    "boolean": "boolean",
    "datetime": "timestamp(6)",
    "category": "string",
    "text": "string",
    "id": "string",
}
Types = Mapping[str, ColumnType]
"""Columns that both tables have, with the type that they have in both."""
MOST = 20


def differing_rows(before: "Table", after: "Table", types: Types) -> "Table":
    """One row: how many rows came (`added`) and went (`gone`), as whole numbers.

    Rows are equal when all their cells are; a row that stands three times and
    stood once was added twice. Rows are told apart by a hash of 64 bits.
    """
    import ibis

    both = (
        _hashed(before, types)
        .mutate(change=-1)
        .union(_hashed(after, types).mutate(change=1))
        .group_by("row")
        .agg(change=lambda rows: rows.change.sum())
    )
    came, went = ibis.greatest(both.change, 0), ibis.greatest(-both.change, 0)
    return both.agg(
        added=came.sum().fill_null(0).cast("int64"), gone=went.sum().fill_null(0).cast("int64")
    )


def already_there(before: "Table", after: "Table", types: Types, place: str) -> "Table":
    """The `place` of each row of `after` that `before` has too, in order.

    A row that `after` has three times and `before` once is there already only
    the first time.
    """
    import ibis

    came = _hashed(after, types, place)
    nth = ibis.row_number().over(group_by=came.row, order_by=came[place])
    counts = _hashed(before, types).group_by("row").agg(there=lambda rows: rows.count())
    numbered = came.mutate(nth=nth).inner_join(counts, "row")
    return numbered.filter(numbered.nth < numbered.there).order_by(place).select(place)


def period(rows: "Table", column: str) -> "Table":
    """One row: the `first` and `last` moment of a column; null where it has none."""
    return rows.agg(first=rows[column].min(), last=rows[column].max())


def until(rows: "Table", column: str, last: datetime) -> "IntegerScalar":
    """How many rows are not after `last`."""
    return rows.filter(rows[column] <= last).count()


def categories(before: "Table", after: "Table", column: str) -> "Table":
    """The values that only one of the tables has: (`value`, `before`, `after`), rows of each.

    The most frequent `MOST` of them.
    """
    sides = [
        rows.filter(rows[column].notnull()).select(
            value=rows[column].cast("string"), before=int(old), after=int(not old)
        )
        for rows, old in ((before, True), (after, False))
    ]
    counted = (
        sides[0]
        .union(sides[1])
        .group_by("value")
        .agg(
            before=lambda rows: rows.before.sum().cast("int64"),
            after=lambda rows: rows.after.sum().cast("int64"),
        )
    )
    alone = counted.filter((counted.before == 0) | (counted.after == 0))
    return alone.order_by([(alone.before + alone.after).desc(), alone.value]).limit(MOST)


def _hashed(rows: "Table", types: Types, *others: str) -> "Table":
    """The hash of each row (`row`), whatever file or frame it comes from."""
    import ibis

    cells = {name: rows[name].cast(_STORED[types[name]]) for name in sorted(types)}
    return rows.select(*others, row=ibis.struct(cells).hash())


def shared(columns: Sequence[tuple[str, ColumnType]], others: Types) -> dict[str, ColumnType]:
    """The columns whose name and type are the same in both."""
    return {name: kind for name, kind in columns if others.get(name) == kind}
