"""The theta method: half the trend, smoothed, on the deseasonalised series; the variant is chosen
by its error (Assimakopoulos and Nikolopoulos 2000; Fiorucci et al. 2016)."""

from typing import ClassVar, Literal

from pydantic import Field

from core.base.specs import SHORT, Settings
from core.demand.panel import Floats
from core.demand.univariate import Ahead, Method, family_of


class AutoThetaSettings(Settings):
    """How the season is taken out; a multiplicative one only where every period sold something."""

    texts: ClassVar[str] = "demand.auto_theta"

    season: Literal["multiplicative", "additive"] = Field("multiplicative", json_schema_extra=SHORT)
    history: int = Field(1100, ge=14, le=20_000)


def forecast(settings: AutoThetaSettings, y: Floats, ahead: Ahead) -> Floats:
    """The means of the chosen variant (h,)."""
    from statsforecast.models import AutoTheta

    model = AutoTheta(season_length=ahead.cycle, decomposition_type=settings.season)
    return model.forecast(y, ahead.horizon)["mean"]


METHOD = Method("auto_theta", AutoThetaSettings, forecast, fewest=10, cycles=2, cost=0.2)
FAMILY = family_of(METHOD, "statistical")
