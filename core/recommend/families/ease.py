"""EASE: every item foretold from all others by one ridge regression (Steck 2019)."""

from dataclasses import dataclass
from pathlib import Path
from typing import ClassVar

import numpy as np
from pydantic import Field

from core.base.protocols import Estimate, Problem, Reporter
from core.base.specs import SHORT, Settings
from core.recommend import dense
from core.recommend.family import Known, RecommendFamily, Size
from core.recommend.histories import Histories
from core.recommend.interactions import Floats


class EaseSettings(Settings):
    """The ridge, and how much memory the table of all pairs of items may take."""

    texts: ClassVar[str] = "recommend.ease"

    ridge: float = Field(200.0, ge=0.1, le=1e6, json_schema_extra=SHORT)
    memory_mb: float = Field(3000.0, ge=10, le=1e6)


@dataclass(frozen=True)
class Ease:
    """What each item met (row) says of each other (items, items), its own place 0."""

    weights: Floats

    def scores(self, asked: Histories) -> Floats:
        """What the items met say together (b, items)."""
        met = asked.matrix()
        met.data[:] = 1.0
        return np.asarray(met @ self.weights, np.float32)

    def save(self, folder: Path) -> None:
        """Writes the table."""
        np.save(folder / "weights.npy", self.weights)


def fit(settings: EaseSettings, known: Known, _seed: int, _reporter: Reporter) -> Ease:
    """B = I - P / diag(P), P the inverse of (X'X + ridge)."""
    met = known.interactions.matrix()
    met.data[:] = 1.0
    inverse = dense.inverse_of(dense.gram_of(met), settings.ridge)
    inverse /= -np.diag(inverse)
    np.fill_diagonal(inverse, 0.0)
    return Ease(inverse)


def load(folder: Path) -> Ease:
    """Reads what `save` wrote."""
    return Ease(np.load(folder / "weights.npy", mmap_mode="r"))


def estimate(_settings: EaseSettings, size: Size) -> Estimate:
    """n^3 for the inverse, which is made in the place of the one table of n x n."""
    return Estimate(
        seconds=round(0.2 + size.items**3 * 4e-11 + size.rows * 1e-6, 1),
        memory_mb=round((size.items**2 * 4 * 1.5 + size.rows * 40) / 1e6 + 1, 1),
        parameters=size.items**2,
    )


def check(settings: EaseSettings, size: Size) -> tuple[Problem, ...]:
    """Refuses a table above the budget."""
    needed = estimate(settings, size).memory_mb
    return dense.over_budget(needed, settings.memory_mb, size.items)


FAMILY = RecommendFamily("ease", "linear", EaseSettings, fit, load, estimate, check)
