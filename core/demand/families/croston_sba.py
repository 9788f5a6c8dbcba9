"""Croston's method with the correction of Syntetos and Boylan (2005): sizes and the intervals
between sales are smoothed apart."""

from typing import ClassVar

from pydantic import Field

from core.base.specs import Settings
from core.demand.panel import Floats
from core.demand.univariate import Ahead, Method, family_of


class CrostonSbaSettings(Settings):
    """How much of the past is smoothed."""

    texts: ClassVar[str] = "demand.croston_sba"

    history: int = Field(1100, ge=14, le=20_000)


def forecast(_settings: CrostonSbaSettings, y: Floats, ahead: Ahead) -> Floats:
    """The usual size over the usual interval, times .95, for every period (h,)."""
    from statsforecast.models import CrostonSBA

    return CrostonSBA().forecast(y, ahead.horizon)["mean"]


METHOD = Method("croston_sba", CrostonSbaSettings, forecast, fewest=2, counts=True, cost=1e-4)
FAMILY = family_of(METHOD, "statistical")
