"""How a network that recommends learns, scores, and is kept; its architecture is its family's."""

import json
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import keras
import numpy as np
import tensorflow as tf
from numpy.typing import NDArray

from core.base.errors import AppError
from core.base.protocols import Reporter
from core.nets import loop_keras, predict_keras
from core.nets.predict_keras import Predictor
from core.recommend import net_rows
from core.recommend.family import Known
from core.recommend.histories import Histories
from core.recommend.interactions import Floats
from core.recommend.net import HELD_OUT, MOST_HELD, RecommendNetSettings, sized
from core.recommend.net_layers_keras import LastState
from core.recommend.net_ranking_keras import Ranking, ranking_of
from core.recommend.net_rows import FIRST, Windows
from core.recommend.softmax_keras import Sample, SampledSoftmax, Trimmed, Widened

ITEMS, SHAPE = "items.npz", "shape.json"
LOOK = 128
"""Rows of one call, of scoring and of looking at what is held out."""
LOWEST, LEAST = -1e9, -70.0
"""A logit below all, and how far below the highest of its row one counts: what is above zero stays
above zero."""


@dataclass(frozen=True)
class Ground:
    """What a network is built for: all that is `known`, and which tokens were met by those it
    learns from, `met` (2 + items,)."""

    known: Known
    met: NDArray[np.bool_]

    @property
    def tokens(self) -> int:
        """How many tokens there are: items, nothing, and the start."""
        return len(self.met)


@dataclass(frozen=True)
class Towers:
    """`state`: places (n, l, 4) -> (n, l, d). `items`: tokens (m,) -> (m, d + 1), a vector and what
    is added for everybody. `told` (2 + items,) is which tokens the network has something to say
    of."""

    state: Any
    items: Any
    told: NDArray[np.bool_]


Build = Callable[[Any, Ground], Towers]


@dataclass(frozen=True)
class Rows:
    """Windows as the training loop takes them: `x` (n, l, 5), the channels and the answer of every
    place; `y` (n, l), what each place counts, 1 a row on average."""

    x: NDArray[np.float32]
    y: NDArray[np.float32]
    weight: None = None


@dataclass(frozen=True)
class SequenceNet:
    """A fitted network: what customers met, any customers, becomes a state; `vectors` (items, d)
    and `usual` (items,) are what it is multiplied with, `told` (items,) where that means
    something."""

    predictor: Predictor
    vectors: Floats
    usual: Floats
    told: NDArray[np.bool_]
    length: int

    def scores(self, asked: Histories) -> Floats:
        """The chance that each item is next (b, items); 0 of items the network knows nothing of."""
        state = self.predictor(net_rows.asked_rows(asked, self.length)).astype(np.float32)
        chance = state @ self.vectors.T
        chance += np.where(self.told, self.usual, -np.inf).astype(np.float32)
        chance -= chance.max(axis=1, initial=LOWEST, keepdims=True)
        np.maximum(chance, LEAST, out=chance)
        np.exp(chance, out=chance)
        chance[:, ~self.told] = 0
        chance /= np.maximum(chance.sum(axis=1, keepdims=True), np.float32(1e-30))
        return chance

    def save(self, folder: Path) -> None:
        """Writes `model.keras`, `items.npz` and `shape.json`."""
        predict_keras.save(self.predictor.network, folder)
        np.savez(folder / ITEMS, vectors=self.vectors, usual=self.usual, told=self.told)
        (folder / SHAPE).write_text(json.dumps({"length": self.length}), "utf-8")


def load(folder: Path) -> SequenceNet:
    """Reads what `save` wrote; the family's own layers are imported before."""
    length = json.loads((folder / SHAPE).read_text("utf-8"))["length"]
    with np.load(folder / ITEMS) as kept:
        vectors, usual, told = kept["vectors"], kept["usual"], kept["told"]
    return SequenceNet(predict_keras.load(folder, LOOK), vectors, usual, told, length)


