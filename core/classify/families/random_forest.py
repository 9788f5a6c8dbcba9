"""A random forest, grown in blocks so that it can be watched and stopped."""

import warnings
from dataclasses import dataclass
from pathlib import Path
from typing import Any, ClassVar, Literal

import numpy as np
from numpy.typing import NDArray
from pydantic import Field

from core.base.protocols import Estimate, Family, Matrix, Model, Reporter, StopRequestedError
from core.base.specs import SHORT, Settings
from core.classify import fitting

FILE = "random_forest.joblib"
CELLS_A_BLOCK = 250_000
"""Rows times trees of a block, about half a second on two cores."""


class RandomForestSettings(Settings):
    """`max_depth=0` lets trees grow until their leaves are small enough."""

    texts: ClassVar[str] = "classify.random_forest"

    trees: int = Field(400, ge=10, le=5000, json_schema_extra=SHORT)
    min_leaf: int = Field(5, ge=1, le=1000, json_schema_extra=SHORT)
    max_depth: int = Field(0, ge=0, le=100, json_schema_extra=SHORT)
    columns_a_split: Literal["sqrt", "third", "all"] = "third"


@dataclass(frozen=True)
class RandomForestModel:
    """Blocks of trees; every tree has one vote."""

    blocks: tuple[Any, ...]

    def predict(self, x: NDArray[np.float32]) -> NDArray[np.float64]:
        """Mean share of positives in the leaves a row falls into (n,).

        The trees vote one after the other, so that the sum is always the same.
        """
        votes = np.zeros(len(x))
        for block in self.blocks:
            votes += fitting.positive(block, x) * len(block.estimators_)
        return votes / sum(len(block.estimators_) for block in self.blocks)

    def save(self, folder: Path) -> None:
        """Writes it with joblib, compressed."""
        import joblib

        joblib.dump(self.blocks, folder / FILE, compress=3)


def fit(
    settings: RandomForestSettings, train: Matrix, validation: Matrix, seed: int, reporter: Reporter
) -> Model:
    """Grows the trees; `loss` is the out-of-bag log-loss of the training rows."""
    size = block_size(settings, len(train.y))
    grown: list[Any] = []
    seen, votes = np.zeros(len(train.y)), np.zeros(len(train.y))
    total, done = np.zeros(len(validation.y)), 0
    while done < settings.trees:
        if reporter.stopping():
            raise StopRequestedError
        block = _grow(settings, train, min(size, settings.trees - done), (seed, len(grown)))
        grown.append(block)
        done += len(block.estimators_)
        bag = block.oob_decision_function_[:, 1]
        known = np.isfinite(bag) & (block.oob_decision_function_.sum(axis=1) > 0)
        votes, seen = votes + np.where(known, bag, 0.0), seen + known
        total += fitting.positive(block, validation.x) * len(block.estimators_)
        loss = fitting.log_loss(train.y[seen > 0], (votes[seen > 0] / seen[seen > 0]))
        reporter.epoch(done, settings.trees, loss, **fitting.told(validation.y, total / done))
    return RandomForestModel(tuple(grown))


def block_size(settings: RandomForestSettings, rows: int) -> int:
    """Trees between two looks at Stop; it depends on nothing but rows and settings."""
    return max(2, min(25, CELLS_A_BLOCK // max(rows, 1), settings.trees))


def _grow(settings: RandomForestSettings, train: Matrix, trees: int, place: tuple[int, int]) -> Any:
    from sklearn.ensemble import RandomForestClassifier

    columns: Any = {"sqrt": "sqrt", "third": 1 / 3, "all": 1.0}[settings.columns_a_split]
    forest = RandomForestClassifier(
        n_estimators=trees,
        min_samples_leaf=settings.min_leaf,
        max_depth=settings.max_depth or None,
        max_features=columns,
        oob_score=True,
        n_jobs=fitting.threads(),
        random_state=np.random.SeedSequence(place).generate_state(1)[0] % 2**31,
    )
    with warnings.catch_warnings():
        warnings.filterwarnings("ignore", message="Some inputs do not have OOB scores")
        forest.fit(train.x, train.y, train.weight)
    return forest.set_params(n_jobs=1)


def load(folder: Path) -> Model:
    """Reads what `save` wrote; the caller has checked that it is ours."""
    import joblib

    return RandomForestModel(joblib.load(folder / FILE))


def estimate(settings: RandomForestSettings, rows: int, columns: int) -> Estimate:
    """Sorting a share of the columns at every level of every tree."""
    share = {"sqrt": max(columns, 1) ** -0.5, "third": 1 / 3, "all": 1.0}[settings.columns_a_split]
    depth = max(np.log2(max(rows, 2) / settings.min_leaf), 1.0)
    seconds = 0.5 + settings.trees * rows * columns * share * depth * 4e-9
    nodes = settings.trees * min(rows / settings.min_leaf, 2.0**20) * 1.3
    return Estimate(seconds=round(float(seconds), 1), memory_mb=round(150 + nodes * 80 / 1e6, 1))


FAMILY = Family("random_forest", "classify", "trees", RandomForestSettings, fit, load, estimate)
