"""How much to order at a time, where the policy says only when."""

import numpy as np

from core.inventory import formulas
from core.inventory.curve import Floats
from core.inventory.inputs import Items
from core.inventory.outlook import Outlook, period_days


def economic_lots(outlook: Outlook, items: Items) -> Floats:
    """The economic order quantity (s,) at the forecast's mean demand; NaN where the cost of an
    order or of holding is not known, or holding costs nothing."""
    daily = outlook.forecast.mean.mean(axis=1) / period_days(outlook.forecast)
    holding = items.holding_cost
    known = holding > 0
    lots = formulas.economic_order_quantity(
        items.of("ordering_cost"), np.where(known, holding, 1.0), daily
    )
    return np.where(known, lots, np.nan)


def lots(outlook: Outlook, items: Items) -> Floats:
    """The economic order quantity (s,), or, where its costs are not known, what a review period is
    expected to sell; never less than a pack."""
    daily = outlook.forecast.mean.mean(axis=1) / period_days(outlook.forecast)
    economic = economic_lots(outlook, items)
    usual = np.where(np.isnan(economic), daily * items.of("review_period"), economic)
    return np.maximum(usual, items.of("pack_size"))
