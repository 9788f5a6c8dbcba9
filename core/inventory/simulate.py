"""Replay: what a policy would have done on days whose demand is known, many items at once.

A day: deliveries come in, and what is owed is handed out; at a review, an order is made; the day's
demand is met as far as stock goes, the rest is lost, or owed; at night what is too old is thrown
away, and stock is counted. An order of day t comes in at the beginning of day t + lead time.
"""

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from core.inventory.curve import Floats
from core.inventory.packs import up
from core.inventory.policies.policy import Levels
from core.inventory.replayed import Replayed, Tally
from core.inventory.shelves import Shelves

Ints = NDArray[np.int64]


@dataclass(frozen=True)
class Scene:
    """What the replay is played with, by item (s,), in units and whole days.

    `lead_time` is (s,), or (s, t) of the orders made on each day, at least 1. `on_hand` None starts
    with the order-up-to level in stock; `on_order` comes in on day `due`. `shelf_life` NaN keeps
    for ever; all stock is fresh at first. The first `warm_up` days are played, but not counted.
    """

    lead_time: Ints
    pack_size: Floats | None = None
    minimum_order: Floats | None = None
    shelf_life: Floats | None = None
    on_hand: Floats | None = None
    on_order: Floats | None = None
    due: Ints | None = None
    backorders: bool = False
    warm_up: int = 0


def replay(demand: Floats, levels: Levels, scene: Scene) -> Replayed:
    """Plays `demand` (s, t), NaN where it is not known: such days sell nothing and do not count.

    `levels` by item, or by item and review: the first review is before the first day.
    Raises ValueError for levels or lead times that cannot be played.
    """
    _check(demand, levels, scene)
    game = _Game(demand, levels, scene)
    for day in range(demand.shape[1]):
        game.play(day)
    game.end()
    return game.tally.result(game.shelves.units, game.owed)


class _Game:
    """The state of a replay from day to day."""

    def __init__(self, demand: Floats, levels: Levels, scene: Scene) -> None:
        count, days = demand.shape
        self.demand, self.levels, self.scene = demand, levels, scene
        self.pack = np.ones(count) if scene.pack_size is None else scene.pack_size
        keeps = np.full(count, np.nan)
        self.shelves = Shelves(keeps if scene.shelf_life is None else scene.shelf_life)
        top = levels.order_up_to if levels.order_up_to.ndim == 1 else levels.order_up_to[:, 0]
        start = up(np.maximum(top, 0), self.pack) if scene.on_hand is None else scene.on_hand
        self.shelves.put(start)
        self.owed = np.zeros(count)
        self.due = np.zeros((count, days + int(scene.lead_time.max()) + 1))
        if scene.on_order is not None:
            due = np.zeros(count, np.int64) if scene.due is None else scene.due
            self.due[np.arange(count), np.minimum(due, self.due.shape[1] - 1)] = scene.on_order
        self.coming = self.due.sum(axis=1)
        review = np.rint(levels.review).astype(np.int64)
        lead = scene.lead_time if scene.lead_time.ndim == 1 else scene.lead_time[:, 0]
        self.review, self.lead = review, lead
        self.tally = Tally(start, days, scene.warm_up)

    def play(self, day: int) -> None:
        """One day, from delivery to night."""
        arrived = self.due[:, day]
        self.coming = self.coming - arrived
        self.shelves.put(arrived)
        repaid = self.shelves.take(self.owed)
        self.owed = self.owed - repaid
        ordered = self._order(day)
        known = ~np.isnan(self.demand[:, day])
        asked = np.where(known, self.demand[:, day], 0.0)
        served = self.shelves.take(asked)
        if self.scene.backorders:
            self.owed = self.owed + asked - served
        self.tally.cycle(day, self._begins(day, arrived), asked - served > 1e-9)
        waste = self.shelves.night()
        stock = self.shelves.units
        flows = {"received": arrived, "repaid": repaid, "ordered": ordered, "waste": waste}
        self.tally.day(day, flows | {"demand": asked, "served": served, "known": known}, stock)

    def end(self) -> None:
        """Closes the cycles that end with the last day."""
        day = self.demand.shape[1]
        self.tally.cycle(day, self._begins(day, self.due[:, day]), np.zeros(len(self.owed), bool))

    def _order(self, day: int) -> Floats:
        turn = day % self.review == 0
        position = self.shelves.units + self.coming - self.owed
        wanted = np.zeros(len(position))
        for number in np.unique(day // self.review[turn]):
            which = turn & (day // self.review == number)
            wanted = np.where(which, self.levels.wanted(position, int(number)), wanted)
        least = 0.0 if self.scene.minimum_order is None else self.scene.minimum_order
        order = up(np.where(wanted > 1e-9, np.maximum(wanted, least), 0.0), self.pack)
        lead = self.scene.lead_time
        lead = lead if lead.ndim == 1 else lead[:, day]
        self.due[np.arange(len(order)), day + lead] += order
        self.coming = self.coming + order
        return order

    def _begins(self, day: int, arrived: Floats) -> NDArray[np.bool_]:
        """Where a cycle begins: with reviews every day, at a delivery; else where one could come,
        a lead time after a review."""
        possible = (day >= self.lead) & ((day - self.lead) % self.review == 0)
        return np.where(self.review > 1, possible, arrived > 0)


def _check(demand: Floats, levels: Levels, scene: Scene) -> None:
    days = demand.shape[1]
    parts = [levels.reorder_point, levels.order_up_to]
    parts += [] if levels.quantity is None else [levels.quantity]
    if any(np.isnan(part).any() for part in parts):
        raise ValueError("levels must be known to be played")
    reviews = -(-days // max(int(levels.review.min()), 1))
    if any(part.ndim == 2 and part.shape[1] < reviews for part in parts):
        raise ValueError(f"{reviews} reviews are played, but the levels are of fewer")
    if scene.lead_time.min() < 1 or levels.review.min() < 1:
        raise ValueError("lead time and review period are at least a day")
