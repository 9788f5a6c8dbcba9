"""What is bought next: items that come some baskets after another, as neighbours of one direction.

A Markov chain whose steps reach over several baskets, each counting less (Shani, Heckerman and
Brafman 2005, with the skipping of their section 4), in the size of a cosine.
"""

from dataclasses import dataclass
from pathlib import Path
from typing import ClassVar

import numpy as np
from pydantic import Field
from scipy import sparse

from core.base.protocols import Estimate, Reporter, StopRequestedError
from core.base.specs import SHORT, Settings
from core.recommend.back import decayed
from core.recommend.baskets import baskets_of
from core.recommend.family import Known, RecommendFamily, Size
from core.recommend.histories import Histories
from core.recommend.interactions import Floats


class NextItemSettings(Settings):
    """How many baskets ahead are looked at, what each further one counts, and how steps between
    items of few baskets are lowered."""

    texts: ClassVar[str] = "recommend.next_item"

    reach: int = Field(8, ge=1, le=50, json_schema_extra=SHORT)
    decay: float = Field(0.7, gt=0, le=1, json_schema_extra=SHORT)
    shrinkage: float = Field(6.0, ge=0, le=1000)


@dataclass(frozen=True)
class NextItem:
    """How often an item (row) is followed by another (items, items), sparse, and by how much what
    lies a basket further back counts less."""

    follows: sparse.csr_matrix
    decay: float

    def scores(self, asked: Histories) -> Floats:
        """What follows the items met, the last basket's the most (b, items)."""
        return np.asarray((decayed(asked, self.decay) @ self.follows).toarray(), np.float32)

    def save(self, folder: Path) -> None:
        """Writes the table."""
        sparse.save_npz(folder / "follows.npz", self.follows)
        np.save(folder / "decay.npy", self.decay)


def fit(settings: NextItemSettings, known: Known, _seed: int, reporter: Reporter) -> NextItem:
    """Counts what comes after what, over the root of how often both came."""
    baskets = baskets_of(known.interactions)
    held, users = baskets.held, baskets.user
    items = len(known.interactions.items)
    total = sparse.csr_matrix((items, items), dtype=np.float32)
    for gap in range(1, min(settings.reach, len(users) - 1) + 1):
        if reporter.stopping():
            raise StopRequestedError
        before = np.flatnonzero(users[gap:] == users[:-gap])
        total = total + (held[before].T @ held[before + gap]) * settings.decay ** (gap - 1)
    often = np.asarray(held.sum(axis=0)).ravel()
    scale = sparse.diags(1 / (np.sqrt(often) + settings.shrinkage))
    follows = sparse.csr_matrix(scale @ total @ scale, dtype=np.float32)
    follows.setdiag(0)
    follows.eliminate_zeros()
    return NextItem(follows, settings.decay)


def load(folder: Path) -> NextItem:
    """Reads what `save` wrote."""
    follows = sparse.load_npz(folder / "follows.npz").tocsr()
    return NextItem(follows, float(np.load(folder / "decay.npy")))


def estimate(settings: NextItemSettings, size: Size) -> Estimate:
    """Every row meets those of the next baskets, about as many as a customer has."""
    pairs = size.rows * min(size.rows / max(size.users, 1), 60.0) * min(settings.reach, 5) / 2
    kept = min(pairs, size.items**2)
    return Estimate(
        seconds=round(0.2 + pairs * 8e-9 + size.rows * 5e-7, 1),
        memory_mb=round((kept * 24 + size.rows * 24) / 1e6 + 1, 1),
    )


FAMILY = RecommendFamily("next_item", "neighbours", NextItemSettings, fit, load, estimate)
