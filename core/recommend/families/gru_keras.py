"""Item vectors into gated recurrent units, their state back to the width of an item vector."""

from typing import Any

import keras

from core.recommend.families.gru import GruSettings
from core.recommend.net_keras import Ground, Towers
from core.recommend.net_rows import CHANNELS

SPREAD = keras.initializers.RandomNormal


def build(settings: GruSettings, ground: Ground) -> Towers:
    """What an item says when it was met and when it is looked for is the same vector."""
    width = settings.embedding
    table = keras.layers.Embedding(
        ground.tokens, width, embeddings_initializer=SPREAD(stddev=width**-0.5), name="vectors"
    )
    usual = keras.layers.Embedding(ground.tokens, 1, embeddings_initializer="zeros", name="usual")
    seen = keras.Input((None, CHANNELS), name="seen")
    hidden: Any = table(keras.ops.cast(seen[..., 0], "int32"))
    hidden = keras.layers.Dropout(settings.dropout)(hidden)
    hidden = keras.layers.GRU(settings.units, return_sequences=True)(hidden)
    hidden = keras.layers.Dropout(settings.dropout)(hidden)
    state = keras.Model(seen, keras.layers.Dense(width, name="state")(hidden))
    token = keras.Input((), dtype="int32", name="token")
    vector = keras.layers.Concatenate()([table(token), usual(token)])
    return Towers(state, keras.Model(token, vector), ground.met)
