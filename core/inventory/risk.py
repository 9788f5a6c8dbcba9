"""How likely an item has run out, day by day, with what is there and what is on its way."""

import numpy as np

from core.inventory import curve
from core.inventory.curve import Floats
from core.inventory.expect import above
from core.inventory.inputs import Items
from core.inventory.outlook import Outlook


def stockout_risks(outlook: Outlook, items: Items, order: Floats) -> tuple[Floats, Floats]:
    """The probability (s, h) that the demand up to each period exceeds all that has come by then:
    what is on hand and what is on order once it is due; and the same with an `order` (s,) made now,
    which has come by each period as likely as its lead time has ended."""
    forecast, day = outlook.forecast, outlook.forecast.edges[:-1]
    come = items.of("on_hand")[:, None] + np.zeros(len(day))
    come = come + items.of("on_order")[:, None] * (day >= items.of("due_in")[:, None])
    without, served = (
        1 - curve.probability(forecast.cumulative, there) for there in (come, come + order[:, None])
    )
    arrived = outlook.arrived(day)
    return without, arrived * served + (1 - arrived) * without


def risk_before_delivery(outlook: Outlook, risk: Floats) -> Floats:
    """The highest `risk` (s, h) before an order made now comes (s,), on average over the lead times
    that it may have."""
    highest = np.maximum.accumulate(risk, axis=1)
    highest = np.concatenate([np.zeros((len(risk), 1)), highest], axis=1)
    begun = np.searchsorted(outlook.forecast.edges[:-1], outlook.leads)
    return np.asarray(np.take_along_axis(highest, begun, 1) @ outlook.shares)


def short_before_delivery(outlook: Outlook, items: Items) -> Floats:
    """The units (s,) expected to be asked for in vain before an order made now can come: no order
    can serve them. What is on order helps from the day it is due."""
    hand, road, due = items.of("on_hand"), items.of("on_order"), items.of("due_in")
    soon = (road > 0) & (due < outlook.lead_time)
    short = above(outlook.atoms(), hand + road * soon)
    if not soon.any():
        return short
    wait = np.minimum(due, outlook.lead_time)
    first = Outlook(outlook.forecast, wait, np.zeros(len(wait))).atoms()
    return np.where(soon, np.maximum(short, above(first, hand)), short)


def runs_out(risk: Floats) -> Floats:
    """The first period (s,) by whose `risk` (s, h) an item has more likely run out than not; NaN:
    none."""
    likely = risk > 0.5
    return np.where(likely.any(axis=1), likely.argmax(axis=1), np.nan)
