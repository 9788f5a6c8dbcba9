"""What a level is expected to bring, from the forecast alone: services and stock, at once for any
level, so that a slider need not wait.

Stock up to a level S now, and nothing else comes before the next order does, a review period
after this one: on the days between, S less the demand so far is there. Shortages are reckoned as
owed, not lost, which makes them a little too many.
"""

from dataclasses import dataclass

import numpy as np

from core.inventory import curve
from core.inventory.curve import Floats
from core.inventory.outlook import Outlook

_DAYS = 14
"""At most so many days of a cycle are looked at."""


@dataclass(frozen=True)
class Expected:
    """Of a cycle, by item (s,): type 1 (`cycle_service`), type 2 (`fill_rate`, NaN where no demand
    is expected), the units that are short, the `demand`, and the mean `stock` of a night."""

    cycle_service: Floats
    fill_rate: Floats
    short: Floats
    demand: Floats
    stock: Floats

    @property
    def overall_fill_rate(self) -> float | None:
        """The share of all demand that is met; None where none is expected."""
        total = float(self.demand.sum())
        return 1 - float(self.short.sum()) / total if total > 0 else None


class Expectation:
    """The demand of a cycle, worked out once; `of` then answers for any level."""

    def __init__(self, outlook: Outlook, review: Floats) -> None:
        """`review` (s,) are the days of a cycle."""
        each = outlook.forecast.edges[-1] / len(outlook.forecast.dates)
        nights = max(int(min(np.ceil((review / each).max()), _DAYS)), 1)
        middles = (np.arange(nights) + 0.5) / nights
        self._until = outlook.quantiles(review)
        self._before = outlook.atoms(0.0)
        self._nights = [
            outlook.atoms(np.minimum(review * part + each / 2, review)) for part in middles
        ]
        self._after = curve.atoms(self._until, 64)

    def of(self, top: Floats) -> Expected:
        """What is expected with `top` (s,) units in stock and on their way."""
        demand = self._mean(self._after) - self._mean(self._before)
        short = above(self._after, top) - above(self._before, top)
        short = np.clip(short, 0, np.maximum(demand, 0))
        fill = np.divide(demand - short, demand, out=np.full(len(top), np.nan), where=demand > 0)
        stock = np.mean([below(night, top) for night in self._nights], axis=0)
        service = curve.probability(self._until, top)
        return Expected(service, fill, short, demand, stock)

    @property
    def until(self) -> Floats:
        """Quantiles (s, q) of the demand over the protection interval."""
        return self._until

    def served(self, top: Floats) -> Floats:
        """The expected part of the demand over the protection interval (s, n) that `top` (s, n)
        units can serve."""
        values, weights = self._after
        return np.stack(
            [np.minimum(values, one[:, None]) @ weights for one in np.moveaxis(top, 1, 0)], axis=1
        )

    @staticmethod
    def _mean(atoms: tuple[Floats, Floats]) -> Floats:
        return atoms[0] @ atoms[1]


def below(atoms: tuple[Floats, Floats], top: Floats) -> Floats:
    """The expected units (s,) by which demand stays below `top` (s,)."""
    return np.maximum(top[:, None] - atoms[0], 0) @ atoms[1]


def above(atoms: tuple[Floats, Floats], top: Floats) -> Floats:
    """The expected units (s,) by which demand exceeds `top` (s,)."""
    return np.maximum(atoms[0] - top[:, None], 0) @ atoms[1]
