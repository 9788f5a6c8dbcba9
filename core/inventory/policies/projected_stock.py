"""(R, S) with lost sales: order up to what the stock projected for the delivery needs."""

from dataclasses import dataclass

import numpy as np

from core.inventory import curve
from core.inventory.cover import lasting
from core.inventory.curve import Floats
from core.inventory.inputs import Items
from core.inventory.lost_sales import lost_sales
from core.inventory.outlook import Outlook
from core.inventory.policies.policy import Levels


@dataclass(frozen=True)
class ProjectedStock:
    """Order-up-to that does not order for customers who will have gone: with little in stock, what
    is asked for until the delivery is lost and need not be replaced."""

    service_level: float | Floats

    def levels(self, outlook: Outlook, items: Items) -> Levels:
        """The order-up-to levels (s,) of a full shelf; `lost` has those of emptier ones."""
        level = np.broadcast_to(np.asarray(self.service_level, dtype=np.float64), len(items.ids))
        span = lasting(outlook, items, items.cover)
        top = curve.quantile(outlook.quantiles(span.cover), level)
        lost = lost_sales(outlook, span.cover, level)
        return Levels(top, top, items.of("review_period"), lost=(lost,), span=span)
