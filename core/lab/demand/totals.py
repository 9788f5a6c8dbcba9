"""Totals of a run as they are kept: forecast alone, as sums of their series, and so that both
agree."""

from dataclasses import dataclass
from pathlib import Path

import numpy as np

from core.base.model import Value
from core.demand.hierarchy import Hierarchy
from core.demand.panel import Floats

FILE = "totals.npz"


class LevelScore(Value):
    """RMSSE over the windows of the totals of a level: forecast `alone`, as `sums` of their series,
    and `agreed`."""

    level: str
    count: int
    alone: float | None
    sums: float | None
    agreed: float | None


@dataclass(frozen=True)
class Totals:
    """The totals of a forecast (m, h): `alone` and `agreed`, whose series are `series` (n, h) by
    mean, young ones last; `quantiles` (m, h, q) of single periods and `cumulative` ones around the
    agreed. The sums of the series as they were forecast are `hierarchy.sums` of their means."""

    hierarchy: Hierarchy
    alone: Floats
    agreed: Floats
    series: Floats
    quantiles: Floats
    cumulative: Floats


def write(kept: Totals, folder: Path) -> None:
    """Writes `totals.npz` into the folder."""
    np.savez_compressed(
        folder / FILE,
        level=np.array(kept.hierarchy.level, dtype=np.str_),
        name=np.array(kept.hierarchy.name, dtype=np.str_),
        members=kept.hierarchy.members.astype(np.bool_),
        alone=kept.alone,
        agreed=kept.agreed,
        series=kept.series.astype(np.float32),
        quantiles=kept.quantiles,
        cumulative=kept.cumulative,
    )


def load(folder: Path) -> Totals | None:
    """Reads what `write` wrote; None where there is nothing."""
    if not (folder / FILE).exists():
        return None
    with np.load(folder / FILE) as kept:
        hierarchy = Hierarchy(
            tuple(str(one) for one in kept["level"]),
            tuple(str(one) for one in kept["name"]),
            kept["members"].astype(float),
        )
        return Totals(
            hierarchy,
            kept["alone"],
            kept["agreed"],
            kept["series"].astype(float),
            kept["quantiles"],
            kept["cumulative"],
        )
