"""Who stays and who leaves the sample shop: features at the cutoff, the label after it.

`churned` is: no order in the days after the cutoff. The true probability is
that of an observer who knows the customer's own rates and hazard and every
order up to the cutoff, but not whether the customer is still there:

    P(churned) = 1 - P(there at the cutoff | last order) P(orders again | there)

Day by day, with L(t) the expected number of orders between the last order and
day t and h the daily hazard of leaving (after Schmittlein, Morrison and
Colombo 1987, in discrete time with known rates). No model sees more than this
observer, so its AUC is a bound for every model.
"""

from dataclasses import dataclass

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from core.data.sample.customers import CHANNELS, CITIES, TIERS, Customers
from core.data.sample.frames import Array, instants, take
from core.data.sample.orders import AWAY, Orders
from core.data.sample.size import ONLINE, STORES, Size
from core.data.sample.visits import Visits


@dataclass(frozen=True)
class Churn:
    """(N,): no order after the cutoff, its true probability, the last day of an order before.

    `last` is -1 for customers who had not ordered by the cutoff.
    """

    churned: NDArray[np.bool_]
    probability: NDArray[np.float64]
    last: NDArray[np.int64]


def make_churn(size: Size, customers: Customers, orders: Orders, visits: Visits) -> Churn:
    """The label and its true probability for every customer."""
    after = orders.day > size.cutoff
    churned = np.bincount(orders.user[after], minlength=customers.count) == 0
    last = np.full(customers.count, -1, np.int64)
    np.maximum.at(last, orders.user[~after], orders.day[~after])
    mean = _daily_orders(size, customers, orders, visits)
    return Churn(churned, _probability(size, customers, mean, last), last)


def _daily_orders(
    size: Size, customers: Customers, orders: Orders, visits: Visits
) -> NDArray[np.float64]:
    """Expected orders of a customer who is there, by day (D, N)."""
    there = customers.there(size.days)
    counts = np.zeros((size.days, STORES))
    np.add.at(counts, (orders.day, orders.store), 1)
    home = customers.home == np.arange(ONLINE)[:, None]
    weight = np.where(home, 1.0, AWAY) * customers.rate
    crowd = there.astype(np.float64) @ weight.T
    mean = (counts[:, :ONLINE] / crowd) @ weight
    seen = np.bincount(visits.day, minlength=size.days) / (there @ customers.visit_rate)
    mean += seen[:, None] * (customers.visit_rate * _conversion(customers, visits))
    return np.asarray(mean, np.float64)


def _conversion(customers: Customers, visits: Visits) -> NDArray[np.float64]:
    """The mean chance of an order in a visit by member tier (N,)."""
    tier = customers.tier[visits.user] + 1
    total = np.bincount(tier, weights=visits.probability, minlength=4)
    return (total / np.maximum(np.bincount(tier, minlength=4), 1))[customers.tier + 1]


def _probability(size: Size, customers: Customers, mean: Array, last: Array) -> NDArray[np.float64]:
    """See the head of the file. Time runs over the days after the last order (or joining)."""
    first = np.maximum(customers.joined, 0)
    begin = np.where(last < 0, first - 1, last)
    hazard = customers.hazard
    quiet, still, left = np.ones(len(hazard)), np.ones(len(hazard)), np.zeros(len(hazard))
    for day in range(size.cutoff + 1):
        counted = day > begin
        leaving = np.where(counted & (day > first), hazard, 0.0)
        left += still * quiet * leaving
        still *= 1 - leaving
        quiet *= np.where(counted, np.exp(-mean[day]), 1.0)
    present = still * quiet / (still * quiet + left)
    again, silent = np.zeros(len(hazard)), np.ones(len(hazard))
    for day in range(size.cutoff + 1, size.days):
        silent *= 1 - hazard
        again += silent * -np.expm1(-mean[day])
        silent *= np.exp(-mean[day])
    return np.clip(1 - present * again, 0.0, 1.0)


def customers_table(
    size: Size, customers: Customers, orders: Orders, visits: Visits, churn: Churn
) -> pd.DataFrame:
    """The table `customers`: what was known on the evening of the cutoff, target `churned`."""
    day0 = np.datetime64(size.first_day, "us")
    names = {"channel": CHANNELS, "tier": TIERS, "city": CITIES}
    coded = {
        name: take(np.array(words, object), getattr(customers, name))
        for name, words in names.items()
    }
    return pd.DataFrame(
        {
            "user_id": customers.names,
            "joined": day0 + customers.joined.astype("timedelta64[D]"),
            "as_of": instants(size.first_day, np.full(customers.count, size.cutoff)),
            "home_store": take(np.array(["S1", "S2", "S3"], object), customers.home),
            "acquisition_channel": coded["channel"],
            "member_tier": coded["tier"],
            "city_tier": coded["city"],
            "age": customers.age,
            "email_consent": customers.consent,
            "complaints": customers.complaints,
            **_behaviour(size, customers.count, orders, visits, churn.last),
            "churned": churn.churned,
        }
    )


def _behaviour(
    size: Size, count: int, orders: Orders, visits: Visits, last: Array
) -> dict[str, Array]:
    """Counts over windows that end with the cutoff; nothing after it is looked at."""
    line_user, line_day = orders.user[orders.order], orders.day[orders.order]
    return_day = np.where(orders.returned > 0, orders.back, size.days)
    windows = {
        "orders_30d": (orders.user, orders.day, 30),
        "orders_90d": (orders.user, orders.day, 90),
        "orders_365d": (orders.user, orders.day, 365),
        "lines_365d": (line_user, line_day, 365),
        "returns_365d": (line_user, return_day, 365),
        "visits_30d": (visits.user, visits.day, 30),
        "visits_90d": (visits.user, visits.day, 90),
    }
    found = {
        name: np.bincount(
            user[(day > size.cutoff - length) & (day <= size.cutoff)], minlength=count
        )
        for name, (user, day, length) in windows.items()
    }
    online = orders.store == ONLINE
    year = (orders.day > size.cutoff - 365) & (orders.day <= size.cutoff)
    web = np.bincount(orders.user[year & online], minlength=count)
    with np.errstate(invalid="ignore"):
        share = np.where(found["orders_365d"] > 0, web / found["orders_365d"], np.nan)
    recency = np.where(last >= 0, size.cutoff - last, np.nan).astype(float)
    return {"recency_days": recency, **found, "online_share_365d": share.round(4)}
