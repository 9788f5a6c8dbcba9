"""At which hours of which days of the week people buy."""

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from core.data.queries.shop import filtered
from core.data.queries.shop.rhythm import by_weekday_and_hour
from core.explore.lacking import LackingError
from core.explore.periods import Periods, periods
from core.explore.shop import Shop, span

LEAST_DAYS = 7


@dataclass(frozen=True)
class Rhythm:
    """Means of an hour of a day of the week (7, 24), Monday first: `orders`, and net `sales` (None
    where the data tells no money); how many of the days `each` weekday (7,) had."""

    periods: Periods
    orders: NDArray[np.float64]
    sales: NDArray[np.float64] | None
    each: NDArray[np.int64]

    @property
    def busiest(self) -> tuple[int, int]:
        """The weekday and hour of most orders."""
        weekday, hour = np.unravel_index(int(self.orders.argmax()), self.orders.shape)
        return int(weekday), int(hour)


def rhythm(shop: Shop) -> Rhythm:
    """The rhythm of the present period. LackingError no_orders, one_week, no_hours (all moments of
    the data are midnight)."""
    when = periods(shop.view, span(shop))
    if when.now.days < LEAST_DAYS:
        raise LackingError("one_week", days=LEAST_DAYS)
    found = by_weekday_and_hour(filtered.within(shop.orders, when.now)).to_pandas()
    if not len(found):
        raise LackingError("nothing_sold")
    if not found["hour"].any():
        raise LackingError("no_hours")
    days = np.arange(when.now.first.toordinal(), when.now.last.toordinal() + 1)
    each = np.bincount((days - 1) % 7, minlength=7)
    place = found["weekday"].to_numpy(int), found["hour"].to_numpy(int)
    orders = np.zeros((7, 24))
    orders[place] = found["orders"]
    sales = None
    if "sold" in found:
        sales = np.zeros((7, 24))
        sales[place] = found["sold"] + found["returned"]
    return Rhythm(
        when, orders / each[:, None], None if sales is None else sales / each[:, None], each
    )
