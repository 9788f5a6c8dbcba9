"""An order-up-to level that is given, such as what is in stock today."""

from dataclasses import dataclass

from core.inventory.curve import Floats
from core.inventory.inputs import Items
from core.inventory.outlook import Outlook
from core.inventory.policies.policy import Levels


@dataclass(frozen=True)
class Fixed:
    """Orders up to `top` (s,) at every review, whatever the forecast."""

    top: Floats

    def levels(self, outlook: Outlook, items: Items) -> Levels:  # noqa: ARG002 (as every policy)
        """The levels as they are."""
        return Levels(self.top, self.top, items.of("review_period"))
