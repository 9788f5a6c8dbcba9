"""Trains a tiny network once when a worker starts, so that a user's first epoch comes at once."""

import keras
import numpy as np

from core.base.errors import Fact
from core.base.protocols import Matrix
from core.nets import loop_keras
from core.nets.layers_keras import DenseBlock, hidden_layers
from core.nets.losses_keras import row_loss
from core.nets.settings import TrainingSettings


class _Silent:
    """A reporter with nobody behind it."""

    def epoch(self, epoch: int, epochs: int, loss: float, **rest: float | None) -> None:
        """Nobody listens."""

    def batch(self, epoch: int, done: int, total: int, loss: float) -> None:
        """Nobody listens."""

    def log(self, code: str, **facts: Fact) -> None:
        """Nobody listens."""

    def stopping(self) -> bool:
        """Nobody asks."""
        return False


def warm() -> None:
    """Builds, trains and asks a network of the usual parts; takes about a second, once."""
    loop_keras.begin(0)
    rng = np.random.default_rng(0)
    x = rng.normal(size=(64, 4)).astype(np.float32)
    rows = Matrix(x, (x[:, 0] > 0).astype(np.int8))
    inputs = keras.Input((4,))
    hidden = hidden_layers(inputs, (8, 4), DenseBlock("silu", "he", False, 0.5, 0.0, 0.0))
    network = keras.Model(inputs, keras.layers.Dense(1)(hidden))
    settings = TrainingSettings(epochs=2, batch_size=16)
    plan = loop_keras.Plan(settings, row_loss("binary_crossentropy", 2.0, 0.5), 0)
    loop_keras.train(network, rows, rows, plan, _Silent())
    keras.utils.clear_session()
