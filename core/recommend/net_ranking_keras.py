"""How a network ranks what customers held out took next: what its best epoch is told by.

The loss goes by how sure a network is of what came next. Where items are many it gets worse, by
being too sure, long before the order of the items does.
"""

from dataclasses import dataclass
from typing import Any

import numpy as np
import tensorflow as tf
from numpy.random import Generator
from numpy.typing import NDArray

from core.recommend.interactions import Floats
from core.recommend.net_rows import NOTHING, Windows

K = 10
FEWEST, MOST = 1000, 4000
"""Answers that NDCG can be told by, and how many are looked at: of fewer it is mostly noise, and
the loss tells more."""
ROWS, CELLS = 128, 8_000_000
"""Rows that go through the network at a time, and scores that are held at a time."""


@dataclass(frozen=True)
class Ranking:
    """Answers of rows held out: `seen` (n, l, 4), the `row` and `place` of each (m,), and which
    token it is, `answer` (m,)."""

    seen: NDArray[np.float32]
    row: NDArray[np.int64]
    place: NDArray[np.int64]
    answer: NDArray[np.int64]

    def ndcg(self, state: Any, vectors: Floats) -> float:
        """The mean NDCG@10 among all items of which anything is told: `state` (n, l, 4) ->
        (n, l, d), `vectors` (tokens, d + 1), not a number for the others."""
        mine = self._states(state)
        found = np.zeros(len(mine))
        size = max(1, CELLS // len(vectors))
        for first in range(0, len(mine), size):
            part = slice(first, first + size)
            scores = mine[part] @ vectors[:, :-1].T + vectors[:, -1]
            right = np.take_along_axis(scores, self.answer[part, None], axis=1)
            rank = (scores > right).sum(axis=1)
            gain = np.where(rank < K, 1 / np.log2(rank + 2), 0.0)
            found[part] = np.where(np.isnan(right[:, 0]), 0.0, gain)
        return float(found.mean())

    def _states(self, state: Any) -> Floats:
        """The state at every place that is asked (m, d); rows come in their order."""
        parts = []
        for first in range(0, len(self.seen), ROWS):
            inside = slice(*np.searchsorted(self.row, [first, first + ROWS]))
            rows = tf.constant(self.seen[first : first + ROWS])
            at = np.stack([self.row[inside] - first, self.place[inside]], axis=1)
            parts.append(tf.gather_nd(state(rows), at).numpy())
        return np.asarray(np.concatenate(parts), np.float32)


def ranking_of(held: Windows, draw: Generator) -> Ranking | None:
    """At most `MOST` answers, drawn; None where there are fewer than `FEWEST`."""
    row, place = np.nonzero(held.target > NOTHING)
    if len(row) < FEWEST:
        return None
    some = np.sort(draw.permutation(len(row))[:MOST])
    rows, row = np.unique(row[some], return_inverse=True)
    place = place[some]
    seen = held.seen[rows]
    return Ranking(seen, row, place, held.target[rows][row, place].astype(np.int64))
