"""How much to order at a time, where the policy says only when."""

import numpy as np

from core.inventory import formulas
from core.inventory.curve import Floats
from core.inventory.inputs import Items
from core.inventory.outlook import Outlook


def economic_lots(outlook: Outlook, items: Items) -> Floats:
    """The economic order quantity (s,) at the forecast's mean demand, at least a pack (also where
    an order costs nothing); 0 where nothing is expected to sell; NaN where the cost of an order or
    of holding is not known, or holding costs nothing."""
    daily = outlook.forecast.daily
    holding = items.holding_cost
    known = holding > 0
    lots = formulas.economic_order_quantity(
        items.of("ordering_cost"), np.where(known, holding, 1.0), daily
    )
    return np.where(known, _packed(lots, outlook, items), np.nan)


def lots(outlook: Outlook, items: Items) -> Floats:
    """The economic order quantity (s,), or, where its costs are not known, what a review period is
    expected to sell; never less than a pack of what sells at all."""
    economic = economic_lots(outlook, items)
    between = outlook.forecast.daily * items.of("review_period")
    usual = np.where(np.isnan(economic), between, economic)
    return _packed(usual, outlook, items)


def _packed(lots: Floats, outlook: Outlook, items: Items) -> Floats:
    """Lots (s,) of at least a pack; none of what is not expected to sell."""
    return np.where(outlook.forecast.daily > 0, np.maximum(lots, items.of("pack_size")), 0.0)
