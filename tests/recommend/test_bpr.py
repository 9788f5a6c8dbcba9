"""BPR: what stands for a customer is the scaled mean of the factors met."""

import warnings

import numpy as np
import pytest

from core.recommend.families import bpr
from core.recommend.families.bpr import Bpr, BprSettings
from core.recommend.histories import of_baskets
from tests.recommend.made import GROUPS, Listener, known, meetings

FOUND = meetings()
QUICK = BprSettings(factors=8, iterations=40, learning_rate=0.1)


def test_scores_by_hand() -> None:
    factors = np.array([[1, 0], [0, 2], [3, 1], [5, 5]], np.float32)
    bias = np.array([0.5, -1, 0, -np.inf], np.float32)
    scores = Bpr(factors, bias, 2.0).scores(of_baskets([[0, 1, 1], [], [2]], 4, 0.0))
    own = 2 * np.array([0.5, 1.0])
    linear = factors[:3] @ own + bias[:3]
    assert scores[0] == pytest.approx([*np.log1p(np.exp(linear)), 0])
    assert scores[1].tolist() == [0, 0, 0, 0]
    assert scores[2, :3] == pytest.approx(np.log1p(np.exp(factors[:3] @ [6, 2] + bias[:3])))


def test_scores_keep_their_order_where_a_sigmoid_would_not() -> None:
    factors = np.array([[1], [40], [41], [-60], [-61]], np.float32)
    model = Bpr(factors, np.zeros(5, np.float32), 1.0)
    scores = model.scores(of_baskets([[0]], 5, 0.0))[0]
    assert np.argsort(-scores).tolist() == [2, 1, 0, 3, 4]
    assert (scores > 0).all()


def test_the_scale_brings_means_nearest_to_the_trained_factors() -> None:
    from implicit.cpu.bpr import BayesianPersonalizedRanking

    model = bpr.fit(QUICK, known(FOUND), 3, Listener())
    met = FOUND.matrix()
    with warnings.catch_warnings(action="ignore"):
        theirs = BayesianPersonalizedRanking(
            QUICK.factors, QUICK.learning_rate, QUICK.regularisation, iterations=QUICK.iterations,
            num_threads=1, random_state=3,
        )  # fmt: skip
        theirs.fit(met, show_progress=False)
    vectors = theirs.item_factors[:, :-1].astype(float)
    means = np.array([vectors[row.indices].mean(axis=0) for row in met])
    trained = theirs.user_factors[:, :-1].astype(float)
    best = np.linalg.lstsq(means.reshape(-1, 1), trained.ravel(), rcond=None)[0][0]
    assert model.scale == pytest.approx(best, rel=1e-4)
    assert model.bias == pytest.approx(theirs.item_factors[:, -1])


def test_a_basket_of_one_taste_is_answered_by_it() -> None:
    model = bpr.fit(QUICK, known(FOUND), 0, Listener())
    baskets = [[taste, taste + GROUPS, taste + 2 * GROUPS] for taste in range(GROUPS)]
    scores = model.scores(of_baskets(baskets, len(FOUND.items), 0.0))
    best = np.argsort(-scores, axis=1)[:, :8] % GROUPS
    assert (best == np.arange(GROUPS)[:, None]).mean() > 0.8


def test_the_share_of_pairs_in_the_wrong_order_falls() -> None:
    listener = Listener()
    bpr.fit(QUICK, known(FOUND), 0, listener)
    losses = [loss for *_, loss in listener.epochs]
    assert len(losses) == 40
    assert 0 <= losses[-1] < 0.3 < losses[0] < 0.7


def test_nothing_is_said_of_items_that_nobody_met() -> None:
    told = FOUND.where(FOUND.item != 4)
    model = bpr.fit(QUICK, known(told), 0, Listener())
    scores = model.scores(of_baskets([[0, 1]], len(FOUND.items), 0.0))[0]
    assert scores[4] == 0
    assert (np.delete(scores, 4) > 0).all()
