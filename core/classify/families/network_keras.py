"""The Keras network for a yes/no target: how it is built, trained, calibrated and loaded."""

import json
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import keras
import numpy as np
from numpy.typing import NDArray

from core.base.protocols import Matrix, Reporter
from core.classify.calibration import Platt, fit_platt
from core.classify.families.network import NetworkSettings, calibrates
from core.nets import loop_keras, predict_keras
from core.nets.layers_keras import DenseBlock, hidden_layers
from core.nets.losses_keras import row_loss
from core.nets.predict_keras import Predictor

CALIBRATION = "calibration.json"


@dataclass(frozen=True)
class NetworkModel:
    """A trained network and how its raw output becomes a probability."""

    predictor: Predictor
    platt: Platt

    def predict(self, x: NDArray[np.float32]) -> NDArray[np.float64]:
        """Probability of the positive value (n,)."""
        return self.platt.probability(self.predictor(x))

    def save(self, folder: Path) -> None:
        """Writes `model.keras` and `calibration.json`."""
        predict_keras.save(self.predictor.network, folder)
        (folder / CALIBRATION).write_text(self.platt.model_dump_json(), "utf-8")


def build(settings: NetworkSettings, columns: int) -> Any:
    """The network: (n, columns) -> (n, 1) raw output, before any sigmoid."""
    block = DenseBlock(
        settings.activation,
        settings.initialiser,
        settings.batch_normalisation,
        settings.dropout,
        settings.l1,
        settings.l2,
    )
    inputs = keras.Input((columns,), name="features")
    hidden = hidden_layers(inputs, settings.hidden, block)
    return keras.Model(inputs, keras.layers.Dense(1, name="output")(hidden))


def fit(
    settings: NetworkSettings, train: Matrix, validation: Matrix, seed: int, reporter: Reporter
) -> NetworkModel:
    """Trains on `train`; `validation` picks the best epoch and, where needed, calibrates."""
    loop_keras.begin(seed)
    network = build(settings, train.x.shape[1])
    loss = row_loss(settings.loss, settings.focal_gamma, settings.huber_delta)
    plan = loop_keras.Plan(settings, loss, seed, by_auc=settings.monitor == "auc")
    kept = loop_keras.train(network, train, validation, plan, reporter)
    reporter.log("network_best_epoch", epoch=kept.best_epoch)
    predictor = Predictor(network)
    if not calibrates(settings):
        return NetworkModel(predictor, Platt())
    platt = fit_platt(predictor(validation.x), validation.y)
    reporter.log("network_calibrated", slope=platt.slope, intercept=platt.intercept)
    return NetworkModel(predictor, platt)


def load(folder: Path) -> NetworkModel:
    """Reads what `save` wrote."""
    platt = Platt.model_validate(json.loads((folder / CALIBRATION).read_text("utf-8")))
    return NetworkModel(predict_keras.load(folder), platt)
