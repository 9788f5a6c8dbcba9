"""The stacks of N-HiTS: pooling, dense layers, interpolation, doubly residual."""

from typing import Any

import keras
import numpy as np

from core.demand.families.nhits import NhitsSettings, knots
from core.demand.net_layers_keras import block, unmoved
from core.demand.net_rows import Layout
from core.nets.layers_keras import hidden_layers


def build(settings: NhitsSettings, layout: Layout) -> Any:
    """The network: (n, width) -> (n, horizon). What a stack explained of the past is taken from
    what the next one sees; all stacks see the periods asked for and the facts."""
    inputs = keras.Input((layout.width,), name="row")
    past, rest = inputs[:, : layout.history], inputs[:, layout.history :]
    said = []
    for number, pool in enumerate(settings.pools, start=1):
        seen = keras.layers.Concatenate()([_pooled(past, layout.history, pool), rest])
        hidden = hidden_layers(seen, settings.hidden, block(settings))
        said.append(_between(hidden, layout.horizon, knots(layout.horizon, pool)))
        if number < len(settings.pools):
            explained = _between(hidden, layout.history, knots(layout.history, pool))
            past = keras.layers.Subtract()([past, explained])
    raw = said[0] if len(said) == 1 else keras.layers.Add(name="output")(said)
    return keras.Model(inputs, raw)


def _pooled(past: Any, periods: int, pool: int) -> Any:
    """Means of `pool` periods of the past (n, t), the latest ones whole: (n, ceil(t / pool))."""
    if pool == 1:
        return past
    missing = -periods % pool
    column = keras.layers.Reshape((periods, 1))(past)
    column = keras.layers.ZeroPadding1D((missing, 0))(column)
    return keras.layers.Flatten()(keras.layers.AveragePooling1D(pool)(column))


def _between(hidden: Any, periods: int, count: int) -> Any:
    """`count` numbers, drawn out to `periods` by straight lines: (n, periods)."""
    numbers = unmoved(count)(hidden)
    if count == periods:
        return numbers
    place = np.linspace(0, count - 1, periods)
    lines = np.maximum(0, 1 - np.abs(place[None] - np.arange(count)[:, None]))
    return keras.ops.matmul(numbers, keras.ops.convert_to_tensor(lines.astype(np.float32)))
