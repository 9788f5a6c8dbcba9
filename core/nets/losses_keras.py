"""The losses on screen, each a function of labels 0/1 and the network's raw output."""

from collections.abc import Callable
from typing import Any

import tensorflow as tf

from core.nets.settings import Loss

RowLoss = Callable[[Any, Any], Any]
"""(labels (n,) float 0/1, raw output (n,)) -> loss of each row (n,)."""


def row_loss(name: Loss, gamma: float, delta: float) -> RowLoss:
    """The loss called `name`; `gamma` shapes focal, `delta` shapes Huber.

    Cross-entropy and focal work on logits; squared, absolute and Huber compare
    the sigmoid with the label; hinge compares the raw output with -1 and 1.
    Sources: focal, Lin et al. 2017; Huber 1964.
    """
    return {
        "binary_crossentropy": _crossentropy,
        "focal": lambda y, z: _focal(y, z, gamma),
        "hinge": lambda y, z: tf.nn.relu(1.0 - (2.0 * y - 1.0) * z),
        "squared": lambda y, z: tf.square(y - tf.sigmoid(z)),
        "absolute": lambda y, z: tf.abs(y - tf.sigmoid(z)),
        "huber": lambda y, z: _huber(y - tf.sigmoid(z), delta),
    }[name]


def _crossentropy(y: Any, z: Any) -> Any:
    return tf.nn.sigmoid_cross_entropy_with_logits(y, z)


def _focal(y: Any, z: Any, gamma: float) -> Any:
    p = tf.sigmoid(z)
    missed = y * (1.0 - p) + (1.0 - y) * p
    return tf.pow(missed, gamma) * _crossentropy(y, z)


def _huber(error: Any, delta: float) -> Any:
    size = tf.abs(error)
    return tf.where(size <= delta, 0.5 * error * error, delta * (size - 0.5 * delta))
