"""What was sold at the same place of the last cycle: the naive forecast every model must beat."""

from typing import ClassVar

import numpy as np
from pydantic import Field

from core.base.specs import SHORT, Settings
from core.demand.panel import Floats
from core.demand.univariate import Ahead, Method, family_of


class SeasonalNaiveSettings(Settings):
    """How many of the last cycles are averaged."""

    texts: ClassVar[str] = "demand.seasonal_naive"

    averaged: int = Field(1, ge=1, le=52, json_schema_extra=SHORT)


def forecast(settings: SeasonalNaiveSettings, y: Floats, ahead: Ahead) -> Floats:
    """The mean of the last whole cycles, again and again (h,)."""
    cycles = min(settings.averaged, len(y) // ahead.cycle)
    last = y[len(y) - cycles * ahead.cycle :].reshape(cycles, ahead.cycle).mean(axis=0)
    return np.resize(last, ahead.horizon)


METHOD = Method("seasonal_naive", SeasonalNaiveSettings, forecast, cycles=1)
FAMILY = family_of(METHOD, "baseline")
