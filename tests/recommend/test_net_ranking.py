"""How networks are told to rank what customers held out took next."""

from types import SimpleNamespace
from typing import Any

import numpy as np
import pytest
from scipy import sparse

from core.nets.watch_keras import Looks, Stopper
from core.recommend import metrics, net_keras
from core.recommend import net_ranking_keras as ranking
from core.recommend.families import gru
from core.recommend.histories import of_baskets
from core.recommend.net_rows import CHANNELS, FIRST, Windows
from tests.contracts.test_families import Listener
from tests.recommend.test_networks import ITEMS, chain, settings

LONG, WIDE, TOKENS = 7, 5, 40
BY_NDCG = "network_best_ranking"


class Hearing(Listener):
    """A listener that keeps notes too."""

    def __init__(self) -> None:
        super().__init__()
        self.notes: dict[str, dict[str, Any]] = {}

    def log(self, code: str, **facts: object) -> None:
        self.notes[code] = facts


def held(rows: int, draw: np.random.Generator) -> Windows:
    """Rows of all lengths; an answer is any token of an item, the last place has none."""
    seen = np.zeros((rows, LONG, CHANNELS), np.float32)
    target = np.zeros((rows, LONG), np.int32)
    for row in range(rows):
        long = 1 + row % (LONG - 1)
        seen[row, :long, 0] = draw.integers(FIRST, TOKENS, long)
        target[row, :long] = draw.integers(FIRST, TOKENS, long)
    return Windows(seen, target, (target > 0).astype(np.float32), np.arange(rows))


@pytest.mark.parametrize("cells", [1, 300, 10**6])
def test_ndcg_is_that_of_the_measures_on_lists_of_all_told_items(
    monkeypatch: pytest.MonkeyPatch, cells: int
) -> None:
    """A state is a table's row of the token seen; lists and their NDCG are of `metrics`."""
    draw = np.random.default_rng(0)
    found, table = held(200, draw), draw.normal(size=(TOKENS, WIDE)).astype(np.float32)
    vectors = draw.normal(size=(TOKENS, WIDE + 1)).astype(np.float32)
    silent = [0, 1, 9, 30]
    vectors[silent] = np.nan
    monkeypatch.setattr(ranking, "FEWEST", 1)
    monkeypatch.setattr(ranking, "CELLS", cells)
    row, place = np.nonzero(found.target)
    scores = table[found.seen[row, place, 0].astype(int)] @ vectors[:, :-1].T + vectors[:, -1]
    lists = metrics.top(np.where(np.isnan(scores), -np.inf, scores), ranking.K)
    answer = found.target[row, place]
    ones = np.ones(len(answer))
    taken = sparse.csr_matrix((ones, (np.arange(len(answer)), answer)), shape=scores.shape)
    expected = metrics.accuracy(lists, taken, ranking.K)["ndcg"].mean()

    def state(rows: Any) -> Any:
        import tensorflow as tf

        return tf.gather(tf.constant(table), tf.cast(rows[..., 0], tf.int32))

    asked = ranking.ranking_of(found, draw)
    assert asked is not None
    assert len(asked.answer) == len(answer)
    assert asked.ndcg(state, vectors) == pytest.approx(expected, abs=1e-6)


def test_of_few_answers_nothing_is_told_and_of_many_some_are_drawn() -> None:
    draw = np.random.default_rng(1)
    assert ranking.ranking_of(held(200, draw), draw) is None
    many = held(3000, draw)
    asked = ranking.ranking_of(many, draw)
    assert asked is not None
    assert len(asked.answer) == ranking.MOST < (many.target > 0).sum()
    assert len(asked.seen) == len(np.unique(asked.row)) <= 3000
    assert (asked.answer >= FIRST).all()


def test_the_epoch_that_ranks_best_is_kept_and_what_is_told_is_its_ndcg(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    """Asked of the ranker that comes back, for every answer held out, the NDCG is the same."""
    monkeypatch.setattr(ranking, "FEWEST", 10)
    chosen, listener = settings(gru.FAMILY, epochs=5, patience=4), Hearing()
    ranker = gru.FAMILY.fit(chosen, chain(), 0, listener)
    _, apart = net_keras.divided(chosen, chain(), 0)
    gains = []
    for row, target in zip(apart.seen[..., 0], apart.target, strict=True):
        path = [int(token) - FIRST for token in row if token >= FIRST]
        for place in np.flatnonzero(target):
            scores = ranker.scores(of_baskets([path[:place]], ITEMS, 20_008.0))
            rank = int((scores[0] > scores[0, target[place] - FIRST]).sum())
            gains.append(1 / np.log2(rank + 2) if rank < ranking.K else 0.0)
    assert listener.notes[BY_NDCG]["ndcg"] == pytest.approx(np.mean(gains), abs=1e-3)
    assert np.mean(gains) > 0.3


def test_of_few_customers_the_loss_tells_the_best_epoch() -> None:
    listener = Hearing()
    gru.FAMILY.fit(settings(gru.FAMILY, epochs=2, patience=1), chain(), 0, listener)
    assert BY_NDCG not in listener.notes
    losses = [rest["val_loss"] for *_, rest in listener.epochs]
    assert listener.notes["network_best_epoch"]["epoch"] == 1 + int(np.argmin(losses))


class Network:
    """A network of one weight."""

    weights = (SimpleNamespace(value=SimpleNamespace(numpy=lambda: np.zeros(1))),)


def test_merit_is_waited_for_whatever_the_loss_does_and_of_equals_the_loss_counts() -> None:
    stopper = Stopper(settings(gru.FAMILY, epochs=9, patience=2))
    looks = [Looks(1.0, merit=0.0), Looks(0.9, merit=0.0), Looks(2.0, merit=0.1)]
    looks += [Looks(3.0, merit=0.3), Looks(0.1, merit=0.2), Looks(0.1, merit=0.3)]
    looks += [Looks(0.0, merit=0.1), Looks(0.0, merit=0.2)]
    ended, best = [], []
    for epoch, look in enumerate(looks, 1):
        ended.append(stopper.seen(epoch, look, Network))
        best.append(stopper.best_epoch)
    assert best == [1, 2, 3, 4, 4, 6, 6, 6]
    assert ended == [False] * 7 + [True]
