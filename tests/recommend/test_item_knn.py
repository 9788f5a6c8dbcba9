"""Neighbours against plain loops, sklearn's cosine and a figure of the literature."""

import gzip
from pathlib import Path

import numpy as np
import pytest
from numpy.typing import NDArray
from scipy import sparse
from sklearn.metrics.pairwise import cosine_similarity

from core.recommend import metrics
from core.recommend.evaluate import judge
from core.recommend.families import item_knn
from core.recommend.families.item_knn import ItemKnnSettings, nearest, weighted
from core.recommend.histories import of_baskets
from core.recommend.interactions import Interactions
from core.recommend.protocol import questions
from core.recommend.task import Question
from tests.recommend.made import Listener, asked, known, meetings

FOUND = meetings(60, 25)


def by_hand(met: NDArray[np.float64], settings: ItemKnnSettings) -> NDArray[np.float64]:
    """Of every item its nearest: the table whose row is the item met."""
    alike = cosine_similarity(met.T)
    common = (met > 0).astype(float).T @ (met > 0)
    alike *= common / np.maximum(common + settings.shrinkage, 1e-12)
    np.fill_diagonal(alike, 0)
    for target in alike:
        target[np.argsort(-target, kind="stable")[settings.neighbours :]] = 0
    return alike.T


@pytest.mark.parametrize("shrinkage", [0.0, 3.0])
def test_scores_are_the_shrunk_cosines_of_the_nearest(shrinkage: float) -> None:
    settings = ItemKnnSettings(neighbours=25, shrinkage=shrinkage, weighting="none")
    model = item_knn.fit(settings, known(FOUND), 0, Listener())
    met = FOUND.matrix().toarray().astype(float)
    told = asked(FOUND)
    expected = told.matrix().toarray() @ by_hand(met, settings)
    assert model.scores(told) == pytest.approx(expected, rel=1e-5)


def test_each_item_keeps_its_nearest_only() -> None:
    settings = ItemKnnSettings(neighbours=4, weighting="tf_idf")
    model = item_knn.fit(settings, known(FOUND), 0, Listener())
    met = weighted(FOUND.matrix(), "tf_idf").toarray().astype(float)
    expected = by_hand(met, settings)
    assert (np.diff(model.alike.tocsc().indptr) <= 4).all()
    assert model.alike.toarray() == pytest.approx(expected, rel=1e-5)


def test_blocks_change_nothing(monkeypatch: pytest.MonkeyPatch) -> None:
    whole = item_knn.fit(ItemKnnSettings(), known(FOUND), 0, Listener()).alike
    monkeypatch.setattr(item_knn, "CELLS", 3 * len(FOUND.items))
    parts = item_knn.fit(ItemKnnSettings(), known(FOUND), 0, Listener()).alike
    assert np.array_equal(whole.toarray(), parts.toarray())


def test_weights_by_hand() -> None:
    """Customer a met two of three items, b one of them; p has 3 in all, q 2, r none."""
    met = sparse.csr_matrix(np.array([[1, 2, 0], [2, 0, 0]], np.float32))
    rare = np.log([1 + 3 / 2, 1 + 3 / 1])
    assert weighted(met, "tf_idf").toarray() == pytest.approx(
        np.array([[rare[0], 2 * rare[0], 0], [2 * rare[1], 0, 0]])
    )
    length = 1.2 * (0.25 + 0.75 * np.array([3, 2]) / (5 / 3))
    assert weighted(met, "bm25").toarray() == pytest.approx(
        np.array(
            [
                [rare[0] * 2.2 / (1 + length[0]), rare[0] * 2.2 * 2 / (2 + length[1]), 0],
                [rare[1] * 2.2 * 2 / (2 + length[0]), 0, 0],
            ]
        )
    )


def test_nearest_keeps_the_highest_above_zero() -> None:
    table = sparse.csr_matrix(np.array([[0.5, 0, 0.2, 0.9], [0, 0, 0, 0], [-1, 0.1, 0, 0]]))
    kept = nearest(table, 2).toarray()
    assert kept.tolist() == [[0.5, 0, 0, 0.9], [0, 0, 0, 0], [0, 0.1, 0, 0]]


def test_who_shares_no_customer_is_not_suggested() -> None:
    model = item_knn.fit(ItemKnnSettings(), known(FOUND), 0, Listener())
    scores = model.scores(of_baskets([[0]], len(FOUND.items), 0.0))[0]
    met = FOUND.matrix().toarray() > 0
    together = met[met[:, 0]].any(axis=0)
    together[0] = False
    assert (scores[~together] == 0).all()


def test_on_amazon_beauty_it_reaches_what_peers_reach(real_data: Path) -> None:
    """Leave one out, all items ranked: HR@10 .072 and NDCG@10 .040 were measured of peers."""
    path = real_data / "amazon_beauty_sequences.txt.gz"
    with gzip.open(path, "rt") as lines:
        rows = [[int(cell) for cell in line.split()] for line in lines]
    user = np.repeat(np.arange(len(rows), dtype=np.int32), [len(row) - 1 for row in rows])
    item = np.array([one for row in rows for one in row[1:]])
    items = np.unique(item).astype(str).astype(object)
    found = Interactions(
        user, np.unique(item, return_inverse=True)[1].astype(np.int32),
        np.ones(len(item), np.float32), np.full(len(item), np.nan),
        np.arange(len(item), dtype=np.int32),
        np.arange(len(rows)).astype(str).astype(object), items,
    )  # fmt: skip
    question = questions(found, Question(protocol="leave_one_out"))[1]
    model = item_knn.fit(ItemKnnSettings(), known(question.known), 0, Listener())
    each = judge(model, question, 10)["new"].each
    assert each["hr"].mean() >= 0.072
    assert each["ndcg"].mean() >= 0.040
    assert set(metrics.ACCURACY) <= set(each)
