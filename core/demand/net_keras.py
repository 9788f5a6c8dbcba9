"""How a network for all series learns, forecasts, and is kept; its architecture is its family's.

The network says, for each period asked for, the log of demand over what level and season alone
would give, capped: an untrained one repeats the level, and no forecast runs away.
"""

import json
from collections.abc import Callable
from dataclasses import dataclass
from math import log
from pathlib import Path
from typing import Any

import numpy as np
import tensorflow as tf
from numpy.typing import NDArray

from core.base.errors import AppError
from core.base.protocols import Reporter
from core.demand.net import PanelNetSettings, lookback_of, rows_of
from core.demand.net_rows import Layout, NetFeatures, drawn
from core.demand.panel import Floats, Panel
from core.nets import loop_keras, predict_keras
from core.nets.losses_keras import RowLoss
from core.nets.predict_keras import Predictor

Build = Callable[[Any, Layout], Any]
SCALE, SHAPE = "scale.npz", "shape.json"
MOST = 12.0
"""So many times level and season a forecast can be."""
MOST_SEEN = 30.0
"""An answer above so many times level and season counts as that: one sale of a pallet would
outweigh all else."""
OUTLIER = 5.0
"""Standard deviations at which what the network sees is cut."""
FEWEST = 56
TWEEDIE_POWER = 1.5


@dataclass(frozen=True)
class Scale:
    """How columns are centred and scaled, both (k,); an unknown value is in the middle."""

    middle: NDArray[np.float32]
    spread: NDArray[np.float32]

    def __call__(self, x: NDArray[np.float32]) -> NDArray[np.float32]:
        """The columns as the network sees them (n, k)."""
        scaled = np.nan_to_num((x - self.middle) / self.spread)
        return np.clip(scaled, -OUTLIER, OUTLIER).astype(np.float32)


@dataclass(frozen=True)
class Rows:
    """Rows to learn from: `x` (n, k), `y` (n, h) demand over level and season, NaN if unknown."""

    x: NDArray[np.float32]
    y: NDArray[np.float32]
    weight: None = None


@dataclass(frozen=True)
class PanelNet:
    """A fitted network."""

    predictor: Predictor
    scale: Scale
    horizon: int
    lookback: int

    def mean(self, panel: Panel) -> Floats:
        """The mean of the next `horizon` periods of every series (s, h), never negative."""
        features = NetFeatures(panel, self.horizon, self.lookback)
        count, periods = panel.y.shape
        rows = features.rows(np.arange(count), np.full(count, periods))
        raw = self.predictor(self.scale(rows.x)).reshape(count, self.horizon)
        return np.asarray(np.exp(np.minimum(raw, log(MOST))) * rows.level)

    def save(self, folder: Path) -> None:
        """Writes `model.keras`, `scale.npz` and `shape.json`."""
        predict_keras.save(self.predictor.network, folder)
        np.savez(folder / SCALE, middle=self.scale.middle, spread=self.scale.spread)
        shape = {"horizon": self.horizon, "lookback": self.lookback}
        (folder / SHAPE).write_text(json.dumps(shape), "utf-8")


def load(folder: Path) -> PanelNet:
    """Reads what `save` wrote."""
    shape = json.loads((folder / SHAPE).read_text("utf-8"))
    with np.load(folder / SCALE) as kept:
        scale = Scale(kept["middle"], kept["spread"])
    return PanelNet(predict_keras.load(folder), scale, shape["horizon"], shape["lookback"])


def fit(
    settings: PanelNetSettings,
    panel: Panel,
    asked: tuple[int, int],
    build: Build,
    reporter: Reporter,
) -> PanelNet:
    """Learns for `asked` = (horizon, seed). The last periods are held out: they tell the best
    epoch. Raises AppError nothing_to_learn, network_diverged."""
    horizon, seed = asked
    features = NetFeatures(panel, horizon, lookback_of(settings, panel))
    train, validation = divided(settings, features, seed)
    if not (train.y > 0).any():
        raise AppError("nothing_to_learn", series=len(panel.y), periods=panel.y.shape[1])
    scale = _scale(train.x)
    loop_keras.begin(seed)
    network = build(settings, features.layout)
    plan = loop_keras.Plan(settings, _loss(settings, panel), seed, ranks=False)
    train, validation = (Rows(scale(part.x), part.y) for part in (train, validation))
    kept = loop_keras.train(network, train, validation, plan, reporter)
    reporter.log("network_best_epoch", epoch=kept.best_epoch)
    return PanelNet(Predictor(network), scale, horizon, features.layout.history)


def divided(settings: PanelNetSettings, features: NetFeatures, seed: int) -> tuple[Rows, Rows]:
    """Random windows of the past to learn from, and those of the last horizon (of short panels, a
    quarter) held out; no answer is in both. Too short a panel is judged by what it learned."""
    panel, horizon = features.panel, features.layout.horizon
    count, periods = panel.y.shape
    held = min(horizon, periods // 4)
    low = min(FEWEST, (periods - held) // 3)
    draw = np.random.default_rng(seed)
    found = drawn(panel, rows_of(settings, panel, features.layout), draw, low)
    train = _rows(features, *found, periods - held)
    if not held:
        return train, train
    some = np.sort(draw.permutation(count)[:2000])
    after = _rows(features, some, np.full(len(some), periods - held), periods)
    return train, after if len(after.y) else train


def _rows(features: NetFeatures, series: Any, origin: Any, end: int) -> Rows:
    """The rows whose answers before `end` are known; later ones are hidden."""
    answers = features.answers(series, origin)
    asked = origin[:, None] + np.arange(answers.shape[1])
    answers[asked >= end] = np.nan
    kept = ~np.isnan(answers).all(axis=1)
    rows = features.rows(series[kept], origin[kept])
    ratio = np.clip(answers[kept] / rows.level, 0, MOST_SEEN)
    return Rows(rows.x, ratio.astype(np.float32))


def _scale(x: NDArray[np.float32]) -> Scale:
    known = ~np.isnan(x)
    count = np.maximum(known.sum(axis=0), 1)
    middle = np.where(known, x, 0).sum(axis=0, dtype=np.float64) / count
    squares = np.where(known, (x - middle) ** 2, 0).sum(axis=0, dtype=np.float64) / count
    spread = np.sqrt(squares)
    spread[spread < 1e-4] = 1.0
    return Scale(middle.astype(np.float32), spread.astype(np.float32))


def _loss(settings: PanelNetSettings, panel: Panel) -> RowLoss:
    """The loss of a row over the periods whose answer is known."""
    name = settings.demand_loss
    cell = {"squared": _squared, "poisson": _poisson, "tweedie": _tweedie}[
        name if name != "auto" else "poisson" if panel.lumpy else "squared"
    ]

    def of(answers: Any, raw: Any) -> Any:
        known = tf.logical_not(tf.math.is_nan(answers))
        raw = tf.minimum(tf.reshape(raw, tf.shape(answers)), log(MOST))
        each = cell(tf.where(known, answers, 0.0), raw) * tf.cast(known, tf.float32)
        return tf.reduce_mean(each, axis=1)

    return of


def _squared(answers: Any, raw: Any) -> Any:
    return tf.square(tf.exp(raw) - answers)


def _poisson(answers: Any, raw: Any) -> Any:
    return tf.exp(raw) - answers * raw


def _tweedie(answers: Any, raw: Any) -> Any:
    one, two = 1 - TWEEDIE_POWER, 2 - TWEEDIE_POWER
    return tf.exp(two * raw) / two - answers * tf.exp(one * raw) / one
