"""When people buy: by day of the week and hour."""

from typing import TYPE_CHECKING

from core.data.queries.shop.sums import counted, summed

if TYPE_CHECKING:
    from ibis.expr.types import Table


def by_weekday_and_hour(orders: "Table") -> "Table":
    """The sums of orders by `weekday` (0 is Monday) and `hour`, with how many `orders`."""
    known = orders.filter(orders.day.notnull(), orders.hour.notnull())
    named = known.mutate(weekday=known.day.day_of_week.index().cast("int8"))
    return named.aggregate(by=["weekday", "hour"], **summed(named), **counted(named))
