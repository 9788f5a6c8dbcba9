"""(s, S): once the position is down to s, order up to S."""

from dataclasses import dataclass

from core.inventory import curve
from core.inventory.cover import lasting
from core.inventory.curve import Floats
from core.inventory.inputs import Items
from core.inventory.outlook import Outlook
from core.inventory.policies.lots import lots
from core.inventory.policies.policy import Levels


@dataclass(frozen=True)
class ReorderUpTo:
    """s is the quantile of the demand over lead time + review period, S lies an economic order
    quantity above it."""

    service_level: float | Floats

    def levels(self, outlook: Outlook, items: Items) -> Levels:
        """Reorder points and order-up-to levels (s,)."""
        span = lasting(outlook, items, items.cover)
        point = curve.quantile(outlook.quantiles(span.cover), self.service_level)
        top = point + lots(outlook, items)
        return Levels(point, top, items.of("review_period"), span=span)
