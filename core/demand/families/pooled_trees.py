"""One gradient-boosted model for all series: direct over the whole horizon, the step a feature."""

from dataclasses import dataclass
from pathlib import Path
from typing import Any, ClassVar, Literal

import numpy as np
from pydantic import Field

from core.base.errors import AppError
from core.base.protocols import Estimate, Reporter, StopRequestedError
from core.base.specs import SHORT, Settings
from core.demand.family import DemandFamily
from core.demand.features import Features
from core.demand.origins import learnable
from core.demand.panel import Floats, Panel

FILE = "lightgbm.txt"
_TELL_EVERY = 10


class PooledTreesSettings(Settings):
    """Small trees on amounts that were divided by level and season."""

    texts: ClassVar[str] = "demand.pooled_trees"

    loss: Literal["auto", "squared", "tweedie"] = Field("auto", json_schema_extra=SHORT)
    rounds: int = Field(150, ge=10, le=2000, json_schema_extra=SHORT)
    learning_rate: float = Field(0.08, ge=0.005, le=0.5, json_schema_extra=SHORT)
    leaves: int = Field(15, ge=2, le=255, json_schema_extra=SHORT)
    min_leaf: int = Field(60, ge=1, le=5000)
    column_share: float = Field(0.7, gt=0, le=1)
    row_share: float = Field(0.8, gt=0, le=1)
    l2: float = Field(1.0, ge=0, le=1000)
    tweedie_power: float = Field(1.5, gt=1, lt=2)
    sampled_rows: int = Field(60_000, ge=1000, le=2_000_000)


@dataclass(frozen=True)
class PooledTrees:
    """A fitted booster."""

    booster: Any
    horizon: int

    def mean(self, panel: Panel) -> Floats:
        """The mean of the next `horizon` periods of every series (s, h), never negative."""
        return forecast_means(self.booster, Features(panel, self.horizon), self.horizon)

    def save(self, folder: Path) -> None:
        """Writes LightGBM's own text format."""
        (folder / FILE).write_text(f"{self.horizon}\n{self.booster.model_to_string()}", "utf-8")


def fit(
    settings: PooledTreesSettings, panel: Panel, horizon: int, seed: int, reporter: Reporter
) -> PooledTrees:
    """Learns from `sampled_rows` random (series, origin, step). Raises AppError nothing_to_learn
    where none of them has a known answer above zero."""
    import lightgbm

    features = Features(panel, horizon)
    where = learnable(panel, horizon, settings.sampled_rows, np.random.default_rng(seed))
    rows, answers = features.rows(*where), features.answers(*where)
    if not (answers > 0).any():
        raise AppError("nothing_to_learn", series=len(panel.y), periods=panel.y.shape[1])
    parameters = _parameters(settings, panel.lumpy, seed)
    ratio = answers / rows.level
    if parameters["objective"] == "tweedie":
        ratio = np.maximum(ratio, 0)
    data = lightgbm.Dataset(rows.x, ratio, feature_name=list(features.names))
    told = _Teller(reporter, settings.rounds)
    booster = lightgbm.train(
        parameters,
        data,
        settings.rounds,
        valid_sets=[data],
        valid_names=["train"],
        callbacks=[told],
    )
    return PooledTrees(booster, horizon)


class _Teller:
    """A LightGBM callback: looks at Stop after every tree, reports every tenth."""

    order = 10
    before_iteration = False

    def __init__(self, reporter: Reporter, rounds: int) -> None:
        self.reporter, self.rounds = reporter, rounds

    def __call__(self, env: Any) -> None:
        if self.reporter.stopping():
            raise StopRequestedError
        done = env.iteration + 1
        if done % _TELL_EVERY == 0 or done == self.rounds:
            self.reporter.epoch(done, self.rounds, env.evaluation_result_list[0][2])


def forecast_means(booster: Any, features: Features, horizon: int) -> Floats:
    """The means of the next `horizon` periods of the panel of `features` (s, h)."""
    count, periods = features.panel.y.shape
    series = np.repeat(np.arange(count), horizon)
    step = np.tile(np.arange(1, horizon + 1), count)
    rows = features.rows(series, np.full(len(series), periods), step)
    found = np.maximum(np.asarray(booster.predict(rows.x, num_threads=1)), 0) * rows.level
    return found.reshape(count, horizon)


def _parameters(settings: PooledTreesSettings, lumpy: bool, seed: int) -> dict[str, Any]:
    loss = settings.loss if settings.loss != "auto" else "tweedie" if lumpy else "squared"
    return {
        "objective": {"squared": "regression", "tweedie": "tweedie"}[loss],
        "tweedie_variance_power": settings.tweedie_power,
        "learning_rate": settings.learning_rate,
        "num_leaves": settings.leaves,
        "min_data_in_leaf": settings.min_leaf,
        "feature_fraction": settings.column_share,
        "bagging_fraction": settings.row_share,
        "bagging_freq": 1 if settings.row_share < 1 else 0,
        "lambda_l2": settings.l2,
        "max_bin": 127,
        "seed": seed,
        "deterministic": True,
        "force_col_wise": True,
        "num_threads": 1,
        "verbosity": -1,
    }


def load(folder: Path) -> PooledTrees:
    """Reads what `save` wrote."""
    import lightgbm

    horizon, _, text = (folder / FILE).read_text("utf-8").partition("\n")
    return PooledTrees(lightgbm.Booster(model_str=text), int(horizon))


def estimate(settings: PooledTreesSettings, panel: Panel, horizon: int) -> Estimate:
    """A histogram of the sampled cells for every level of every tree, and one look at each cell
    that is forecast."""
    rows = settings.sampled_rows
    cells = rows * settings.row_share * settings.column_share * 40
    trees = settings.rounds * cells * float(np.log2(settings.leaves + 1)) * 1.5e-9
    asked = panel.y.shape[0] * horizon * (2e-6 + settings.rounds * 4e-8)
    memory = 120 + rows * 40 * 9e-6 + panel.y.size * 1e-4
    return Estimate(seconds=round(0.3 + trees + asked, 1), memory_mb=round(memory, 1))


FAMILY = DemandFamily(
    "pooled_trees", "trees", PooledTreesSettings, fit, load, estimate, pooled=True
)
