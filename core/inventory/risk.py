"""How likely an item has run out, day by day, with what is there and what is on its way."""

import numpy as np

from core.base.forecast import Forecast
from core.inventory import curve
from core.inventory.curve import Floats
from core.inventory.inputs import Items
from core.inventory.outlook import period_days


def stockout_risk(forecast: Forecast, items: Items, order: Floats | None = None) -> Floats:
    """The probability (s, h) that the demand up to each period exceeds all that has come by then:
    what is on hand, what is on order once it is due, and an `order` (s,) made now."""
    each = period_days(forecast)
    day = np.arange(len(forecast.dates)) * each
    come = items.of("on_hand")[:, None] + np.zeros(len(day))
    come = come + items.of("on_order")[:, None] * (day >= items.of("due_in")[:, None])
    if order is not None:
        come = come + order[:, None] * (day >= items.of("lead_time")[:, None])
    return 1 - curve.probability(forecast.cumulative, come)


def risk_before_delivery(risk: Floats, items: Items, each: float) -> Floats:
    """The highest `risk` (s, h) before an order made now can come (s,); `each` is the days of a
    period."""
    day = np.arange(risk.shape[1]) * each
    return np.where(day < items.of("lead_time")[:, None], risk, 0.0).max(axis=1)


def runs_out(risk: Floats) -> Floats:
    """The first period (s,) by whose `risk` (s, h) an item has more likely run out than not; NaN:
    none."""
    likely = risk > 0.5
    return np.where(likely.any(axis=1), likely.argmax(axis=1), np.nan)
