"""EOQ: the order of least cost for a demand that is taken as sure."""

from dataclasses import dataclass

from core.inventory.cover import lasting
from core.inventory.inputs import Items
from core.inventory.outlook import Outlook
from core.inventory.policies.lots import economic_lots
from core.inventory.policies.policy import Levels


@dataclass(frozen=True)
class EconomicOrder:
    """Orders the economic order quantity once the position covers no more than the mean demand of
    lead time + review period: no safety stock."""

    def levels(self, outlook: Outlook, items: Items) -> Levels:
        """Reorder points and quantities (s,), NaN where a cost that it needs is not known."""
        each = economic_lots(outlook, items)
        span = lasting(outlook, items, items.of("review_period"))
        point = span.mean + 0 * each
        return Levels(point, point + each, items.of("review_period"), each, span=span)
