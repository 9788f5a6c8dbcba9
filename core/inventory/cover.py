"""For how long an order must last: closed days alone ask for nothing."""

import numpy as np

from core.inventory.curve import Floats
from core.inventory.inputs import Items
from core.inventory.outlook import Outlook
from core.inventory.span import Span

_NIL = 0.02
"""Where even the highest quantile is no more than this share of a usual day, nothing is asked."""


def lasting(outlook: Outlook, items: Items, cover: Floats) -> Span:
    """The time that an order made now must last: `cover` days (s,) after its arrival, or, where as
    good as nothing can sell by their end, until the end of the first period in which something can,
    as far as the forecast reaches and a unit keeps.

    A level covers the demand of lead time and one review period at least (Snyder and Shen 2019,
    4.3). Of a shop that is closed on the first days of a forecast, and delivered at once, that
    would be none: nobody reviews stock on those days, the first review is that of the next open
    day.
    """
    forecast = outlook.forecast
    usual = _NIL * forecast.daily
    sells = forecast.cumulative[:, :, -1] > usual[:, None]
    first = forecast.edges[1:][sells.argmax(axis=1)] - outlook.lead_time
    first = np.minimum(first, forecast.edges[-1] - outlook.longest)
    longer = np.fmax(np.fmin(first, items.of("shelf_life")), cover)
    silent = outlook.quantiles(cover)[:, -1] <= usual
    return Span(outlook, np.where(sells.any(axis=1) & silent, longer, cover))
