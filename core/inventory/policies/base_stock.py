"""Base stock: every period, order what was sold since."""

from dataclasses import dataclass

import numpy as np

from core.inventory import curve
from core.inventory.cover import lasting
from core.inventory.curve import Floats
from core.inventory.inputs import Items
from core.inventory.outlook import Outlook
from core.inventory.policies.policy import Levels


@dataclass(frozen=True)
class BaseStock:
    """Order-up-to with a review in every period of the forecast, whatever the review period."""

    service_level: float | Floats

    def levels(self, outlook: Outlook, items: Items) -> Levels:
        """The base stocks (s,): the quantile of the demand over lead time + one period, or as many
        as there are until something sells."""
        review = np.full(len(items.ids), outlook.forecast.edges[1])
        span = lasting(outlook, items, review)
        top = curve.quantile(outlook.quantiles(span.cover), self.service_level)
        return Levels(top, top, review, span=span)
