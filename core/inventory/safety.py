"""The classic safety stock, for comparison with the one from the calibrated quantile."""

import numpy as np

from core.inventory import curve, formulas
from core.inventory.curve import Floats
from core.inventory.outlook import Outlook, period_days


def classic_safety_stock(outlook: Outlook, review: Floats, level: float | Floats) -> Floats:
    """z x sd (s,), as if the periods were independent and normal: the variance of the forecast's
    single periods, over the protection interval, and that of the lead time."""
    each = period_days(outlook.forecast)
    values, weights = curve.atoms(outlook.forecast.quantiles, 64)
    mean = values @ weights
    variance = ((values - mean[..., None]) ** 2) @ weights
    return formulas.safety_stock(
        level,
        np.sqrt(variance.mean(axis=1)),
        (outlook.lead_time + review) / each,
        mean.mean(axis=1),
        outlook.lead_time_sd / each,
    )
