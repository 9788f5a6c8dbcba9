"""The time that a level of stock is for, and what of the goods on their way counts in it."""

from dataclasses import dataclass
from functools import cached_property

import numpy as np

from core.inventory.curve import Floats
from core.inventory.inputs import Items
from core.inventory.outlook import Outlook


@dataclass(frozen=True)
class Span:
    """The lead time of `outlook` and `cover` days (s,) after it."""

    outlook: Outlook
    cover: Floats

    @property
    def days(self) -> Floats:
        """How long it is (s,), at the mean lead time."""
        return self.outlook.lead_time + self.cover

    @cached_property
    def mean(self) -> Floats:
        """The expected demand (s,)."""
        return self.outlook.mean(self.cover)

    def late(self, items: Items) -> np.ndarray:
        """Where (s,) something is on order that comes only after the span."""
        return np.asarray((items.of("on_order") > 0) & (items.of("due_in") >= self.days))

    def counted(self, items: Items) -> Floats:
        """The stock (s,) that an order made now goes on top of: what is on hand, and what is on
        order as far as it is of use.

        What comes by the lead time counts in full. What comes after it cannot be sold on the days
        between, so it counts for no more than the days that are left are expected to ask for, and
        what will be owed by the delivery; what comes after the span counts for nothing.
        """
        hand, road, due = (items.of(name) for name in ("on_hand", "on_order", "due_in"))
        lead = self.outlook.lead_time
        came = np.where(due < self.days, road, 0.0)
        if not ((came > 0) & (due > lead)).any():
            return hand + came
        left = self.mean - self.outlook.mean(np.clip(due - lead, 0, self.cover))
        owed = np.maximum(self.outlook.mean() - hand, 0)
        return hand + np.where(due > lead, np.minimum(came, left + owed), came)