def fit(
    settings: RecommendNetSettings, known: Known, seed: int, build: Build, reporter: Reporter
) -> SequenceNet:
    """Learns what came next from nine of ten customers; the others tell the best epoch: by how what
    they took next is ranked, or where they took little, by the loss.

    Raises AppError no_next_item, network_diverged, and StopRequestedError.
    """
    train, held = divided(settings, known, seed)
    settings = sized(settings, len(train))
    tokens = len(known.interactions.items) + FIRST
    often = np.bincount(train.target[train.target > 0], minlength=tokens)
    met = often > 0
    met[train.seen[..., net_rows.TOKEN].astype(np.int64)] = True
    met[:FIRST] = False
    loop_keras.begin(seed)
    towers = build(settings, Ground(known, met))
    share = (often / max(often.sum(), 1)).astype(np.float32)
    sample = Sample(
        np.flatnonzero(met).astype(np.int32), share, settings.negatives, settings.batch_negatives
    )
    length = train.seen.shape[1]
    network = _trained(towers, sample, length)
    plan = loop_keras.Plan(
        settings, _mean, seed, ranks=False, look=LOOK,
        order=lambda draw, size: net_rows.by_length(train, draw, size),
        merit=_merit(towers, ranking_of(held, np.random.default_rng(seed))),
    )  # fmt: skip
    kept = loop_keras.train(network, _rows(train), _rows(held), plan, reporter)
    if plan.merit is None:
        reporter.log("network_best_epoch", epoch=kept.best_epoch)
    else:
        reporter.log("network_best_ranking", epoch=kept.best_epoch, ndcg=round(-kept.best[0], 4))
    return _ranker(towers, length)


def divided(settings: RecommendNetSettings, known: Known, seed: int) -> tuple[Windows, Windows]:
    """The rows of the customers to learn from, at most as many as are to be sampled, and those of
    the customers held out; of a single customer both are the same."""
    draw = np.random.default_rng(seed)
    found = net_rows.windows(known.interactions, settings.last_items, settings.next_is, draw)
    if not len(found):
        raise AppError("no_next_item", rows=len(known.interactions))
    longest = int((found.target > 0).sum(axis=1).max())
    found = found.shortened(longest + 1)
    apart = net_rows.held_out(found, HELD_OUT, draw)
    if not apart.any():
        return found, found
    held, train = found.where(apart), found.where(~apart)
    held = held.where(draw.permutation(net_rows.last_of_each(held))[:MOST_HELD])
    most = settings.sampled_sequences
    return train.where(np.sort(draw.permutation(len(train))[:most])), held


def _trained(towers: Towers, sample: Sample, length: int) -> Any:
    """The network that learns: rows (n, length, 5) -> the loss of every place (n, length)."""
    rows = keras.Input((length, net_rows.CHANNELS + 1), name="rows")
    used = Trimmed()(rows)
    answers = keras.ops.cast(used[..., -1], "int32")
    loss = SampledSoftmax(towers.items, sample)(towers.state(used[..., :-1]), answers)
    return keras.Model(rows, Widened(length)(loss))


def _mean(weight: Any, loss: Any) -> Any:
    """The weighed sum of the losses of a row; the weights of a row are 1 on average."""
    return keras.ops.sum(weight * loss, axis=1)


def _merit(towers: Towers, ranking: Ranking | None) -> Callable[[], float] | None:
    """The NDCG of what is held out, as the network stands; None where there is too little."""
    if ranking is None:
        return None
    shape = [tf.TensorSpec((None, *ranking.seen.shape[1:]), tf.float32)]
    state = tf.function(lambda rows: towers.state(rows), input_signature=shape, autograph=False)
    silent = np.where(towers.told, 0, np.nan).astype(np.float32)[:, None]
    return lambda: ranking.ndcg(state, _vectors(towers) + silent)


def _vectors(towers: Towers) -> Floats:
    """What all tokens are multiplied with (2 + items, d + 1)."""
    tokens = np.arange(len(towers.told), dtype=np.int32)
    parts = [towers.items(tokens[at : at + 4096]) for at in range(0, len(tokens), 4096)]
    return np.concatenate([np.asarray(part, np.float32) for part in parts])


def _rows(found: Windows) -> Rows:
    x = np.concatenate([found.seen, found.target[..., None].astype(np.float32)], axis=2)
    return Rows(x, found.weight * np.float32(len(found) / found.weight.sum()))


def _ranker(towers: Towers, length: int) -> SequenceNet:
    rows = keras.Input((length, net_rows.CHANNELS), name="seen")
    state = LastState()(towers.state(rows), rows[..., 0])
    vectors = _vectors(towers)[FIRST:]
    return SequenceNet(
        Predictor(keras.Model(rows, state), LOOK),
        np.ascontiguousarray(vectors[:, :-1], np.float32),
        vectors[:, -1].copy(),
        towers.told[FIRST:],
        length,
    )
