"""What a policy offers, and how its levels become orders."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Protocol

import numpy as np

from core.inventory.curve import Floats
from core.inventory.inputs import Items
from core.inventory.lost_sales import LostSales
from core.inventory.outlook import Outlook
from core.inventory.span import Span


@dataclass(frozen=True)
class Levels:
    """When to order, and how much, in units, by item (s,) or by item and review (s, n).

    An order is made at a review where the inventory position (what is there and comes in time, less
    what is owed) is at or below `reorder_point`: up to `order_up_to`, or whole times `quantity`
    where that is given (up to the reorder point where it is 0). `review` (s,) are the days from
    review to review. With `lost`, one or one a review, the level to order up to depends on the
    position. NaN: what the policy needs is not known.
    `span` is the time that the reorder point is for; None: lead time and the items' own cover.
    """

    reorder_point: Floats
    order_up_to: Floats
    review: Floats
    quantity: Floats | None = None
    lost: Sequence[LostSales] | None = None
    span: Span | None = None

    def protects(self, outlook: Outlook, items: Items) -> Span:
        """The time that the reorder point is for."""
        return self.span or Span(outlook, items.cover)

    def wanted(self, position: Floats, at: int = 0) -> Floats:
        """The units (s,) to order at review `at`, before packs, for `position` (s,)."""
        point, top = _column(self.reorder_point, at), _column(self.order_up_to, at)
        if self.lost is not None:
            need = self.lost[min(at, len(self.lost) - 1)].top(position) - position
        elif self.quantity is None:
            need = top - position
        else:
            each = _column(self.quantity, at)
            lots = np.floor((point - position) / np.where(each > 0, each, 1.0)) + 1
            need = np.where(each > 0, lots * each, point - position)
        return np.where(position <= point, np.maximum(need, 0), 0.0)


class Policy(Protocol):
    """A way to order."""

    def levels(self, outlook: Outlook, items: Items) -> Levels:
        """The levels for these items, from the demand that is expected."""


def _column(values: Floats, at: int) -> Floats:
    return values if values.ndim == 1 else values[:, min(at, values.shape[1] - 1)]
