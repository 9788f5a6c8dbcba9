"""Rows of a shop that pass a filter, and the category of its items."""

from collections.abc import Sequence
from typing import TYPE_CHECKING

from core.base.view import Period

if TYPE_CHECKING:
    from ibis.expr.types import Table


def within(rows: "Table", period: Period | None) -> "Table":
    """The rows of these days; without a period all that have one."""
    if period is None:
        return rows.filter(rows.day.notnull())
    return rows.filter(rows.day.between(period.first, period.last))


def among(rows: "Table", column: str, words: Sequence[str]) -> "Table":
    """The rows whose `column` (as text) is one of the words; all of them without words."""
    return rows.filter(rows[column].cast("string").isin(list(words))) if words else rows


def usual(rows: "Table", item: str, word: str, called: str) -> "Table":
    """(`item_id`, `called`) as text: for each item the word that most of the rows give it, of
    several alike the first by the alphabet; blank cells tell nothing."""
    import ibis

    told = rows.select(item_id=rows[item].cast("string"), word=rows[word].cast("string").strip())
    known = told.filter(told.item_id.notnull(), told.word != "")
    counted = known.group_by("item_id", "word").aggregate(rows=lambda t: t.count())
    order = [counted.rows.desc(), counted.word]
    nth = ibis.row_number().over(group_by=counted.item_id, order_by=order)
    first = counted.mutate(nth=nth)
    return first.filter(first.nth == 0).select("item_id", **{called: first.word})


def with_category(rows: "Table", categories: "Table") -> "Table":
    """The rows with the `category` of their item; null where it has none."""
    told = categories.rename(category_of="item_id")
    return rows.left_join(told, rows.item_id.cast("string") == told.category_of).drop("category_of")
