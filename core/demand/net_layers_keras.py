"""Parts that the networks for all series are built from."""

from typing import Any

import keras

from core.demand.net import PanelNetSettings
from core.demand.net_rows import Layout
from core.nets.layers_keras import DenseBlock


def parts(inputs: Any, layout: Layout) -> tuple[Any, Any, Any]:
    """A row (n, width) as history (n, t, 1), periods asked for (n, h, channels), facts (n, k)."""
    asked = layout.history + layout.horizon * layout.channels
    history = keras.layers.Reshape((layout.history, 1))(inputs[:, : layout.history])
    ahead = keras.layers.Reshape((layout.horizon, layout.channels))(
        inputs[:, layout.history : asked]
    )
    return history, ahead, inputs[:, asked:]


def block(settings: PanelNetSettings) -> DenseBlock:
    """What the hidden layers are made of."""
    return DenseBlock(
        settings.activation, settings.initialiser, settings.batch_normalisation,
        settings.dropout, settings.l1, settings.l2,
    )  # fmt: skip


def unmoved(units: int, name: str | None = None) -> Any:
    """A last layer that says zero before it has learned: the level stays the level."""
    return keras.layers.Dense(units, kernel_initializer="zeros", name=name)
