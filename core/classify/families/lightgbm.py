"""LightGBM: boosted trees with early stopping on validation, watched and stoppable."""

from dataclasses import dataclass
from pathlib import Path
from time import perf_counter
from typing import Any, ClassVar

import numpy as np
from numpy.typing import NDArray
from pydantic import Field

from core.base.protocols import Estimate, Family, Matrix, Model, Reporter, StopRequestedError
from core.base.specs import SHORT, Settings
from core.classify import fitting

FILE = "lightgbm.txt"
TELL_EVERY = 0.1
"""Seconds between two reports."""


class LightGBMSettings(Settings):
    """A low learning rate, small trees and strong regularisation, ended by validation."""

    texts: ClassVar[str] = "classify.lightgbm"

    rounds: int = Field(2000, ge=1, le=20_000, json_schema_extra=SHORT)
    learning_rate: float = Field(0.02, ge=0.001, le=1, json_schema_extra=SHORT)
    leaves: int = Field(15, ge=2, le=1024, json_schema_extra=SHORT)
    max_depth: int = Field(0, ge=0, le=64)
    min_leaf: int = Field(40, ge=1, le=10_000, json_schema_extra=SHORT)
    column_share: float = Field(0.5, gt=0, le=1)
    row_share: float = Field(0.8, gt=0, le=1)
    l1: float = Field(0.0, ge=0, le=1000)
    l2: float = Field(10.0, ge=0, le=1000)
    patience: int = Field(100, ge=1, le=5000)


@dataclass(frozen=True)
class LightGBMModel:
    """A fitted booster, cut at its best round."""

    booster: Any

    def predict(self, x: NDArray[np.float32]) -> NDArray[np.float64]:
        """Probability of the positive value (n,)."""
        return np.asarray(self.booster.predict(x)) if len(x) else np.empty(0)

    def save(self, folder: Path) -> None:
        """Writes LightGBM's own text format."""
        text = self.booster.model_to_string(num_iteration=self.booster.best_iteration)
        (folder / FILE).write_text(text, "utf-8")


def fit(
    settings: LightGBMSettings, train: Matrix, validation: Matrix, seed: int, reporter: Reporter
) -> Model:
    """Boosts until the validation log-loss has not fallen for `patience` rounds."""
    import lightgbm

    rows = lightgbm.Dataset(train.x, train.y, weight=train.weight, free_raw_data=False)
    held = lightgbm.Dataset(validation.x, validation.y, reference=rows, free_raw_data=False)
    booster = lightgbm.train(
        parameters(settings, seed),
        rows,
        num_boost_round=settings.rounds,
        valid_sets=[rows, held],
        valid_names=["train", "validation"],
        callbacks=[_Teller(reporter, settings.rounds), _stopping(settings)],
    )
    best = booster.best_iteration or booster.num_trees()
    return LightGBMModel(lightgbm.Booster(model_str=booster.model_to_string(num_iteration=best)))


def parameters(settings: LightGBMSettings, seed: int) -> dict[str, Any]:
    """LightGBM's names for the settings; the same seed gives the same trees."""
    return {
        "objective": "binary",
        "metric": ["binary_logloss", "auc"],
        "learning_rate": settings.learning_rate,
        "num_leaves": settings.leaves,
        "max_depth": settings.max_depth or -1,
        "min_data_in_leaf": settings.min_leaf,
        "feature_fraction": settings.column_share,
        "bagging_fraction": settings.row_share,
        "bagging_freq": 1 if settings.row_share < 1 else 0,
        "lambda_l1": settings.l1,
        "lambda_l2": settings.l2,
        "seed": seed,
        "deterministic": True,
        "force_col_wise": True,
        "num_threads": fitting.threads(),
        "verbosity": -1,
    }


def _stopping(settings: LightGBMSettings) -> Any:
    import lightgbm

    return lightgbm.early_stopping(settings.patience, first_metric_only=True, verbose=False)


class _Teller:
    """A LightGBM callback: looks at Stop after every tree, reports ten times a second."""

    order = 10
    before_iteration = False

    def __init__(self, reporter: Reporter, rounds: int) -> None:
        self.reporter, self.rounds, self.told = reporter, rounds, 0.0

    def __call__(self, env: Any) -> None:
        if self.reporter.stopping():
            raise StopRequestedError
        now = perf_counter()
        if now - self.told < TELL_EVERY and env.iteration + 1 < self.rounds:
            return
        self.told = now
        found = {(part, name): value for part, name, value, *_ in env.evaluation_result_list}
        self.reporter.epoch(
            env.iteration + 1,
            self.rounds,
            found["train", "binary_logloss"],
            val_loss=found["validation", "binary_logloss"],
            auc=found["train", "auc"],
            val_auc=found["validation", "auc"],
        )


def load(folder: Path) -> Model:
    """Reads the text that `save` wrote."""
    import lightgbm

    return LightGBMModel(lightgbm.Booster(model_str=(folder / FILE).read_text("utf-8")))


def estimate(settings: LightGBMSettings, rows: int, columns: int) -> Estimate:
    """A histogram of the sampled cells for every level of every tree."""
    rounds = min(settings.rounds, 8 / settings.learning_rate + settings.patience)
    cells = rows * settings.row_share * columns * settings.column_share
    seconds = 0.2 + rounds * (0.0008 + cells * np.log2(settings.leaves + 1) * 3e-10)
    return Estimate(
        seconds=round(float(seconds), 1), memory_mb=round(120 + rows * columns * 6e-6, 1)
    )


FAMILY = Family("lightgbm", "classify", "trees", LightGBMSettings, fit, load, estimate)
