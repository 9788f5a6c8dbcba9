"""What sells best of all time: the simplest baseline."""

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


class PopularitySettings(Settings):
    """After how many days a meeting counts half; 0: all count alike."""

    texts: ClassVar[str] = "recommend.popularity"

    half_life: float = Field(0.0, ge=0, le=3650, json_schema_extra=SHORT)


@dataclass(frozen=True)
class Popularity:
    """The summed weights of each item's meetings (items,), the same for everybody."""

    counts: Floats

    def scores(self, asked: Histories) -> Floats:
        """The counts for every customer (b, items), a view that cannot be written to."""
        return np.broadcast_to(self.counts, (len(asked), len(self.counts)))

    def save(self, folder: Path) -> None:
        """Writes the counts."""
        np.save(folder / "counts.npy", self.counts)


def fit(settings: PopularitySettings, known: Known, _seed: int, _reporter: Reporter) -> Popularity:
    """Counts all meetings; where times are known and a half-life is set, old ones count less."""
    found = known.interactions
    weight = found.weight.astype(float)
    if settings.half_life and found.timed:
        weight *= 0.5 ** ((found.end - found.day) / settings.half_life)
    counts = np.bincount(found.item, weight, minlength=len(found.items))
    return Popularity(apart(counts, (counts,)))


def load(folder: Path) -> Popularity:
    """Reads what `save` wrote."""
    return Popularity(np.load(folder / "counts.npy"))


def estimate(_settings: PopularitySettings, size: Size) -> Estimate:
    """A count of all rows."""
    return Estimate(
        seconds=round(0.05 + size.rows * 3e-8, 2),
        memory_mb=round(size.rows * 3e-5 + 1, 1),
        parameters=size.items,
    )


FAMILY = RecommendFamily("popularity", "baseline", PopularitySettings, fit, load, estimate)
