"""Smoothed blocks of every length up to the usual interval between sales, averaged (Petropoulos and
Kourentzes 2015)."""

from typing import ClassVar

from pydantic import Field

from core.base.specs import Settings
from core.demand.panel import Floats
from core.demand.univariate import Ahead, Method, family_of


class ImapaSettings(Settings):
    """How much of the past is smoothed."""

    texts: ClassVar[str] = "demand.imapa"

    history: int = Field(1100, ge=14, le=20_000)


def forecast(_settings: ImapaSettings, y: Floats, ahead: Ahead) -> Floats:
    """The mean over all lengths of blocks, for every period (h,)."""
    from statsforecast.models import IMAPA

    return IMAPA().forecast(y, ahead.horizon)["mean"]


METHOD = Method("imapa", ImapaSettings, forecast, fewest=2, counts=True, cost=1e-3)
FAMILY = family_of(METHOD, "statistical")
