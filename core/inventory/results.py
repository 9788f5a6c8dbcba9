"""What each policy led to on the held-out weeks, in services, units and money."""

from dataclasses import dataclass

import numpy as np

from core.inventory.curve import Floats
from core.inventory.inputs import Items
from core.inventory.margins import underage
from core.inventory.weeks import Played


@dataclass(frozen=True)
class Result:
    """A policy over all items that it could be played for (`items` counts them).

    `cycle_service` is the share of cycles without a shortage, `fill_rate` the share of units served
    on their day, neither known (NaN) where nothing was asked for. `stock_units` and `stock_money`
    are of a mean night; `orders` counts orders, `short_units` what was lost or owed, `waste_units`
    what spoiled. `cost` is money a day: holding, shortages, orders, and waste at its cost. Money is
    of the `costed` items whose unit cost is known; a shortage whose cost is not known, and an order
    whose cost is not known, cost nothing in it.
    """

    policy: str
    items: int
    costed: int
    cycle_service: float
    fill_rate: float
    days_of_stock: float
    stock_units: float
    stock_money: float
    orders: float
    ordered_units: float
    short_units: float
    waste_units: float
    cost: float


def result(policy: str, played: Played, items: Items, each: float) -> Result:
    """The figures of one replay; `each` is the days of a period."""
    found, total = played.replayed, played.replayed.total
    table = Items(items.table.iloc[played.places])
    cost = table.of("unit_cost")
    known = ~np.isnan(cost)
    return Result(
        policy=policy,
        items=len(cost),
        costed=int(known.sum()),
        cycle_service=total.cycle_service,
        fill_rate=total.fill_rate,
        days_of_stock=total.days_of_stock * each,
        stock_units=float(found.mean_stock.sum()),
        stock_money=float(np.nansum(found.mean_stock * cost)),
        orders=total.orders,
        ordered_units=float(found.ordered.sum()),
        short_units=float(found.short.sum()),
        waste_units=total.waste,
        cost=float(_money_a_day(played, table, each)[known].sum()),
    )


def _money_a_day(played: Played, items: Items, each: float) -> Floats:
    """Money a day (s,), NaN where the cost of a unit is not known."""
    found = played.replayed
    days = (found.stock.shape[1] - found.warm_up) * each
    spent = found.short * np.nan_to_num(underage(items))
    spent = spent + found.orders * np.nan_to_num(items.of("ordering_cost"))
    spent = spent + found.waste * items.of("unit_cost")
    return np.asarray(found.mean_stock * items.holding_cost + spent / days)
