"""The textbook's order-up-to level, mean + z sd of the recent past, for comparison."""

from dataclasses import dataclass

import numpy as np

from core.inventory import formulas
from core.inventory.curve import Floats
from core.inventory.inputs import Items
from core.inventory.outlook import Outlook
from core.inventory.policies.policy import Levels


@dataclass(frozen=True)
class Classic:
    """Knows the past only: the `mean` and `sd` (s,) of the demand of a day, or whatever the unit of
    time of the outlook is, taken as normal and independent from one to the next."""

    service_level: float | Floats
    mean: Floats
    sd: Floats

    def levels(self, outlook: Outlook, items: Items) -> Levels:
        """The order-up-to levels (s,) for lead time + review period."""
        days = outlook.lead_time + items.of("review_period")
        safety = formulas.safety_stock(
            self.service_level, self.sd, days, self.mean, outlook.lead_time_sd
        )
        top = np.asarray(self.mean * days + safety)
        return Levels(top, top, items.of("review_period"))


def recent(sold: Floats, days: float, periods: int) -> tuple[Floats, Floats]:
    """The mean and the sd (s,) of a day over the last `periods` of `sold` (s, t), each of `days`
    days; NaN is not known, and a series without anything known sells nothing."""
    last = sold[:, -periods:]
    known = ~np.isnan(last)
    count = np.maximum(known.sum(axis=1), 1)
    mean = np.where(known, last, 0).sum(axis=1) / count
    squares = np.where(known, (last - mean[:, None]) ** 2, 0).sum(axis=1)
    return mean / days, np.sqrt(squares / np.maximum(count - 1, 1) / days)
