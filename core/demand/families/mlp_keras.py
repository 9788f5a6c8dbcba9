"""Dense layers from the whole row to the horizon."""

from typing import Any

import keras

from core.demand.families.mlp import MlpSettings
from core.demand.net_layers_keras import block, unmoved
from core.demand.net_rows import Layout
from core.nets.layers_keras import hidden_layers


def build(settings: MlpSettings, layout: Layout) -> Any:
    """The network: (n, width) -> (n, horizon)."""
    inputs = keras.Input((layout.width,), name="row")
    hidden = hidden_layers(inputs, settings.hidden, block(settings))
    return keras.Model(inputs, unmoved(layout.horizon, "output")(hidden))
