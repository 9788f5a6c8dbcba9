"""Any family, taught what prices, promotions and empty shelves do to sales: it learns from sales as
they would have been on ordinary days with full shelves, and its means are multiplied by what is
known of the days ahead.
"""

from dataclasses import dataclass, replace
from pathlib import Path

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from core.demand.censored import suspected
from core.demand.family import Fitted
from core.demand.panel import Floats, Panel
from core.demand.response import Learned, learn_response

_LEAST = 0.02
"""Effects below it are taken for closed days: dividing by them would make a peak of one sale."""
_SHARED = 20
"""Series that share a value of a key, on average, for their days to be told apart by it."""


@dataclass(frozen=True)
class Responsive:
    """A fitted family and the effects that its series were freed of."""

    fitted: Fitted
    learned: Learned

    def mean(self, panel: Panel) -> Floats:
        """The means of the periods after the end of `panel` (s, h) under what is known of them."""
        factor = _factor(panel, self.learned)
        found = self.fitted.mean(ordinary(panel, self.learned, factor))
        end = panel.y.shape[1]
        ahead = factor[:, end : end + found.shape[1]]
        return found * ahead if ahead.shape[1] else found

    def save(self, folder: Path) -> None:
        """Writes the family; the effects are kept with the bundle."""
        self.fitted.save(folder)


def learned_of(panel: Panel) -> Learned | None:
    """The effects in a panel; None where nothing is known ahead and no shelf was ever empty."""
    empty, together = panel.empty, groups(panel)
    if panel.suspect:
        found = learn_response(panel, empty, together)
        runs = suspected(panel.y, found.mean, found.scatter)
        empty = runs if empty is None else empty | runs
    if not panel.known and (empty is None or not empty.any()):
        return None
    return learn_response(panel, empty, together)


def ordinary(panel: Panel, learned: Learned, factor: Floats | None = None) -> Panel:
    """The panel as it would have been without the effects: demand instead of sales as far as it was
    learned, unknown on closed days and on later ones with empty shelves."""
    factor = _factor(panel, learned) if factor is None else factor
    y = panel.y if panel.empty is None else np.where(panel.empty, np.nan, panel.y)
    told = min(learned.demand.shape[1], y.shape[1])
    y = np.concatenate([learned.demand[:, :told], y[:, told:]], axis=1)
    past = factor[:, : y.shape[1]]
    y = np.where(past >= _LEAST, y / np.maximum(past, _LEAST), np.nan)
    return replace(panel, y=y, known={}, empty=None, suspect=False)


def _factor(panel: Panel, learned: Learned) -> Floats:
    width = next((v.shape[1] for v in panel.known.values()), panel.y.shape[1])
    return learned.response.factor(panel.known, width)


def groups(panel: Panel) -> NDArray[np.int64]:
    """Which series share their days (s,): those of one value of the key with the fewest values,
    where each value has enough series; else all."""
    alone = np.zeros(len(panel.y), dtype=np.int64)
    numbers = [pd.factorize(panel.keys[name])[0].astype(np.int64) for name in panel.keys]
    fitting = [n for n in numbers if n.max() > 0 and len(n) >= _SHARED * (n.max() + 1)]
    return min(fitting, key=lambda n: int(n.max()), default=alone)
