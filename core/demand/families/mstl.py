"""Week and year taken out by loess one after the other, the rest smoothed exponentially (Bandara,
Hyndman and Bergmeir 2021)."""

from typing import ClassVar

from pydantic import Field

from core.base.specs import SHORT, Settings
from core.demand.panel import Floats
from core.demand.univariate import Ahead, Method, family_of


class MstlSettings(Settings):
    """Whether the year is looked for beside the shorter season, where there are two years."""

    texts: ClassVar[str] = "demand.mstl"

    yearly: bool = Field(True, json_schema_extra=SHORT)
    robust: bool = False
    history: int = Field(1500, ge=14, le=20_000)


def forecast(settings: MstlSettings, y: Floats, ahead: Ahead) -> Floats:
    """Seasons of the last cycles on top of a smoothed rest (h,)."""
    from statsforecast.models import MSTL, AutoETS

    if ahead.cycle == 1:
        return AutoETS(season_length=1).forecast(y, ahead.horizon)["mean"]
    seasons = {ahead.cycle}
    if settings.yearly and len(y) >= 2 * ahead.year:
        seasons.add(ahead.year)
    model = MSTL(season_length=sorted(seasons), stl_kwargs={"robust": settings.robust})
    return model.forecast(y, ahead.horizon)["mean"]


METHOD = Method("mstl", MstlSettings, forecast, fewest=10, cycles=2, cost=0.5)
FAMILY = family_of(METHOD, "statistical")
