"""The sample shop's web events: views and carts of the first minutes, later ones, purchases.

The number of `view` and `cart` events before second 180 of a visit is exactly
its `early_views` and `early_carts`; whoever buys has viewed and put into the
cart every product bought.
"""

from dataclasses import dataclass

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from core.data.sample.customers import Customers
from core.data.sample.frames import Array, ids, instants, take, within
from core.data.sample.orders import Orders
from core.data.sample.products import Products
from core.data.sample.size import Size, stream
from core.data.sample.visits import Visits

EVENTS = ("view", "cart", "purchase")
EARLY = 180
"""The features of a visit are taken after so many seconds."""


@dataclass(frozen=True)
class _Part:
    """Events of one kind: the visit, second since its start, item and order (-1: none)."""

    kind: int
    visit: NDArray[np.int64]
    offset: NDArray[np.int64]
    item: NDArray[np.int64]
    order: NDArray[np.int64]


def make_events(
    size: Size, seed: int, world: tuple[Products, Customers], visits: Visits, orders: Orders
) -> pd.DataFrame:
    """The table `events`, in order of time."""
    rng = stream(seed, "events")
    products, customers = world
    line = np.flatnonzero(orders.visit[orders.order] >= 0)
    bought = _Part(
        2,
        orders.visit[orders.order[line]],
        orders.second[orders.order[line]] - visits.second[orders.visit[orders.order[line]]],
        orders.item[line],
        orders.order[line],
    )
    by_visit = np.argsort(bought.visit, kind="stable")
    bought = _Part(
        2, *(v[by_visit] for v in (bought.visit, bought.offset, bought.item, bought.order))
    )
    first = np.searchsorted(bought.visit, np.arange(len(visits.day) + 1))
    early = _early(rng, (products, customers), visits, (bought, first))
    later = _later(rng, visits, (bought, first))
    idle = _idle(rng, (products, customers), visits)
    parts = [*early, *later, idle, bought]
    return _table(parts, size, visits, world, orders)


def _looks(
    rng: np.random.Generator, world: tuple[Products, Customers], visits: Visits, visit: Array
) -> NDArray[np.int64]:
    """Products looked at: a shelf by the customer's taste, an item there by popularity."""
    products, customers = world
    taste = customers.taste.cumsum(axis=1)
    user = visits.user[visit]
    shelf = (taste[user] < rng.random(len(visit))[:, None]).sum(axis=1)
    shelf = np.minimum(shelf, len(products.subs) - 1)
    edges = np.searchsorted(products.sub, np.arange(len(products.subs) + 1))
    popular = np.concatenate([[0.0], np.cumsum(products.base)])
    item = _on_shelf(rng.random(len(visit)), shelf, edges, popular)
    for _ in range(6):
        unborn = np.flatnonzero(products.launch[item] > visits.day[visit])
        item[unborn] = _on_shelf(rng.random(len(unborn)), shelf[unborn], edges, popular)
    early = products.launch[item] > visits.day[visit]
    return np.where(early, edges[shelf], item)


def _on_shelf(uniform: Array, shelf: Array, edges: Array, popular: Array) -> Array:
    low, high = popular[edges[shelf]], popular[edges[shelf + 1]]
    item = np.searchsorted(popular, low + uniform * (high - low), side="right") - 1
    return np.asarray(np.clip(item, edges[shelf], edges[shelf + 1] - 1))


def _early(
    rng: np.random.Generator,
    world: tuple[Products, Customers],
    visits: Visits,
    basket: tuple[_Part, Array],
) -> tuple[_Part, _Part]:
    """The views and carts of the first three minutes; buyers look at what they will buy."""
    bought, first = basket
    views = visits.features["early_views"].to_numpy()
    carts = visits.features["early_carts"].to_numpy()
    visit = np.repeat(np.arange(len(views)), views)
    place = within(views)
    item = _looks(rng, world, visits, visit)
    known = place < np.diff(first)[visit]
    item[known] = bought.item[first[visit[known]] + place[known]]
    offset = ((place + rng.random(len(visit))) * (EARLY - 15) / views[visit]).astype(np.int64)
    start = np.cumsum(views) - views
    into = np.repeat(np.arange(len(carts)), carts)
    source = start[into] + within(carts)
    none, later = np.full(len(visit), -1), rng.integers(2, 15, len(into))
    return (
        _Part(0, visit, offset, item, none),
        _Part(1, into, offset[source] + later, item[source], none[: len(into)]),
    )


def _later(
    rng: np.random.Generator, visits: Visits, basket: tuple[_Part, Array]
) -> tuple[_Part, _Part]:
    """What buyers still view and put into the cart before they order."""
    bought, first = basket
    place = np.arange(len(bought.visit)) - first[bought.visit]
    parts = []
    for kind, name, low, high in ((0, "early_views", 182, 200), (1, "early_carts", 202, 238)):
        rest = place >= visits.features[name].to_numpy()[bought.visit]
        visit = bought.visit[rest]
        offset = rng.integers(low, high, len(visit))
        parts.append(_Part(kind, visit, offset, bought.item[rest], np.full(len(visit), -1)))
    return parts[0], parts[1]


def _idle(rng: np.random.Generator, world: tuple[Products, Customers], visits: Visits) -> _Part:
    """What anybody looks at after the first minutes."""
    visit = np.repeat(np.arange(len(visits.day)), rng.poisson(0.7, len(visits.day)))
    item = _looks(rng, world, visits, visit)
    return _Part(0, visit, rng.integers(182, 900, len(visit)), item, np.full(len(visit), -1))


def _table(
    parts: list[_Part],
    size: Size,
    visits: Visits,
    world: tuple[Products, Customers],
    orders: Orders,
) -> pd.DataFrame:
    products, customers = world
    visit, offset, item, order = (
        np.concatenate([getattr(part, name) for part in parts])
        for name in ("visit", "offset", "item", "order")
    )
    kind = np.repeat([part.kind for part in parts], [len(part.visit) for part in parts])
    moment = visits.day[visit] * 86_400 + visits.second[visit] + offset
    sequence = np.lexsort((item, kind, visit, moment))
    visit, item, order, kind = visit[sequence], item[sequence], order[sequence], kind[sequence]
    return pd.DataFrame(
        {
            "event_id": take(ids("E", 7, len(visit)), np.arange(len(visit))),
            "visit_id": take(visits.names, visit),
            "user_id": take(customers.names, visits.user[visit]),
            "timestamp": instants(size.first_day, np.zeros(len(visit)), moment[sequence]),
            "event": take(np.array(EVENTS, object), kind),
            "item_id": take(products.names, item),
            "order_id": take(orders.names, order),
        }
    )
