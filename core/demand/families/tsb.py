"""Teunter, Syntetos and Babai (2011): the chance of a sale and its size are smoothed apart, so that
the forecast of an item that has stopped selling falls to nothing."""

from typing import ClassVar

from pydantic import Field

from core.base.specs import SHORT, Settings
from core.demand.panel import Floats
from core.demand.univariate import Ahead, Method, family_of


class TsbSettings(Settings):
    """How fast sizes and chances follow what is new."""

    texts: ClassVar[str] = "demand.tsb"

    alpha_size: float = Field(0.1, gt=0, le=1, json_schema_extra=SHORT)
    alpha_chance: float = Field(0.1, gt=0, le=1, json_schema_extra=SHORT)
    history: int = Field(1100, ge=14, le=20_000)


def forecast(settings: TsbSettings, y: Floats, ahead: Ahead) -> Floats:
    """The chance of a sale times its size, for every period (h,)."""
    from statsforecast.models import TSB

    model = TSB(alpha_d=settings.alpha_size, alpha_p=settings.alpha_chance)
    return model.forecast(y, ahead.horizon)["mean"]


METHOD = Method("tsb", TsbSettings, forecast, fewest=2, counts=True, cost=1e-4)
FAMILY = family_of(METHOD, "statistical")
