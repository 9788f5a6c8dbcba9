"""The sample shop's shelves: what could be sold, what came in, what was ordered."""

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from core.data.sample.calendar import Calendar
from core.data.sample.demand import Demand, Expected
from core.data.sample.frames import Array
from core.data.sample.products import Products
from core.data.sample.size import ONLINE, STORES, Size, stream
from core.data.sample.suppliers import Suppliers

_REVIEW = np.array([7, 7, 7, 3])
_TAIL = 90


@dataclass(frozen=True)
class Stock:
    """Units (D, S, J): opening + received + returned - sold = on_hand.

    `lines` sold, and of those `linked` to a leader's (D, S, P); `returned_from`
    are the units of a day's sale that come back `lag` days later. `orders` is
    (5, n): day, store, item, units and day of arrival of each replenishment order.
    """

    opening: NDArray[np.int32]
    received: NDArray[np.int32]
    returned: NDArray[np.int32]
    sold: NDArray[np.int32]
    on_hand: NDArray[np.int32]
    on_order: NDArray[np.int32]
    lines: NDArray[np.int32]
    linked: NDArray[np.int32]
    returned_from: NDArray[np.int32]
    lag: NDArray[np.int32]
    orders: NDArray[np.int64]


class Shelves:
    """The day-by-day simulation: a manager who reviews weekly and looks at past sales only."""

    def __init__(
        self, size: Size, seed: int, products: Products, suppliers: Suppliers, usual: Array
    ) -> None:
        """`usual` (S, J): the units a day the manager expects at the start."""
        self.rng = stream(seed, "stock")
        self.size, self.products, self.suppliers = size, products, suppliers
        shape = (size.days, STORES, products.count)
        self.book = {name: np.zeros(shape, np.int32) for name in _BOOKS}
        self.linked = np.zeros((size.days, STORES, len(products.leader)), np.int32)
        self.arriving = np.zeros((size.days + _TAIL, *shape[1:]), np.int32)
        self.returning = np.zeros((size.days + _TAIL, *shape[1:]), np.int32)
        self.orders: list[Array] = []
        self.usual = usual.copy()
        self.care = self.rng.uniform(0.7, 2.0, shape[1:])
        self.care[ONLINE] = self.rng.uniform(1.0, 2.2, products.count)
        self.phase = self.rng.integers(0, 7, products.count)
        self.book["lag"][:] = self.rng.integers(3, 13, shape)
        self.on_order = np.zeros(shape[1:], np.int32)
        first = np.broadcast_to(products.launch, shape[1:])
        stores, items = np.indices(shape[1:])
        np.add.at(self.arriving, (first, stores, items), self._first_delivery())

    def _first_delivery(self) -> Array:
        lead = self.suppliers.lead[self.products.supplier]
        return _whole_packs(self.usual * self.care * (lead + 14) + 1, self.products.pack)

    def sell(self, day: int, demand: Demand, orders: int, closed: Array) -> None:
        """One day: deliveries and returns come in, customers take what is there."""
        book = self.book
        opening = book["on_hand"][day - 1] if day else self.arriving[0]
        received = self.arriving[day] if day else np.zeros_like(opening)
        returned = self.returning[day]
        there = opening + received + returned
        sold = np.minimum(demand.units[day], there)
        lines = np.minimum(demand.lines[day], sold)
        linked = self._linked(demand.linked[day], lines)
        missing = orders - (lines[ONLINE].sum() - linked[ONLINE].sum())
        while missing > 0:
            missing -= self._substitute(day, demand, (there, sold, lines), missing)
        self.linked[day] = linked
        book["opening"][day], book["received"][day] = opening, received
        book["returned"][day], book["lines"][day] = returned, lines
        book["sold"][day], book["on_hand"][day] = sold, there - sold
        self._take_back(day, sold, closed)
        self.on_order -= np.where(self.products.launch == day, 0, received)
        self.usual += (sold - self.usual) / 28

    def _linked(self, wanted: Array, lines: Array) -> Array:
        products = self.products
        both = np.minimum(lines[:, products.leader], lines[:, products.follower])
        return np.minimum(wanted, both)

    def _substitute(self, day: int, demand: Demand, today: tuple[Array, ...], missing: int) -> int:
        """Online shoppers set on buying, whose product is out, take the best-stocked others."""
        there, sold, lines = today
        left = there[ONLINE] - sold[ONLINE]
        chosen = np.argsort(-left, kind="stable")[:missing]
        chosen = chosen[left[chosen] > 0]
        if not len(chosen):
            raise RuntimeError(f"the online store is empty on day {day}")
        wanted = demand.lines[day, ONLINE], demand.units[day, ONLINE]
        for book in (sold[ONLINE], lines[ONLINE], *wanted):
            book[chosen] += 1
        return len(chosen)

    def _take_back(self, day: int, sold: Array, closed: Array) -> None:
        lag = self.book["lag"][day]
        back = self.rng.binomial(sold, self.products.returned)
        arrival = day + lag
        shut = closed[np.minimum(arrival, self.size.days - 1), np.arange(STORES)[:, None]]
        back[(arrival >= self.size.days) | shut] = 0
        stores, items = np.nonzero(back)
        moment = (arrival[stores, items], stores, items)
        np.add.at(self.returning, moment, back[stores, items])
        self.book["returned_from"][day] = back

    def reorder(self, day: int) -> None:
        """The evening: where it is time to review and stock is low, order up to the target."""
        lead = self.suppliers.lead[self.products.supplier]
        cover = (lead + _REVIEW[:, None]) * self.usual * self.care
        position = self.book["on_hand"][day] + self.on_order
        due = (day + self.phase) % _REVIEW[:, None] == 0
        wanted = (self.products.launch < day) & (day < self.products.end - 14)
        short = due & wanted & (position <= np.maximum(cover, 0.8))
        target = np.maximum(cover + self.usual * 7, 1)
        stores, items = np.nonzero(short & (target > position))
        units = _whole_packs((target - position)[stores, items], self.products.pack[items])
        supplier = self.products.supplier[items]
        mean, spread = self.suppliers.lead[supplier], self.suppliers.spread[supplier]
        days = np.round(self.rng.gamma((mean / spread) ** 2, spread**2 / mean))
        arrival = day + np.clip(days, 1, _TAIL - 1).astype(np.int64)
        np.add.at(self.arriving, (arrival, stores, items), units)
        self.on_order[stores, items] += units
        self.book["on_order"][day] = self.on_order
        self.orders.append(np.stack([np.full_like(items, day), stores, items, units, arrival]))


_BOOKS = (
    "opening", "received", "returned", "sold", "on_hand", "on_order", "lines", "returned_from",
    "lag",
)  # fmt: skip


def _whole_packs(units: Array, pack: Array) -> NDArray[np.int32]:
    return (np.ceil(units / pack) * pack).astype(np.int32)


def run_stock(
    size: Size, shelves: Shelves, demand: Demand, orders: Array, calendar: Calendar
) -> Stock:
    """Simulates all days. Adds to `demand` what `Shelves` substitutes (almost nothing)."""
    for day in range(size.days):
        shelves.sell(day, demand, int(orders[day]), calendar.closed)
        shelves.reorder(day)
    return Stock(
        **shelves.book, linked=shelves.linked, orders=np.concatenate(shelves.orders, axis=1)
    )


def usual_units(expected: Expected, products: Products) -> NDArray[np.float64]:
    """What a manager would guess of a product's day: its mean in the four weeks it begins with."""
    guess = np.empty(expected.units.shape[1:])
    for item, launch in enumerate(products.launch):
        guess[:, item] = expected.units[launch : launch + 28, :, item].mean(axis=0)
    return guess
