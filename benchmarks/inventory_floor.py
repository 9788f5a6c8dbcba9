"""The least that orders can cost where sales scatter around their means like counts."""

from dataclasses import dataclass

import numpy as np

from core.demand.panel import Floats, Panel
from core.inventory.inputs import Items
from core.inventory.policies.policy import Levels

ROUNDS = 30
LIKE_COUNTS = (0.9, 1.1)
"""Between these ratios of variance to mean, sales are held to scatter like counts."""


@dataclass(frozen=True)
class Counted:
    """Orders up to the Poisson quantile of the next fortnight; `mean` (s, t) are the true means of
    the days from the review on."""

    service_level: float
    mean: Floats

    def levels(self, outlook: object, items: Items) -> Levels:  # noqa: ARG002 (as every policy)
        """The quantiles (s,); beyond the last day, days are as before."""
        from scipy.stats import poisson

        top = poisson.ppf(self.service_level, 14 * self.mean[:, :14].mean(axis=1))
        return Levels(top, top, items.of("review_period"))


def counted(panel: Panel, start: int) -> Floats | None:
    """The means (s, t) of the days from `start` on, item x weekday x month x year, fitted on all
    days, those too; None where sales scatter around them unlike counts, or days are not known."""
    y, days = panel.y, panel.days(0)
    if np.isnan(y).any():
        return None
    places = [
        np.unique(part, return_inverse=True)[1] for part in (days.dayofweek, days.month, days.year)
    ]
    total, shape = y.sum(axis=0), np.ones(y.shape[1])
    for _ in range(ROUNDS):
        for place in places:
            shape *= (np.bincount(place, total) / np.bincount(place, shape))[place]
        shape /= shape.mean()
    mean = (y.mean(axis=1)[:, None] * shape)[:, start:]
    spread = float(((y[:, start:] - mean) ** 2 / mean).mean())
    return mean if LIKE_COUNTS[0] < spread < LIKE_COUNTS[1] else None
