"""Orders within a budget or a room: the packs that are expected to earn most come first.

A pack's expected profit is what its units are expected to save in units short, less what those
left over cost. It falls from pack to pack of one item, so taking packs by profit per share of the
limits is the best choice up to the last pack (greedy on concave gains, Fox 1966).
"""

from dataclasses import dataclass
from typing import Protocol

import numpy as np

from core.inventory import formulas
from core.inventory.curve import Floats
from core.inventory.inputs import Items
from core.inventory.margins import overage, underage
from core.inventory.terms import Terms

STEPS = 32
"""An item's order is weighed in at most so many parts."""


@dataclass(frozen=True)
class Wish:
    """What would be ordered without limits: `order` (s,) on top of `position` (s,), to reach
    `level` (s,), the cycle service level."""

    order: Floats
    position: Floats
    level: Floats


class Serves(Protocol):
    """What orders are expected to bring."""

    def served(self, top: Floats, /) -> Floats:
        """The expected demand (s, n) that `top` (s, n) units in stock and on their way serve."""


def limited(wish: Wish, expectation: Serves, items: Items, terms: Terms) -> Floats:
    """The orders (s,) that the budget and the capacity of `terms` allow; items whose cost is not
    known cannot be weighed and get none."""
    if terms.budget is None and terms.capacity is None:
        return wish.order
    return _greedy(_parts(wish, expectation, items, terms), items, terms)


@dataclass(frozen=True)
class _Parts:
    """Parts of orders (n,), the best first: of which `item`, and how many `units`."""

    item: np.ndarray
    units: Floats


def _parts(wish: Wish, expectation: Serves, items: Items, terms: Terms) -> _Parts:
    ends = _ends(wish.order, items)
    units = np.diff(ends, axis=1, prepend=0.0)
    start = np.zeros((len(units), 1))
    tops = wish.position[:, None] + np.concatenate([start, ends], axis=1)
    served = np.diff(expectation.served(tops), axis=1)
    many = overage(items)
    few = underage(items)
    few = np.where(np.isnan(few), formulas.implied_underage(wish.level, many), few)[:, None]
    profit = few * served - many[:, None] * (units - served)
    share = _share(units * items.of("unit_cost")[:, None], terms.budget)
    share = share + _share(units * items.of("volume")[:, None], terms.capacity)
    worth = np.where(share > 0, profit / np.where(share > 0, share, 1), np.inf)
    worth = np.minimum.accumulate(worth, axis=1)
    item, part = np.nonzero((units > 0) & ~np.isnan(profit))
    best = np.lexsort((item, part, -worth[item, part]))
    return _Parts(item[best], units[item, part][best])


def _ends(order: Floats, items: Items) -> Floats:
    """Where the parts of each order end (s, STEPS), in units: whole packs, the first part no less
    than the minimum."""
    pack = items.of("pack_size")
    packs = np.rint(order / pack)
    ends = np.ceil(packs[:, None] * np.arange(1, STEPS + 1) / STEPS - 1e-9)
    least = np.minimum(np.ceil(items.of("minimum_order") / pack - 1e-9), packs)
    return np.maximum(ends, least[:, None]) * pack[:, None]


def _share(amount: Floats, limit: float | None) -> Floats:
    return np.zeros(amount.shape) if limit is None else amount / max(limit, 1e-9)


def _greedy(parts: _Parts, items: Items, terms: Terms) -> Floats:
    """Takes one part after the other; of the first of an item that does not fit, the packs that do,
    and then no more of this item."""
    money = np.inf if terms.budget is None else terms.budget
    room = np.inf if terms.capacity is None else terms.capacity
    cost, size, pack, least = (
        items.of(name).tolist() for name in ("unit_cost", "volume", "pack_size", "minimum_order")
    )
    order = [0.0] * len(items.ids)
    full = [False] * len(items.ids)
    for item, units in zip(parts.item.tolist(), parts.units.tolist(), strict=True):
        if full[item]:
            continue
        fit = min(_fits(money, cost[item]), _fits(room, size[item]))
        if fit < units:
            full[item] = True
            units = fit // pack[item] * pack[item]
            if order[item] + units < least[item] or units <= 0:
                continue
        order[item] += units
        money, room = money - units * cost[item], room - units * size[item]
    return np.array(order)


def _fits(limit: float, each: float) -> float:
    """How many units of `each` are within `limit`, a hair more for the sake of rounding."""
    return limit / each * (1 + 1e-12) if each > 0 else float("inf")
