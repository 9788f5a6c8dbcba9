"""Parts that the networks which recommend are built from."""

from typing import Any

import keras
import tensorflow as tf

from core.recommend.net_rows import NOTHING

registered = keras.saving.register_keras_serializable("merchlab")


@registered
class LastState(keras.layers.Layer):
    """The state after the last meeting: states (n, l, d) and tokens (n, l) -> (n, d)."""

    def call(self, states: Any, tokens: Any) -> Any:
        """Places are filled up behind."""
        last = tf.maximum(tf.math.count_nonzero(tokens, axis=1) - 1, 0)
        return tf.gather(states, last, batch_dims=1)

    def compute_output_shape(self, states_shape: Any, tokens_shape: Any) -> Any:
        """Without the places."""
        return (tokens_shape[0], states_shape[-1])


@registered
class RowDropout(keras.layers.Layer):
    """Whole vectors (..., d) rest in training, a share of `rate`; those that do not are not made
    larger: a vector of zeros is what an item without meetings has for good."""

    def __init__(self, rate: float, **rest: Any) -> None:
        super().__init__(**rest)
        self.rate = rate
        self.seeds = keras.random.SeedGenerator()

    def call(self, vectors: Any, training: bool = False) -> Any:
        """Vectors of the same shape."""
        if not training or not self.rate:
            return vectors
        kept = keras.random.uniform(tf.shape(vectors)[:-1], seed=self.seeds) >= self.rate
        return vectors * tf.cast(kept, vectors.dtype)[..., None]

    def compute_output_shape(self, shape: Any) -> Any:
        """As it came."""
        return shape

    def get_config(self) -> dict[str, Any]:
        """What it is made again from."""
        return super().get_config() | {"rate": self.rate}


@registered
class Pooled(keras.layers.Layer):
    """Means of what was met until each place: vectors (n, l, d), channels (n, l, c) -> (n, l, d).

    A meeting counts half as much for every `half_life` days that it lies before the day asked
    about; 0 counts all alike. Before the first meeting the mean is zero.
    """

    def __init__(self, half_life: float, **rest: Any) -> None:
        super().__init__(**rest)
        self.half_life = half_life

    def call(self, vectors: Any, seen: Any) -> Any:
        """Places see themselves and what lies before."""
        tokens, days, asked = seen[..., 0], seen[..., 1], seen[..., 2]
        items = tf.cast(tokens > NOTHING + 1, vectors.dtype)
        length = tf.shape(vectors)[1]
        before = tf.linalg.band_part(tf.ones((length, length), vectors.dtype), -1, 0)
        weight = before[None] * items[:, None, :]
        if self.half_life:
            age = tf.maximum(asked[:, :, None] - days[:, None, :], 0.0)
            weight *= tf.pow(0.5, tf.minimum(age / self.half_life, 30.0))
        total = tf.reduce_sum(weight, axis=2, keepdims=True)
        return tf.matmul(weight / tf.maximum(total, 1e-12), vectors)

    def compute_output_shape(self, vectors_shape: Any, seen_shape: Any) -> Any:
        """As the vectors came."""
        return (*seen_shape[:-1], vectors_shape[-1])

    def get_config(self) -> dict[str, Any]:
        """What it is made again from."""
        return super().get_config() | {"half_life": self.half_life}


@registered
class Since(keras.layers.Layer):
    """How long ago the last meeting was and how many there were, both on a scale of logarithms:
    channels (n, l, c) -> (n, l, 2)."""

    def call(self, seen: Any) -> Any:
        """At every place, of what lies before."""
        items = tf.cast(seen[..., 0] > NOTHING + 1, seen.dtype)
        ago = tf.math.log1p(tf.maximum(seen[..., 2] - seen[..., 1], 0.0)) * items
        return tf.stack([ago, tf.math.log1p(tf.cumsum(items, axis=1))], axis=-1) / 4.0

    def compute_output_shape(self, seen: Any) -> Any:
        """Two channels."""
        return (*seen[:-1], 2)
