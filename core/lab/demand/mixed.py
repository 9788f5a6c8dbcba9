"""What spreads around the mean of a blend."""

from dataclasses import dataclass

import numpy as np

from core.demand.bounds import MOST
from core.demand.panel import Floats, Panel
from core.lab.demand.fitting import Quantiles


@dataclass(frozen=True)
class Mixed:
    """The mean of the quantiles (Ratcliff 1979, Vincent averages) that members spread around their
    own `means` of what follows one panel; `mean` is the blend's.

    Each counts alike, whatever its weight in the mean, and around its own mean: weighted, or moved
    to the mean of the blend, they were further off on sales of before.
    """

    spreads: tuple[Quantiles, ...]
    means: tuple[Floats, ...]
    mean: Floats

    def quantiles(self, panel: Panel, mean: Floats) -> tuple[Floats, Floats]:
        """Quantiles (s, h, q) of the periods after that panel, in whole pieces as each member's
        are, and of their sums; of another `mean` than the blend's they change as it does."""
        each = [s.quantiles(panel, mean) for s, mean in zip(self.spreads, self.means, strict=True)]
        single, sums = (np.mean(tables, axis=0) for tables in zip(*each, strict=True))
        days = _times(mean, self.mean)
        together = _times(mean.cumsum(axis=1), self.mean.cumsum(axis=1))
        single = np.rint(single * days) if panel.whole else single * days
        return single, np.maximum.accumulate(sums * together, axis=1)


def _times(mean: Floats, own: Floats) -> Floats:
    """By what one mean (s, h) is another (s, h, 1), at most `MOST`; 1 where that is nothing."""
    ratio = np.divide(mean, own, out=np.ones_like(own), where=own > 0)
    return np.asarray(np.minimum(ratio, MOST)[:, :, None])
