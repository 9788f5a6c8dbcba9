"""Newsvendor: one order for a short season."""

from dataclasses import dataclass

import numpy as np

from core.inventory import curve
from core.inventory.curve import Floats
from core.inventory.inputs import Items
from core.inventory.outlook import Outlook
from core.inventory.policies.policy import Levels
from core.inventory.span import Span


@dataclass(frozen=True)
class Newsvendor:
    """Orders once, up to the quantile of the demand until the season ends, `season` days from now
    (None: with the forecast). `service_level` is best the critical ratio."""

    service_level: float | Floats
    season: float | None = None

    def levels(self, outlook: Outlook, items: Items) -> Levels:
        """The order-up-to levels (s,), reviewed once: the review period is the season."""
        horizon = outlook.forecast.edges[-1]
        season = np.full(len(items.ids), horizon if self.season is None else self.season)
        sure = Outlook(outlook.forecast, season, np.zeros(len(season)))
        top = curve.quantile(sure.quantiles(), self.service_level)
        return Levels(top, top, season, span=Span(sure, np.zeros(len(season))))
