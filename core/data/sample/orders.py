"""The sample shop's receipts: sold units become order lines of customers who like them."""

from dataclasses import dataclass

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from core.data.sample.customers import Customers
from core.data.sample.frames import Array, draw, ids, instants, take
from core.data.sample.products import Products
from core.data.sample.promotions import Promotions
from core.data.sample.size import ONLINE, STORES, Size, stream
from core.data.sample.sold_lines import sold_lines
from core.data.sample.stock import Stock
from core.data.sample.stores import STORE_LIST
from core.data.sample.visits import Visits

_ORDERS_PER_LINE = 0.4
AWAY = 0.08
"""The weight of a store that is not a customer's home store."""


@dataclass(frozen=True)
class Orders:
    """Orders (o,) and their lines (n,), in order of day, store and order.

    `visit` is the visit an order came from, or -1; `order` says which order a
    line belongs to; `returned` are the units of it that came back on day `back`.
    """

    day: NDArray[np.int64]
    store: NDArray[np.int64]
    second: NDArray[np.int64]
    user: NDArray[np.int64]
    visit: NDArray[np.int64]
    order: NDArray[np.int64]
    item: NDArray[np.int64]
    quantity: NDArray[np.int64]
    returned: NDArray[np.int64]
    back: NDArray[np.int64]

    @property
    def names(self) -> NDArray[np.object_]:
        """The ids of the orders."""
        return ids("O", 6, len(self.day))


@dataclass(frozen=True)
class Crowd:
    """Who may come: customers, the days they are there (D, N), their visits."""

    customers: Customers
    there: NDArray[np.bool_]
    visits: Visits

    def shoppers(
        self, day: int, store: int, most: int, rng: np.random.Generator
    ) -> tuple[NDArray[np.int64], NDArray[np.int64]]:
        """Who orders that day, at most `most` in stores; and the visits, -1 in stores."""
        visits = self.visits
        if store == ONLINE:
            begin, end = np.searchsorted(visits.day, [day, day + 1])
            visit = begin + np.flatnonzero(visits.purchased[begin:end])
            return visits.user[visit], visit
        count = 1 + rng.binomial(most - 1, _ORDERS_PER_LINE)
        pull = np.where(self.customers.home == store, 1.0, AWAY) * self.customers.rate
        return draw(self.there[day] * pull, rng.random(count)), np.full(count, -1)


def make_orders(size: Size, seed: int, products: Products, stock: Stock, crowd: Crowd) -> Orders:
    """Divides what each store sold on each day among that day's shoppers."""
    rng = stream(seed, "orders")
    lines = sold_lines(seed, products, stock)
    groups = size.days * STORES
    bounds = np.searchsorted(lines.day * STORES + lines.store, np.arange(groups + 1))
    order = np.full(len(lines.day), -1)
    heads: list[tuple[Array, ...]] = []
    total = 0
    for group in range(groups):
        span = np.arange(bounds[group], bounds[group + 1])
        free = span[lines.leader[span] < 0]
        if len(free):
            day, store = divmod(group, STORES)
            user, visit = crowd.shoppers(day, store, len(free), rng)
            liking = crowd.customers.taste[user][:, products.sub[lines.item[free]]]
            order[free] = total + _share_out(liking, rng)
            heads.append((np.full(len(user), day), np.full(len(user), store), user, visit))
            total += len(user)
    follows = lines.leader >= 0
    order[follows] = order[lines.leader[follows]]
    days, stores, users, visits = (np.concatenate(parts) for parts in zip(*heads, strict=True))
    seconds = _seconds(rng, crowd.visits, stores, visits)
    head = (days, stores, seconds, users, visits)
    return _merge(head, (order, lines.item, lines.quantity), stock, products.count)


def _share_out(liking: Array, rng: np.random.Generator) -> NDArray[np.int64]:
    """Gives each line an order in proportion to `liking` (orders, lines); none stays empty."""
    cumulative = liking.cumsum(axis=0)
    chosen = (cumulative <= rng.random(liking.shape[1]) * cumulative[-1]).sum(axis=0)
    chosen = np.minimum(chosen, len(liking) - 1)
    held = np.bincount(chosen, minlength=len(liking))
    for empty in np.flatnonzero(held == 0):
        spare = np.flatnonzero(held[chosen] > 1)
        line = spare[draw(liking[empty, spare], rng.random(1))[0]]
        held[chosen[line]] -= 1
        chosen[line] = empty
        held[empty] = 1
    return np.asarray(chosen, np.int64)


def _seconds(
    rng: np.random.Generator, visits: Visits, store: Array, visit: Array
) -> NDArray[np.int64]:
    """The second of the day: opening hours in stores; four to twenty minutes into a visit."""
    shop = 9 * 3600 + rng.beta(2.2, 1.8, len(store)) * 12 * 3600
    web = visits.second[visit] + rng.integers(240, 1200, len(store))
    return np.where(store == ONLINE, web, shop.astype(np.int64))


def _merge(head: tuple[Array, ...], body: tuple[Array, ...], stock: Stock, items: int) -> Orders:
    """One line an order and item; returns are laid on the first lines of their cell."""
    day, store, second, user, visit = head
    key, place = np.unique(body[0] * items + body[1], return_inverse=True)
    quantity = np.bincount(place, weights=body[2]).astype(np.int64)
    order, item = key // items, key % items
    cell = (day[order] * STORES + store[order]) * items + item
    sequence = np.argsort(cell, kind="stable")
    units = quantity[sequence]
    cells = cell[sequence]
    before = np.cumsum(units) - units
    first = np.searchsorted(cells, cells)
    returned = np.empty_like(quantity)
    back = stock.returned_from.ravel()[cells] - (before - before[first])
    returned[sequence] = np.clip(back, 0, units)
    arrival = day[order] + stock.lag.ravel()[cell]
    return Orders(day, store, second, user, visit, order, item, quantity, returned, arrival)


def order_lines_table(
    orders: Orders, catalog: tuple[Products, Promotions, Customers], size: Size, seed: int
) -> pd.DataFrame:
    """The table `order_lines`: sales, and returns as lines of negative quantity."""
    products, promotions, customers = catalog
    rng = stream(seed, "returns")
    gone = np.flatnonzero(orders.returned)
    line = np.concatenate([np.arange(len(orders.order)), gone])
    is_return = np.arange(len(line)) >= len(orders.order)
    order = orders.order[line]
    cell = orders.day[order], orders.store[order], orders.item[line]
    day = np.where(is_return, orders.back[line], orders.day[order])
    second = np.where(is_return, rng.integers(9 * 3600, 21 * 3600, len(line)), orders.second[order])
    sequence = np.lexsort((line, second, day))
    quantity = np.where(is_return, -orders.returned[line], orders.quantity[line])
    price, at = promotions.price[cell], promotions.at[cell]
    campaign = np.append(promotions.number, -1)[at]
    names = np.concatenate([orders.names, ids("R", 6, len(orders.names))])
    discount = np.append(promotions.discount, 0.0)[at]
    stores = np.array([store.id for store in STORE_LIST], object)
    return pd.DataFrame(
        {
            "order_id": take(names, order + is_return * len(orders.names)),
            "timestamp": instants(size.first_day, day, second),
            "store_id": take(stores, cell[1]),
            "user_id": take(customers.names, orders.user[order]),
            "item_id": take(products.names, cell[2]),
            "quantity": quantity,
            "price": price,
            "discount": discount,
            "amount": np.round(price * quantity, 2),
            "promotion_id": take(promotions.names, campaign),
        }
    ).iloc[sequence].reset_index(drop=True)  # fmt: skip
