"""The classic safety stock, for comparison with the one from the calibrated quantile."""

from core.inventory import formulas
from core.inventory.curve import Floats
from core.inventory.span import Span


def classic_safety_stock(span: Span, level: float | Floats) -> Floats:
    """z x sd (s,), as if the periods were independent and normal: the variance of the forecast's
    single periods, over the span of the level, and that of the lead time."""
    outlook = span.outlook
    each = outlook.forecast.edges[-1] / len(outlook.forecast.dates)
    mean, sd = outlook.single
    return formulas.safety_stock(
        level,
        sd,
        span.days / each,
        mean,
        outlook.lead_time_sd / each,
    )
