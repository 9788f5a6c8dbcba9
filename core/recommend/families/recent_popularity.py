"""What sold lately: the baseline that every recommender must beat."""

from dataclasses import dataclass
from pathlib import Path
from typing import ClassVar

import numpy as np
from pydantic import Field

from core.base.protocols import Estimate, Reporter
from core.base.specs import SHORT, Settings
from core.recommend.family import Known, RecommendFamily, Size
from core.recommend.histories import Histories
from core.recommend.interactions import Floats
from core.recommend.ranks import apart


class RecentPopularitySettings(Settings):
    """Over how many days before the end of what is known."""

    texts: ClassVar[str] = "recommend.recent_popularity"

    days: float = Field(21.0, ge=0.1, le=3650, json_schema_extra=SHORT)


@dataclass(frozen=True)
class RecentPopularity:
    """How many meetings each item had (items,), the same for everybody; ties by all time."""

    counts: Floats

    def scores(self, asked: Histories) -> Floats:
        """The counts for every customer (b, items)."""
        return np.broadcast_to(self.counts, (len(asked), len(self.counts)))

    def save(self, folder: Path) -> None:
        """Writes the counts."""
        np.save(folder / "counts.npy", self.counts)


def fit(
    settings: RecentPopularitySettings, known: Known, _seed: int, _reporter: Reporter
) -> RecentPopularity:
    """Counts the last days; all of them where no times are known."""
    found = known.interactions
    items = len(found.items)
    ever = np.bincount(found.item, found.weight, minlength=items)
    if not found.timed:
        return RecentPopularity(apart(ever, (ever,)))
    late = found.where(found.day >= found.end - settings.days)
    lately = np.bincount(late.item, late.weight, minlength=items)
    return RecentPopularity(apart(lately + ever / (2 * ever.sum() + 1), (lately, ever)))


def load(folder: Path) -> RecentPopularity:
    """Reads what `save` wrote."""
    return RecentPopularity(np.load(folder / "counts.npy"))


def estimate(_settings: RecentPopularitySettings, size: Size) -> Estimate:
    """A count of all rows."""
    return Estimate(seconds=round(0.05 + size.rows * 3e-8, 2), memory_mb=size.rows * 3e-5 + 1)


FAMILY = RecommendFamily(
    "recent_popularity", "baseline", RecentPopularitySettings, fit, load, estimate
)
