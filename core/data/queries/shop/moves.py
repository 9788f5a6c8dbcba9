"""What items sold in two periods, with what a test of the difference needs."""

from typing import TYPE_CHECKING

from core.base.view import Period
from core.data.queries.shop.sums import by_key

if TYPE_CHECKING:
    from ibis.expr.types import Table


def moves(days: "Table", now: Period, before: Period | None) -> "Table":
    """A row for each item of the cube by day: the sums of `sums.by_key` in both periods, and the
    sum of the squares of its daily units there (`squares_now`, `squares_before`)."""
    periods = {"now": now} | ({"before": before} if before is not None else {})
    first = min(period.first for period in periods.values())
    rows = days.filter(days.item_id.notnull(), days.day.between(first, now.last))
    found = by_key(rows, ["item_id"], periods)
    if "units" not in rows.columns:
        return found
    daily = rows.aggregate(by=["item_id", "day"], units=rows.units.sum().cast("float64"))
    squares = daily.aggregate(
        by=["item_id"],
        **{
            f"squares_{name}": (daily.units * daily.units)
            .sum(where=daily.day.between(period.first, period.last))
            .fill_null(0)
            for name, period in periods.items()
        },
    )
    return found.left_join(squares, "item_id").drop("item_id_right")
