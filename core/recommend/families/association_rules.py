"""What goes with what is in the last baskets: rules between two items (Agrawal et al. 1993)."""

from dataclasses import dataclass
from pathlib import Path
from typing import ClassVar, Literal

import numpy as np
from numpy.typing import NDArray
from pydantic import Field
from scipy import sparse

from core.base.protocols import Estimate, Reporter
from core.base.specs import SHORT, Settings
from core.recommend.back import Latest
from core.recommend.family import Known, RecommendFamily, Size
from core.recommend.histories import Histories
from core.recommend.interactions import Floats
from core.recommend.pairs import CELLS, Together, together


class AssociationRulesSettings(Settings):
    """Which rules are kept: from a `unit` of what is together, with `fewest` of them and at least
    that confidence, as few false ones as said, and at most so many for an item. Of a history the
    last `baskets` are asked, each telling `decay` of the one after it; rules add up by their
    `measure`."""

    texts: ClassVar[str] = "recommend.association_rules"

    unit: Literal["basket", "customer"] = Field("basket", json_schema_extra=SHORT)
    fewest: int = Field(3, ge=1, le=100_000, json_schema_extra=SHORT)
    measure: Literal["confidence", "lift"] = Field("confidence", json_schema_extra=SHORT)
    least_confidence: float = Field(0.0, ge=0, le=1)
    false_share: float = Field(0.05, gt=0, le=1)
    most: int = Field(200, ge=1, le=10_000)
    baskets: int = Field(5, ge=1, le=1000, json_schema_extra=SHORT)
    decay: float = Field(0.7, gt=0, le=1)


@dataclass(frozen=True)
class AssociationRules:
    """What each item (row) says of others (items, items), and how a history is read."""

    rules: sparse.csr_matrix
    latest: Latest

    def scores(self, asked: Histories) -> Floats:
        """What the rules of the items of the last baskets say together (b, items)."""
        return np.asarray((self.latest.by_baskets(asked) @ self.rules).toarray(), np.float32)

    def save(self, folder: Path) -> None:
        """Writes the rules, and how a history is read."""
        sparse.save_npz(folder / "rules.npz", self.rules)
        np.savez(folder / "latest.npz", baskets=self.latest.baskets, decay=self.latest.decay)


def fit(
    settings: AssociationRulesSettings, known: Known, _seed: int, _reporter: Reporter
) -> AssociationRules:
    """Counts pairs, and keeps the rules that hold."""
    pairs = together(known.interactions, settings.fewest, settings.unit)
    pairs = pairs.trusted(settings.fewest, settings.false_share)
    rules = _rules(pairs.where(pairs.lift > 1), settings)
    return AssociationRules(rules, Latest(settings.baskets, settings.decay))


def _rules(pairs: Together, settings: AssociationRulesSettings) -> sparse.csr_matrix:
    """Both rules of every pair, by the measure; of every item the most that it has (items,
    items)."""
    one = np.concatenate([pairs.one, pairs.other]).astype(np.int64)
    other = np.concatenate([pairs.other, pairs.one])
    confidence = np.tile(pairs.count, 2) / pairs.held[one]
    value = confidence if settings.measure == "confidence" else np.tile(pairs.lift, 2)
    sure = confidence >= settings.least_confidence
    one, other, value = one[sure], other[sure], value[sure]
    kept = _highest(one, value, settings.most)
    items = len(pairs.held)
    cells = (value[kept].astype(np.float32), (one[kept], other[kept]))
    return sparse.csr_matrix(cells, shape=(items, items))


def _highest(group: NDArray[np.int64], value: NDArray[np.float64], most: int) -> NDArray[np.int64]:
    """Where the highest values of every group stand, at `most` of each."""
    order = np.lexsort((-value, group))
    ranked = group[order]
    rank = np.arange(len(ranked)) - np.searchsorted(ranked, ranked)
    return np.asarray(order[rank < most])


def load(folder: Path) -> AssociationRules:
    """Reads what `save` wrote."""
    rules = sparse.load_npz(folder / "rules.npz").tocsr()
    with np.load(folder / "latest.npz") as kept:
        return AssociationRules(rules, Latest(int(kept["baskets"]), float(kept["decay"])))


def estimate(settings: AssociationRulesSettings, size: Size) -> Estimate:
    """All pairs of what is together; a block of the counts, and the rules that are kept."""
    pairs = min(size.items**2 / 2, size.rows * 20)
    rules = min(size.items * settings.most, 2 * pairs)
    return Estimate(
        seconds=round(0.1 + size.rows * 1e-6 + pairs * 2e-7, 2),
        memory_mb=round(1 + min(CELLS, size.items**2) * 3.6e-5 + pairs * 5e-5 + rules * 1e-5, 1),
    )


FAMILY = RecommendFamily(
    "association_rules", "rules", AssociationRulesSettings, fit, load, estimate
)
