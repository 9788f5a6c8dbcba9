"""What there is to choose from in a column."""

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from ibis.expr.types import Table


def words(rows: "Table", column: str, most: int) -> "Table":
    """(`word`, `rows`): the values of a column as text, the commonest `most` of them, the most
    frequent first."""
    told = rows.select(word=rows[column].cast("string")).drop_null()
    counted = told.group_by("word").aggregate(rows=lambda t: t.count())
    return counted.order_by([counted.rows.desc(), counted.word]).limit(most)
