"""The raw output of a network for any number of rows, the same to the last bit every time."""

from pathlib import Path
from typing import Any

import keras
import numpy as np
import tensorflow as tf
from numpy.typing import NDArray

BATCH = 1024
"""Rows of one call. The last call is filled up, so that every call has one shape."""
FILE = "model.keras"


class Predictor:
    """A compiled call of `network`: `predictor(x)` gives its raw output float64, (n,), or (n, k) of
    a network with k outputs.

    `network.predict` would take 240 ms for one row, this takes about one.
    Every call has the same shape, so a row's output does not depend on how
    many rows come along, and a loaded network answers bit for bit like the
    one that was saved. `batch` rows are one call: few where a row is much work.
    """

    def __init__(self, network: Any, batch: int = BATCH) -> None:
        self.network, self.batch = network, batch
        signature = [tf.TensorSpec((batch, *network.inputs[0].shape[1:]), tf.float32)]
        self._call = tf.function(
            lambda rows: raw_output(network, rows),
            input_signature=signature,
            autograph=False,
        )

    def __call__(self, x: NDArray[np.float32]) -> NDArray[np.float64]:
        outputs = self.network.outputs[0].shape[-1]
        found = np.empty(len(x) if outputs == 1 else (len(x), outputs), np.float64)
        for start in range(0, len(x), self.batch):
            part = np.asarray(x[start : start + self.batch], np.float32)
            filled = np.zeros((self.batch, *part.shape[1:]), np.float32)
            filled[: len(part)] = part
            found[start : start + len(part)] = self._call(filled).numpy()[: len(part)]
        return found


def raw_output(network: Any, rows: Any, training: bool = False) -> Any:
    """What `network` says of `rows`: (n,) of a network with one output, else (n, k)."""
    found = network(rows, training=training)
    return found[:, 0] if found.shape[-1] == 1 else found


def save(network: Any, folder: Path) -> None:
    """Writes `model.keras`: layers and weights; the optimiser's state was never part of it."""
    network.save(folder / FILE)


def load(folder: Path, batch: int = BATCH) -> Predictor:
    """Reads `model.keras` with safe mode on: a file cannot bring code along."""
    network = keras.saving.load_model(folder / FILE, compile=False, safe_mode=True)
    return Predictor(network, batch)
