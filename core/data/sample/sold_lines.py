"""Sold units as receipt lines, before anybody has bought them."""

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from core.data.sample.frames import Array, within
from core.data.sample.products import Products
from core.data.sample.size import stream
from core.data.sample.stock import Stock


@dataclass(frozen=True)
class SoldLines:
    """Lines as sold (n,): day, store, item, units, and the leader's line they follow, or -1."""

    day: NDArray[np.int64]
    store: NDArray[np.int64]
    item: NDArray[np.int64]
    quantity: NDArray[np.int64]
    leader: NDArray[np.int64]


def sold_lines(seed: int, products: Products, stock: Stock) -> SoldLines:
    """The lines of every cell (day, store, item), each of at least one unit."""
    cells = np.flatnonzero(stock.lines.ravel())
    counts = stock.lines.ravel()[cells].astype(np.int64)
    start = np.full(stock.lines.size, -1, np.int64)
    start[cells] = np.cumsum(counts) - counts
    quantity = _quantities(seed, start[cells], counts, stock.sold.ravel()[cells] - counts)
    day, store, item = np.unravel_index(np.repeat(cells, counts), stock.lines.shape)
    leader = np.full(len(quantity), -1, np.int64)
    places = start.reshape(stock.lines.shape)
    for pair, (first, second) in enumerate(zip(products.leader, products.follower, strict=True)):
        days, stores = np.nonzero(stock.linked[:, :, pair])
        linked = stock.linked[days, stores, pair]
        place = within(linked)
        follows = np.repeat(places[days, stores, second], linked) + place
        leader[follows] = np.repeat(places[days, stores, first], linked) + place
    return SoldLines(day, store, item, quantity, leader)


def _quantities(seed: int, start: Array, counts: Array, extra: Array) -> NDArray[np.int64]:
    """One unit a line, and the `extra` units of each cell on its lines by lot."""
    rng = stream(seed, "quantities")
    quantity = np.ones(int(counts.sum()), np.int64)
    room = np.repeat(counts, extra)
    lot = (rng.random(len(room)) * room).astype(np.int64)
    np.add.at(quantity, np.repeat(start, extra) + lot, 1)
    return quantity
