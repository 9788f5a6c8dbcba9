"""Orders that were cancelled: lines that a later one with the same quantity below zero undoes.

An item that is brought back was taken from the shelf before; a line that is undone at once, or by
the very number of its order, never was. Which is which, the days between tell.
"""

from typing import TYPE_CHECKING

from core.base.model import Value

if TYPE_CHECKING:
    from ibis.expr.types import Table

WITHIN_DAYS = 3
"""Days after an order in which a line that undoes it is a cancellation and not a return."""
_NEEDED = frozenset({"item_id", "quantity", "timestamp"})
_PERSON = frozenset({"user_id", "order_id"})
_ORDER = r"^[A-Za-z]+[-_ ]?(\d)"
"""Letters before the number of an order: C581484 cancels 581484."""


class Cancelled(Value):
    """So many order `lines` of so many `units` were cancelled, and are no demand."""

    lines: int = 0
    units: float = 0.0


def can_be_told(rows: "Table") -> bool:
    """Whether prepared rows tell which order a line undoes: of whom, of what, when, how many."""
    there = set(rows.columns)
    return there >= _NEEDED and bool(there & _PERSON)


def without_cancelled(rows: "Table") -> "tuple[Table, Cancelled]":
    """The prepared rows without the order lines that were cancelled, and how much those were. Lines
    below zero stay. Which lines are meant is worked out once, and kept for the connection."""
    import ibis
    from ibis.util import gen_name

    if not can_be_told(rows):
        return rows, Cancelled()
    numbered = rows.mutate(line_=ibis.row_number())
    gone = rows.get_backend().create_table(gen_name("undone"), _undone(numbered), temp=True)
    units = gone.size_.sum().cast("float64").fill_null(0.0)
    found = gone.aggregate(lines=gone.count(), units=units).to_pandas().iloc[0]
    told = Cancelled(lines=int(found["lines"]), units=float(found["units"]))
    return numbered.anti_join(gone, "line_").drop("line_"), told


def _undone(rows: "Table") -> "Table":
    """The `line_` and `size_` (units) of the lines that were cancelled: by a line of the same order
    number at any time, or by one of the same customer soon after."""
    known = _known(rows)
    pairs = [_pairs(known, "order_id", None)] if "order_id" in rows.columns else []
    if "user_id" in rows.columns:
        for found in pairs:
            ended = found.select(line_="line_").union(found.select(line_="ended_"))
            known = known.anti_join(ended, "line_")
        pairs.append(_pairs(known, "user_id", WITHIN_DAYS))
    both = [found.select("line_", "size_") for found in pairs]
    return both[0] if len(both) == 1 else both[0].union(both[1])


def _known(rows: "Table") -> "Table":
    """What a pair is told by, of the lines that can be of one: `sign_` is -1 of a line below zero.
    Lines above zero that are marked as returns are none."""
    import ibis

    there = [rows.item_id.notnull(), rows.timestamp.notnull(), rows.quantity != 0]
    if "is_return" in rows.columns:
        there.append(~rows.is_return.fill_null(False) | (rows.quantity < 0))
    keys = [name for name in ("order_id", "user_id") if name in rows.columns]
    found = rows.filter(there).select(
        "line_", "item_id", "timestamp", *keys,
        size_=rows.quantity.abs(), sign_=ibis.ifelse(rows.quantity > 0, 1, -1),
    )  # fmt: skip
    if "order_id" in keys:
        found = found.mutate(order_id=found.order_id.cast("string").re_replace(_ORDER, r"\1"))
    return found


def _pairs(rows: "Table", whose: str, days: int | None) -> "Table":
    """Lines above zero (`line_`, `size_`) and what `ended_` each: a later line below zero of the
    same item, size and `whose`, at most so many days after. It ends the latest that is open, as
    brackets are matched: the two stand next to one another among those of their depth.
    """
    import ibis

    group = [whose, "item_id", "size_"]
    rows = rows.filter(rows[whose].notnull())
    rows = rows.semi_join(rows.filter(rows.sign_ < 0).select(group).distinct(), group)
    order = ("timestamp", ibis.desc("sign_"), "line_")
    until = ibis.cumulative_window(group_by=group, order_by=order)
    rows = rows.mutate(sum_=rows.sign_.sum().over(until))
    rows = rows.mutate(depth_=rows.sum_ - ibis.least(0, rows.sum_.min().over(until)))
    rows = rows.mutate(depth_=rows.depth_ + ibis.ifelse(rows.sign_ < 0, 1, 0))
    level = ibis.window(group_by=[*group, "depth_"], order_by=order)
    following = {
        "ended_": rows.line_.lead(), "next_": rows.sign_.lead(), "then_": rows.timestamp.lead()
    }  # fmt: skip
    rows = rows.mutate(**{name: value.over(level) for name, value in following.items()})
    found = rows.filter((rows.sign_ > 0) & (rows.next_ < 0))
    if days is None:
        return found
    return found.filter(found.then_ <= found.timestamp + ibis.interval(days=days))
