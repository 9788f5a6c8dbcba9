"""(R, S): at every review, order up to the level that lasts until the next order has come."""

from dataclasses import dataclass

from core.inventory import curve
from core.inventory.cover import lasting
from core.inventory.curve import Floats
from core.inventory.inputs import Items
from core.inventory.outlook import Outlook
from core.inventory.policies.policy import Levels


@dataclass(frozen=True)
class OrderUpTo:
    """S is the quantile at `service_level` (a number, or one an item) of the demand over the
    protection interval: lead time + review period, or less where a unit spoils before that."""

    service_level: float | Floats

    def levels(self, outlook: Outlook, items: Items) -> Levels:
        """The order-up-to levels (s,); they are their own reorder points."""
        span = lasting(outlook, items, items.cover)
        top = curve.quantile(outlook.quantiles(span.cover), self.service_level)
        return Levels(top, top, items.of("review_period"), span=span)
