"""How high to stock where demand that cannot be met is lost, not owed.

Until an order arrives no more can be sold than is there or on its way, so an order-up-to level for
the whole demand of the protection interval orders, from an empty shelf, for customers who have
gone. The level here is the quantile of min(demand over the lead time, position) + demand between
this delivery and the next: the stock projected for the delivery then lasts with the probability
asked for (the projected inventory level policy, van Jaarsveld and Arts 2024, with a service level
in place of a cost). With enough stock it is the usual order-up-to level.
"""

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from core.inventory import curve
from core.inventory.curve import Floats
from core.inventory.expect import Expected
from core.inventory.outlook import Outlook

_VALUES, _COARSE = 32, 10
"""Values that stand for a demand, and for one where many levels are looked at."""
_HALVINGS = 10
_NIGHTS = (0.125, 0.375, 0.625, 0.875)
"""Parts of a cycle after which its stock is looked at."""


@dataclass(frozen=True)
class LostSales:
    """Demand over the lead time, as values `lead` (s, m) with `weights` (m,), and between two
    deliveries, as quantiles `after` (s, q); the service `level` (s,), and the order-up-to level
    `full` (s,) of a full shelf.

    The two demands are taken as independent, and scaled alike so that together they have the
    calibrated quantile of their sum.
    """

    lead: Floats
    weights: Floats
    after: Floats
    level: Floats
    full: Floats

    def top(self, position: Floats) -> Floats:
        """The order-up-to level (s,) of an item whose stock and orders on their way are
        `position` (s,)."""
        sold = np.minimum(self.lead, np.maximum(position, 0)[:, None])
        found, scarce = self.full.copy(), position < self.lead[:, -1]
        few = self.only(np.flatnonzero(scarce))
        low = curve.quantile(few.after, few.level)
        found[scarce] = few.reached(sold[scarce], low, np.maximum(few.full, low))
        return found

    def reached(self, sold: Floats, low: Floats, high: Floats) -> Floats:
        """The quantile (s,) of what is `sold` (s, m) in the lead time and asked for after it,
        between `low` and `high`, by halving."""
        for _ in range(_HALVINGS):
            middle = (low + high) / 2
            chance = curve.probability(self.after[:, None, :], middle[:, None] - sold)
            enough = chance @ self.weights >= self.level
            low, high = np.where(enough, low, middle), np.where(enough, middle, high)
        return np.asarray((low + high) / 2)

    def only(self, places: NDArray[np.int64]) -> "LostSales":
        """Some of the items."""
        return LostSales(
            self.lead[places], self.weights, self.after[places], self.level[places],
            self.full[places],
        )  # fmt: skip


@dataclass(frozen=True)
class LostService:
    """What orders are expected to bring to items with a `position` (s,) of stock and orders, in the
    cycle from their delivery to the next, where what cannot be met is lost."""

    lost: LostSales
    position: Floats

    def of(self, top: Floats) -> Expected:
        """With `top` (s,) units in stock and on their way."""
        after, weights = curve.atoms(self.lost.after, _VALUES)
        stock, share = self._delivered(top)[..., None], np.outer(self.lost.weights, weights)
        short = _mean(np.maximum(after[:, None] - stock, 0), share)
        demand = after @ weights
        nights = [_mean(np.maximum(stock - part * after[:, None], 0), share) for part in _NIGHTS]
        chance = curve.probability(self.lost.after[:, None, :], stock[..., 0])
        fill = np.divide(demand - short, demand, out=np.full(len(top), np.nan), where=demand > 0)
        service = chance @ self.lost.weights
        return Expected(service, fill, short, demand, np.mean(nights, axis=0))

    def served(self, top: Floats) -> Floats:
        """The expected demand of the cycle (s, n) that `top` (s, n) units can serve."""
        after, weights = curve.atoms(self.lost.after, _COARSE)
        share = np.outer(self.lost.weights, weights)
        return np.stack(
            [
                _mean(np.minimum(after[:, None], self._delivered(one)[..., None]), share)
                for one in np.moveaxis(top, 1, 0)
            ],
            axis=1,
        )

    def _delivered(self, top: Floats) -> Floats:
        """The stock (s, m) when the order has come, by what the lead time may ask for."""
        left = np.maximum(self.position[:, None] - self.lost.lead, 0)
        return np.asarray(left + np.maximum(top - self.position, 0)[:, None])


def _mean(values: Floats, share: Floats) -> Floats:
    return np.asarray((values * share).sum(axis=(1, 2)))


def lost_sales(outlook: Outlook, cover: Floats, level: Floats) -> LostSales:
    """Of an order made now, which must last `cover` days (s,) from its delivery, at the service
    `level` (s,)."""
    lead, weights = curve.atoms(outlook.quantiles(0.0), _VALUES)
    first = Outlook(outlook.forecast, cover, np.zeros(len(cover)))
    usual, later = first.mean(), outlook.mean(cover) - outlook.mean()
    growth = np.divide(later, usual, out=np.ones(len(cover)), where=usual > 0)
    after = first.quantiles() * growth[:, None]
    full = curve.quantile(outlook.quantiles(cover), level)
    raw = LostSales(lead, weights, after, level, full)
    apart = raw.reached(lead, np.zeros(len(full)), lead[:, -1] + after[:, -1])
    scale = np.divide(full, apart, out=np.ones(len(full)), where=apart > 0)[:, None]
    return LostSales(lead * scale, weights, after * scale, level, full)
