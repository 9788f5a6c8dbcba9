"""Exponential smoothing, its components chosen by the corrected AIC (Hyndman et al. 2002)."""

from typing import ClassVar, Literal

from pydantic import Field

from core.base.protocols import Problem
from core.base.specs import SHORT, Settings
from core.demand.panel import Floats
from core.demand.univariate import Ahead, Method, family_of

LONGEST_CYCLE = 24
"""Longer seasons have too many states: the method goes without, as R's `ets` does."""
_LETTER = {"auto": "Z", "none": "N", "additive": "A", "multiplicative": "M"}


class AutoEtsSettings(Settings):
    """Which trend and season are tried. A multiplicative season becomes an additive one where some
    periods sold nothing."""

    texts: ClassVar[str] = "demand.auto_ets"

    trend: Literal["auto", "none", "additive"] = Field("auto", json_schema_extra=SHORT)
    damped: Literal["auto", "yes", "no"] = Field("auto", json_schema_extra=SHORT)
    season: Literal["auto", "none", "additive", "multiplicative"] = Field(
        "auto", json_schema_extra=SHORT
    )
    history: int = Field(1100, ge=14, le=20_000)


def forecast(settings: AutoEtsSettings, y: Floats, ahead: Ahead) -> Floats:
    """The means of the chosen model (h,)."""
    from statsforecast.models import AutoETS

    cycle = ahead.cycle if ahead.cycle <= LONGEST_CYCLE else 1
    season = settings.season if cycle > 1 else "none"
    if season == "multiplicative" and y.min() <= 0:
        season = "additive"
    model = f"Z{_LETTER[settings.trend]}{_LETTER[season]}"
    damped = {"auto": None, "yes": True, "no": False}[settings.damped]
    found = AutoETS(season_length=cycle, model=model, damped=damped).forecast(y, ahead.horizon)
    return found["mean"]


def check(settings: AutoEtsSettings) -> tuple[Problem, ...]:
    """A trend that there is none of cannot be damped."""
    if settings.trend == "none" and settings.damped == "yes":
        return (Problem(code="damped_without_trend"),)
    return ()


METHOD = Method("auto_ets", AutoEtsSettings, forecast, fewest=10, cycles=2, cost=0.4)
FAMILY = family_of(METHOD, "statistical", check)
