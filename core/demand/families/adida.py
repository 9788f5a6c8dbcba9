"""Periods are added up to blocks of the usual interval between sales, the blocks smoothed, and the
forecast divided again (Nikolopoulos et al. 2011)."""

from typing import ClassVar

from pydantic import Field

from core.base.specs import Settings
from core.demand.panel import Floats
from core.demand.univariate import Ahead, Method, family_of


class AdidaSettings(Settings):
    """How much of the past is smoothed."""

    texts: ClassVar[str] = "demand.adida"

    history: int = Field(1100, ge=14, le=20_000)


def forecast(_settings: AdidaSettings, y: Floats, ahead: Ahead) -> Floats:
    """The smoothed block over its length, for every period (h,)."""
    from statsforecast.models import ADIDA

    return ADIDA().forecast(y, ahead.horizon)["mean"]


METHOD = Method("adida", AdidaSettings, forecast, fewest=2, counts=True, cost=3e-4)
FAMILY = family_of(METHOD, "statistical")
