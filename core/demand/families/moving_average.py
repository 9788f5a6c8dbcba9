"""The mean of the last periods, the same for every period ahead."""

from typing import ClassVar

import numpy as np
from pydantic import Field

from core.base.specs import SHORT, Settings
from core.demand.panel import Floats
from core.demand.univariate import Ahead, Method, family_of


class MovingAverageSettings(Settings):
    """Over how many periods: four weeks of days where nothing else is said."""

    texts: ClassVar[str] = "demand.moving_average"

    span: int = Field(28, ge=1, le=1000, json_schema_extra=SHORT)


def forecast(settings: MovingAverageSettings, y: Floats, ahead: Ahead) -> Floats:
    """The mean of the last `span` periods, or of as many as there are (h,)."""
    return np.full(ahead.horizon, y[-settings.span :].mean())


METHOD = Method("moving_average", MovingAverageSettings, forecast, closes=False)
FAMILY = family_of(METHOD, "baseline")
