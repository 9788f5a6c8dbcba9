"""scikit-learn's histogram gradient boosting, grown in blocks, ended by validation."""

import copy
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any, ClassVar

import numpy as np
from numpy.typing import NDArray
from pydantic import Field

from core.base.protocols import Estimate, Family, Matrix, Model, Reporter, StopRequestedError
from core.base.specs import SHORT, Settings
from core.classify import fitting

FILE = "hist_gradient_boosting.joblib"
BLOCK = 10
"""Rounds between two looks at Stop, at first."""
CELLS_A_BLOCK = 200_000_000
"""Cells times rounds of a later block, about a second on two cores."""
SAMPLE = 4096
"""Training rows that the training loss is taken from, the same all along."""


class HistGradientBoostingSettings(Settings):
    """A low learning rate and small trees, ended by validation."""

    texts: ClassVar[str] = "classify.hist_gradient_boosting"

    rounds: int = Field(1000, ge=10, le=10_000, json_schema_extra=SHORT)
    learning_rate: float = Field(0.04, ge=0.001, le=1, json_schema_extra=SHORT)
    leaves: int = Field(15, ge=2, le=1024, json_schema_extra=SHORT)
    min_leaf: int = Field(40, ge=1, le=10_000, json_schema_extra=SHORT)
    column_share: float = Field(0.5, gt=0, le=1)
    l2: float = Field(10.0, ge=0, le=1000)
    patience: int = Field(60, ge=10, le=5000)


@dataclass(frozen=True)
class HistGradientBoostingModel:
    """A fitted scikit-learn classifier, as it was at its best block."""

    classifier: Any

    def predict(self, x: NDArray[np.float32]) -> NDArray[np.float64]:
        """Probability of the positive value (n,)."""
        return fitting.positive(self.classifier, x)

    def save(self, folder: Path) -> None:
        """Writes it with joblib."""
        import joblib

        joblib.dump(self.classifier, folder / FILE, compress=3)


def fit(
    settings: HistGradientBoostingSettings,
    train: Matrix,
    validation: Matrix,
    seed: int,
    reporter: Reporter,
) -> Model:
    """Adds blocks of rounds until validation log-loss has not fallen for `patience` rounds."""
    growing = _classifier(settings, seed)
    best, least, best_round = growing, np.inf, 0
    sample = np.random.default_rng(seed).permutation(len(train.y))[:SAMPLE]
    for rounds in milestones(settings.rounds, train.x.size):
        if reporter.stopping():
            raise StopRequestedError
        growing.set_params(max_iter=rounds).fit(train.x, train.y, train.weight)
        loss = fitting.log_loss(train.y[sample], fitting.positive(growing, train.x[sample]))
        told = fitting.told(validation.y, fitting.positive(growing, validation.x))
        reporter.epoch(rounds, settings.rounds, loss, **told)
        if told["val_loss"] < least:
            best, least, best_round = copy.deepcopy(growing), told["val_loss"], rounds
        elif rounds - best_round >= settings.patience:
            break
    return HistGradientBoostingModel(best)


def milestones(rounds: int, cells: int) -> Iterator[int]:
    """The rounds after which training looks up, for so many cells of training rows.

    Going on makes scikit-learn replay all trees so far, so blocks grow with
    the trees, up to a second's work: 10, 20, ..., 100, 111, ..., `rounds`.
    """
    done = 0
    while done < rounds:
        done = min(done + max(BLOCK, min(done // 10, CELLS_A_BLOCK // max(cells, 1))), rounds)
        yield done


def _classifier(settings: HistGradientBoostingSettings, seed: int) -> Any:
    from sklearn.ensemble import HistGradientBoostingClassifier

    return HistGradientBoostingClassifier(
        learning_rate=settings.learning_rate,
        max_leaf_nodes=settings.leaves,
        min_samples_leaf=settings.min_leaf,
        max_features=settings.column_share,
        l2_regularization=settings.l2,
        early_stopping=False,
        warm_start=True,
        random_state=seed,
    )


def load(folder: Path) -> Model:
    """Reads what `save` wrote; the caller has checked that it is ours."""
    import joblib

    return HistGradientBoostingModel(joblib.load(folder / FILE))


def estimate(settings: HistGradientBoostingSettings, rows: int, columns: int) -> Estimate:
    """A histogram of the cells for every level of every tree."""
    rounds = min(settings.rounds, 8 / settings.learning_rate + settings.patience)
    cells = rows * columns * settings.column_share
    seconds = 0.3 + rounds * (0.003 + cells * np.log2(settings.leaves + 1) * 6e-10)
    return Estimate(
        seconds=round(float(seconds), 1), memory_mb=round(150 + rows * columns * 6e-6, 1)
    )


FAMILY = Family(
    "hist_gradient_boosting", "classify", "trees", HistGradientBoostingSettings, fit, load, estimate
)
