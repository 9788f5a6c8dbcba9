"""What a customer buys again and again: the own frequency, where what is long ago counts less.

The baseline of next-basket prediction that many models do not beat (Hu et al. 2020; Li et al.
2023). It has nothing to say of items that a customer never met.
"""

from dataclasses import dataclass
from pathlib import Path
from typing import ClassVar

import numpy as np
from numpy.typing import NDArray
from pydantic import Field

from core.base.protocols import Estimate, Reporter
from core.base.specs import SHORT, Settings
from core.recommend.family import Known, RecommendFamily, Size
from core.recommend.histories import Histories
from core.recommend.interactions import Floats

STEP = 2.0**-22
"""By how much scores are held apart, relatively: twice what float32 can tell."""
DIGITS = 9
"""Frequencies whose logarithms agree to so many digits are equal: sums of powers are rounded."""
LEAST = 1e-30
"""What a meeting tells at least, however long ago."""


class BuyAgainSettings(Settings):
    """After how many days a meeting counts half; 0 counts all alike."""

    texts: ClassVar[str] = "recommend.buy_again"

    half_life: float = Field(60.0, ge=0, le=3650, json_schema_extra=SHORT)


@dataclass(frozen=True)
class BuyAgain:
    """How long a meeting tells (days), and how popular each item is among all (items,)."""

    half_life: float
    popular: NDArray[np.float64]

    def scores(self, asked: Histories) -> Floats:
        """The decayed frequency of what each customer met before, 0 of all else (b, items); of
        equal ones the more popular item is ahead by a hair."""
        pair, place = np.unique(asked.row * asked.items + asked.item, return_inverse=True)
        total = np.bincount(place, self._told(asked), minlength=len(pair))
        row, item = np.divmod(pair, max(asked.items, 1))
        sums = np.round(np.log2(np.maximum(total, np.finfo(float).tiny)), DIGITS)
        order = np.lexsort((self.popular[item], sums, row))
        rank = np.empty(len(pair), np.int64)
        rank[order] = np.arange(len(pair)) - np.searchsorted(row, np.arange(len(asked)))[row]
        found = np.zeros((len(asked), asked.items), np.float32)
        found[row, item] = np.maximum(total, LEAST) * (1 + STEP * rank)
        return found

    def _told(self, asked: Histories) -> NDArray[np.float64]:
        """What every meeting tells: its weight, halved every half-life where its time is known."""
        weight = asked.weight.astype(float)
        if not self.half_life:
            return weight
        age = np.maximum(asked.now[asked.row] - asked.day, 0.0)
        return np.asarray(weight * np.exp2(-np.nan_to_num(age) / self.half_life))

    def save(self, folder: Path) -> None:
        """Writes both."""
        np.savez(folder / "model.npz", half_life=self.half_life, popular=self.popular)


def fit(settings: BuyAgainSettings, known: Known, _seed: int, _reporter: Reporter) -> BuyAgain:
    """Nothing is learned but how popular items are: each history speaks for itself."""
    found = known.interactions
    popular = np.bincount(found.item, found.weight, minlength=len(found.items))
    return BuyAgain(settings.half_life, popular.astype(float))


def load(folder: Path) -> BuyAgain:
    """Reads what `save` wrote."""
    with np.load(folder / "model.npz") as kept:
        return BuyAgain(float(kept["half_life"]), kept["popular"])


def estimate(_settings: BuyAgainSettings, size: Size) -> Estimate:
    """A count of all rows."""
    return Estimate(
        seconds=round(0.05 + size.rows * 3e-8, 2),
        memory_mb=round(1 + size.rows * 1.6e-5 + size.items * 8e-6, 1),
    )


FAMILY = RecommendFamily("buy_again", "baseline", BuyAgainSettings, fit, load, estimate)
