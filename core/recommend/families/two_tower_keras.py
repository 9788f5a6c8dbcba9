"""The tower of items, and the tower of customers that reads its vectors."""

from collections.abc import Callable
from typing import Any

import keras
import numpy as np
from numpy.typing import NDArray

from core.recommend.families.two_tower import TwoTowerSettings
from core.recommend.item_features import item_features
from core.recommend.net_keras import Ground, Towers
from core.recommend.net_layers_keras import Pooled, RowDropout, Since
from core.recommend.net_rows import CHANNELS, FIRST, WHO

SPREAD = keras.initializers.RandomNormal
USERS_REST = 0.1
"""The share of places that are learned from without the customer's attributes."""


def build(settings: TwoTowerSettings, ground: Ground) -> Towers:
    """Customers are told by what they met: its mean over all time and over the last days, the last
    item, how much it was and how long ago; and, where customers have attributes, by these."""
    vectors, told = item_vectors(settings, ground)
    seen = keras.Input((None, CHANNELS), name="seen")
    met = vectors(keras.ops.cast(seen[..., 0], "int32"))[..., :-1]
    parts: list[Any] = [Pooled(0.0)(met, seen), Pooled(settings.recent_days)(met, seen), met]
    parts += user_facts(settings, ground, seen)
    hidden = keras.layers.Concatenate()([*parts, Since()(seen)])
    for units in settings.hidden:
        hidden = keras.layers.Dense(units, activation="silu", kernel_initializer="he_normal")(
            hidden
        )
        hidden = keras.layers.Dropout(settings.dropout)(hidden)
    state = keras.layers.Dense(settings.embedding, name="state")(hidden)
    token = keras.Input((), dtype="int32", name="token")
    return Towers(keras.Model(seen, state), keras.Model(token, vectors(token)), told)


def user_facts(settings: TwoTowerSettings, ground: Ground, seen: Any) -> list[Any]:
    """What the attributes of customers tell at every place, made as those of items are, and whether
    anything is known; nothing of nobody. They rest at random in training, so that somebody of whom
    nothing is known is served too. Empty where customers have no attributes."""
    found = item_features(ground.known.users, settings.text_dimensions)
    if not found.x.shape[1]:
        return []
    facts = np.zeros((len(found.x) + 1, found.x.shape[1] + 1), np.float32)
    facts[1:, :-1], facts[1:, -1] = found.x, found.told
    table = keras.layers.Embedding(*facts.shape, trainable=False, name="users")
    table.build(())
    table.embeddings.assign(facts)
    return [RowDropout(USERS_REST)(table(keras.ops.cast(seen[..., WHO], "int32")))]


def item_vectors(
    settings: TwoTowerSettings, ground: Ground
) -> tuple[Callable[[Any], Any], NDArray[np.bool_]]:
    """What makes vectors, one wider than an embedding, out of tokens of any shape; and of which
    tokens anything is known. The id of an item that nobody met has learned nothing and says
    nothing."""
    width = settings.embedding + 1
    found = item_features(ground.known.items, settings.text_dimensions)
    facts = np.zeros((ground.tokens, found.x.shape[1] + 1), np.float32)
    facts[FIRST:, :-1], facts[:, -1] = found.x, ground.met
    table = keras.layers.Embedding(*facts.shape, trainable=False, name="facts")
    table.build(())
    table.embeddings.assign(facts)
    ids = keras.layers.Embedding(
        ground.tokens, width, embeddings_initializer=SPREAD(stddev=width**-0.5), name="ids"
    )
    alike, rest = keras.layers.Dense(width, name="alike"), RowDropout(settings.id_dropout)

    def vectors(tokens: Any) -> Any:
        known = table(tokens)
        own = keras.layers.Multiply()([rest(ids(tokens)), known[..., -1:]])
        return keras.layers.Add()([own, alike(known[..., :-1])]) if found.x.shape[1] else own

    told = ground.met.copy()
    told[FIRST:] |= found.told
    return vectors, told
