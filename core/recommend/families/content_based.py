"""Items like those a customer met, by their texts and attributes: also items nobody met yet."""

from dataclasses import dataclass
from pathlib import Path
from typing import ClassVar

import numpy as np
from pydantic import Field
from scipy import sparse

from core.base.protocols import Estimate, Reporter
from core.base.specs import SHORT, Settings
from core.recommend.family import BLOCK, Known, RecommendFamily, Size
from core.recommend.histories import Histories
from core.recommend.interactions import Floats, matrix_of
from core.recommend.terms import pressed, unit, vectors


class ContentBasedSettings(Settings):
    """After how many days a meeting counts half in a customer's profile (0: all alike), how much
    say texts have beside attributes, how many terms are told apart, and how many dimensions they
    are pressed into (0: none)."""

    texts: ClassVar[str] = "recommend.content_based"

    half_life: float = Field(60.0, ge=0, le=3650, json_schema_extra=SHORT)
    text_share: float = Field(0.5, ge=0, le=1, json_schema_extra=SHORT)
    dimensions: int = Field(0, ge=0, le=1024, json_schema_extra=SHORT)
    terms: int = Field(20_000, ge=10, le=200_000)


@dataclass(frozen=True)
class ContentBased:
    """What each item is like: rows of length 1, or 0 where nothing is known (items, d)."""

    vectors: sparse.csr_matrix
    half_life: float

    def scores(self, asked: Histories) -> Floats:
        """The cosine of each item with the mean of those met, the later ones telling more (b,
        items)."""
        profile = unit(self._told(asked) @ self.vectors)
        return np.ascontiguousarray((self.vectors @ profile.T.toarray()).T, np.float32)

    def _told(self, asked: Histories) -> sparse.csr_matrix:
        """How much each item met says (b, items), relative to the last one met: of a customer who
        was long away too."""
        shape = (len(asked), asked.items)
        weight = asked.weight.astype(float)
        if self.half_life and not np.isnan(asked.day).any():
            last = np.full(len(asked), -np.inf)
            np.maximum.at(last, asked.row, asked.day)
            weight = weight * np.exp2((asked.day - last[asked.row]) / self.half_life)
        return matrix_of(asked.row, asked.item, weight, shape)

    def save(self, folder: Path) -> None:
        """Writes the vectors and the half-life."""
        sparse.save_npz(folder / "vectors.npz", self.vectors)
        np.save(folder / "half_life.npy", self.half_life)


def fit(
    settings: ContentBasedSettings, known: Known, seed: int, _reporter: Reporter
) -> ContentBased:
    """The attributes of items as vectors; who met what is not learned from."""
    found = vectors(known.items, settings.text_share, settings.terms)
    if settings.dimensions and min(found.shape) > 2:
        found = sparse.csr_matrix(pressed(found, settings.dimensions, seed))
    return ContentBased(found, settings.half_life)


def load(folder: Path) -> ContentBased:
    """Reads what `save` wrote."""
    kept = sparse.load_npz(folder / "vectors.npz").tocsr()
    return ContentBased(kept, float(np.load(folder / "half_life.npy")))


def estimate(settings: ContentBasedSettings, size: Size) -> Estimate:
    """The terms of every item, and of a block of profiles."""
    wide = settings.dimensions or min(settings.terms, 10 * size.items)
    pressing = (size.items + settings.terms) * settings.dimensions
    once = 1.0
    return Estimate(
        seconds=round(once + size.items * 1e-4 + pressing * 1e-6, 2),
        memory_mb=round(20 + size.items * 2e-3 + pressing * 1.2e-5 + BLOCK * wide * 8e-6, 1),
        once=once,
    )


FAMILY = RecommendFamily("content_based", "content", ContentBasedSettings, fit, load, estimate)
