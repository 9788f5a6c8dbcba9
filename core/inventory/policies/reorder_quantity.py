"""(s, Q): once the position is down to s, order Q."""

from dataclasses import dataclass

from core.inventory import curve
from core.inventory.cover import lasting
from core.inventory.curve import Floats
from core.inventory.inputs import Items
from core.inventory.outlook import Outlook
from core.inventory.policies.lots import lots
from core.inventory.policies.policy import Levels


@dataclass(frozen=True)
class ReorderQuantity:
    """s is the quantile of the demand over lead time + review period (the position is only seen at
    reviews), Q the economic order quantity, or `quantity` (s,)."""

    service_level: float | Floats
    quantity: Floats | None = None

    def levels(self, outlook: Outlook, items: Items) -> Levels:
        """Reorder points and quantities (s,)."""
        span = lasting(outlook, items, items.cover)
        point = curve.quantile(outlook.quantiles(span.cover), self.service_level)
        each = lots(outlook, items) if self.quantity is None else self.quantity
        return Levels(point, point + each, items.of("review_period"), each, span=span)
