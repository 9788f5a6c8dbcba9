"""What a unit too few and a unit too many cost, and the service level that follows."""

import numpy as np

from core.base.forecast import LEVELS
from core.inventory import formulas
from core.inventory.curve import Floats
from core.inventory.inputs import Items


def underage(items: Items) -> Floats:
    """What a unit short costs (s,): `stockout_cost`, else the margin, price less cost, and not less
    than nothing; NaN where neither is known."""
    margin = np.maximum(items.of("price") - items.of("unit_cost"), 0)
    stated = items.of("stockout_cost")
    return np.where(np.isnan(stated), margin, stated)


def overage(items: Items) -> Floats:
    """What a unit left over at the end of a review period costs (s,): holding it, and the unit
    itself where it spoils by then; NaN where its cost is not known."""
    review = items.of("review_period")
    spoiled = items.of("shelf_life") <= review
    return items.holding_cost * review + np.where(spoiled, items.of("unit_cost"), 0.0)


def best_service_level(items: Items) -> Floats:
    """The critical ratio (s,), within the levels that forecasts have; NaN where it is not known."""
    few, many = underage(items), overage(items)
    known = few + many > 0
    ratio = formulas.critical_ratio(np.where(known, few, np.nan), np.where(known, many, np.nan))
    return np.clip(ratio, LEVELS[0], LEVELS[-1])
