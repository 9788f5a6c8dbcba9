"""The loss of networks that recommend: how surely what came next is told from other items.

A softmax over all items, its sum foretold from a sample that a whole batch shares: items drawn
evenly, and, where asked for, what came next elsewhere in the batch. Every drawn item is weighed by
how often it was to be expected (the logQ correction of Bengio and Senecal 2008, for a mixture as in
Yang et al. 2020); without it, what is popular would be drawn often and be taught to be unpopular.
"""

from dataclasses import dataclass
from math import log
from typing import Any

import keras
import numpy as np
import tensorflow as tf
from numpy.typing import NDArray

from core.recommend.net_rows import NOTHING

NEVER = -1e9


@dataclass(frozen=True)
class Sample:
    """What is compared with: `evenly` of the `tokens` that were met, all of them where there are no
    more, and `of_batch` answers of the batch, where a token is one with the chance `often`
    (tokens,)."""

    tokens: NDArray[np.int32]
    often: NDArray[np.float32]
    evenly: int
    of_batch: int

    @property
    def whole(self) -> bool:
        """Whether all items are compared with."""
        return self.evenly >= len(self.tokens)


class SampledSoftmax(keras.layers.Layer):
    """-log of the chance given to every answer: states (n, l, d), answers (n, l) -> (n, l); 0 where
    nothing is asked."""

    def __init__(self, items: Any, sample: Sample, **rest: Any) -> None:
        super().__init__(**rest)
        self.items, self.sample = items, sample
        self.seeds = keras.random.SeedGenerator()

    def call(self, states: Any, answers: Any, training: bool = False) -> Any:
        """Places without an answer are left out of the computation."""
        asked = answers > NOTHING
        state, right = tf.boolean_mask(states, asked), tf.boolean_mask(answers, asked)
        drawn, expected = self._drawn(right, training)
        vectors = self.items(tf.concat([right, drawn], 0), training=training)
        mine, others = tf.split(vectors, [tf.size(right), tf.size(drawn)])
        own = tf.reduce_sum(state * mine[:, :-1], axis=1) + mine[:, -1]
        rest = tf.matmul(state, others[:, :-1], transpose_b=True) + others[:, -1] - expected
        rest = tf.where(drawn[None] == right[:, None], NEVER, rest)
        every = tf.concat([own[:, None], rest], 1)
        loss = tf.reduce_logsumexp(every, axis=1) - own
        places = tf.cast(tf.where(asked), tf.int32)
        return tf.scatter_nd(places, loss, tf.shape(answers))

    def _drawn(self, right: Any, training: bool) -> tuple[Any, Any]:
        """Tokens to compare with, and the log of how often each was to be expected."""
        known, evenly = tf.constant(self.sample.tokens), self.sample.evenly
        if self.sample.whole:
            return known, tf.zeros_like(known, tf.float32)
        count = len(self.sample.tokens)
        seed = self.seeds if training else 0
        drawn = tf.gather(known, keras.random.randint((evenly,), 0, count, seed=seed))
        usual = log(evenly / count)
        if not training or not self.sample.of_batch:
            return drawn, tf.fill(tf.shape(drawn), usual)
        share = keras.random.uniform((self.sample.of_batch,), seed=self.seeds)
        answers = tf.size(right)
        spots = tf.cast(share * tf.cast(answers, tf.float32), tf.int32)
        drawn = tf.concat([drawn, tf.gather(right, tf.minimum(spots, answers - 1))], 0)
        often = tf.gather(tf.constant(self.sample.often), drawn)
        return drawn, tf.math.log(evenly / count + self.sample.of_batch * often)

    def compute_output_shape(self, states_shape: Any, answers_shape: Any) -> Any:
        """As the answers came."""
        return (states_shape[0], answers_shape[1])


class Trimmed(keras.layers.Layer):
    """The rows (n, l, c) without the places that are filled up in all of them."""

    def call(self, rows: Any) -> Any:
        """At least one place is left."""
        used = tf.reduce_max(tf.math.count_nonzero(rows[..., 0], axis=1))
        return rows[:, : tf.maximum(used, 1)]

    def compute_output_shape(self, shape: Any) -> Any:
        """Shorter than it came."""
        return (shape[0], None, shape[2])


class Widened(keras.layers.Layer):
    """Losses (n, shorter) as long as the rows were, zeros behind."""

    def __init__(self, length: int, **rest: Any) -> None:
        super().__init__(**rest)
        self.length = length

    def call(self, losses: Any) -> Any:
        """(n, length)."""
        found = tf.pad(losses, [[0, 0], [0, self.length - tf.shape(losses)[1]]])
        return tf.ensure_shape(found, (None, self.length))

    def compute_output_shape(self, shape: Any) -> Any:
        """As long as it is made."""
        return (shape[0], self.length)
