"""The figures of a period beside those of the period before and of a year ago."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING

from core.base.view import Period
from core.data.queries.shop import filtered, sums
from core.explore.daily import daily
from core.explore.periods import Periods, periods
from core.explore.shop import Shop, span

if TYPE_CHECKING:
    import pandas as pd

SUMS = ("sales", "gross", "units", "orders")
RATES = ("aov", "return_rate")


@dataclass(frozen=True)
class Figure:
    """A figure `now`, in the period `before` and a `year` ago (None: not known), and by day of the
    present period. Money in the currency of the data, rates as shares of one."""

    name: str
    now: float | None
    before: float | None
    year: float | None
    by_day: tuple[float, ...] = ()

    def change(self, against: str) -> float | None:
        """By which share of the other it is more; None where there is nothing to compare with."""
        other = self.before if against == "before" else self.year
        if self.now is None or not other:
            return None
        return self.now / other - 1


@dataclass(frozen=True)
class Kpis:
    """The figures of a view, in the order in which they are shown, and what they are made of:
    `days` has by name of the period a row for each of its days (`daily`)."""

    periods: Periods
    figures: tuple[Figure, ...]
    days: "Mapping[str, pd.DataFrame]"


def kpis(shop: Shop) -> Kpis:
    """Net and gross sales, units, orders, what an order is worth, the share that came back, and the
    customers who ordered, each where the data tells it."""
    when = periods(shop.view, span(shop))
    reach = Period(first=min(p.first for p in when.named.values()), last=when.now.last)
    days = daily(shop, reach)
    by_day = {name: _between(days, period) for name, period in when.named.items()}
    totals = {name: measures(_total(frame)) for name, frame in by_day.items()}
    line = {name: measures(row) for name, row in _rows(by_day["now"]).items()}
    found = [
        Figure(
            name,
            totals["now"][name],
            totals.get("before", {}).get(name),
            totals.get("year", {}).get(name),
            tuple(day.get(name) or 0.0 for day in line.values()),
        )
        for name in (*SUMS, *RATES)
        if name in totals["now"]
    ]
    return Kpis(when, (*found, *_customers(shop, when)), by_day)


def measures(summed: Mapping[str, float]) -> dict[str, float | None]:
    """What sums tell: `sales` is net of what came back; `aov` net sales for each order; the
    `return_rate` is of money, or of units where there is no money. None where the denominator is 0.

    >>> measures({"sold": 90.0, "returned": -9.0, "orders": 3})["aov"]
    27.0
    """
    found: dict[str, float | None] = {}
    sold, returned = summed.get("sold"), summed.get("returned")
    if sold is not None and returned is not None:
        found |= {"sales": sold + returned, "gross": sold, "return_rate": _share(-returned, sold)}
    elif "bought" in summed:
        back = summed["bought"] - summed["units"]
        found["return_rate"] = _share(back, summed["bought"])
    found |= {name: summed[name] for name in ("units", "orders") if name in summed}
    if sold is not None and returned is not None and "orders" in summed:
        found["aov"] = _share(sold + returned, summed["orders"])
    return found


def _share(part: float, whole: float) -> float | None:
    return part / whole if whole else None


def _customers(shop: Shop, when: Periods) -> tuple[Figure, ...]:
    if "user_id" not in shop.sums.columns or "is_order" not in shop.sums.columns:
        return ()
    row = sums.customers_in(filtered.within(shop.orders, None), when.named).to_pandas().iloc[0]
    now, before, year = (
        float(row[name]) if name in row.index else None for name in ("now", "before", "year")
    )
    return (Figure("customers", now, before, year),)


def _between(days: "pd.DataFrame", period: Period) -> "pd.DataFrame":
    return days.loc[str(period.first) : str(period.last)]


def _total(days: "pd.DataFrame") -> Mapping[str, float]:
    return {str(name): float(value) for name, value in days.sum().items()}


def _rows(days: "pd.DataFrame") -> dict[object, Mapping[str, float]]:
    return days.to_dict(orient="index")  # type: ignore[return-value]
