"""ALS against implicit: its factors, and its own solution for a customer."""

import warnings

import numpy as np
import pytest
from scipy import sparse

from core.recommend import foldin
from core.recommend.families import als
from core.recommend.families.als import AlsSettings
from core.recommend.foldin import folded, whitened
from core.recommend.histories import of_baskets
from tests.recommend.made import Listener, asked, known, meetings


def some(users: int, items: int, share: float, seed: int = 0) -> sparse.csr_matrix:
    """Confidences of meetings; the first customer met nothing, the second all items."""
    draw = np.random.default_rng(seed)
    table = np.where(draw.random((users, items)) < share, draw.uniform(0.1, 3, (users, items)), 0)
    table[0], table[1] = 0, draw.uniform(0.1, 3, items)
    return sparse.csr_matrix(table.astype(np.float32))


@pytest.mark.parametrize(("factors", "alpha", "ridge"), [(3, 1, 0.01), (40, 20, 1), (64, 0.5, 10)])
def test_customers_are_solved_as_implicit_solves_them(
    factors: int, alpha: float, ridge: float
) -> None:
    from implicit.cpu.als import AlternatingLeastSquares

    met = some(70, 50, 0.2)
    with warnings.catch_warnings(action="ignore"):
        model = AlternatingLeastSquares(
            factors=factors, alpha=alpha, regularization=ridge, iterations=4, random_state=1
        )
        model.fit(met, show_progress=False)
    expected = model.recalculate_user(np.arange(70), met) @ model.item_factors.T
    white = whitened(model.item_factors, ridge)
    found = folded(white, met * np.float32(alpha)) @ white.T
    assert found == pytest.approx(expected, abs=2e-5)
    assert (found[0] == 0).all()


def test_it_does_not_matter_who_is_solved_together(monkeypatch: pytest.MonkeyPatch) -> None:
    met = some(60, 40, 0.3)
    white = whitened(np.random.default_rng(0).normal(size=(40, 12)).astype(np.float32), 0.5)
    whole = folded(white, met)
    monkeypatch.setattr(foldin, "CELLS", 100)
    assert folded(white, met) == pytest.approx(whole, abs=1e-5)
    assert folded(white, met[:0]).shape == (0, 12)
    assert (folded(white, sparse.csr_matrix((3, 40), dtype=np.float32)) == 0).all()


def test_the_normal_equations_hold() -> None:
    """The gradient of Hu, Koren and Volinsky's loss is 0 at the factors found."""
    met = some(20, 30, 0.3)
    y = np.random.default_rng(2).normal(size=(30, 8))
    ridge = 0.7
    white = whitened(y.astype(np.float32), ridge)
    lower = np.linalg.cholesky(y.T @ y + ridge * np.eye(8))
    x = np.linalg.solve(lower.T, folded(white, met).T.astype(float)).T
    for user in range(20):
        c = met[user].toarray().ravel()
        wanted, confidence = c > 0, np.where(c > 0, c, 1)
        slope = y.T @ (confidence * (y @ x[user] - wanted)) + ridge * x[user]
        assert slope == pytest.approx(np.zeros(8), abs=1e-4)


def test_it_ranks_the_customers_of_the_training_as_implicit_does() -> None:
    from implicit.cpu.als import AlternatingLeastSquares

    found = meetings()
    settings = AlsSettings(factors=10)
    ours = als.fit(settings, known(found), 5, Listener()).scores(asked(found))
    with warnings.catch_warnings(action="ignore"):
        model = AlternatingLeastSquares(
            10, settings.regularisation, settings.alpha, iterations=15, random_state=5
        )
        model.fit(found.matrix(), show_progress=False)
    users = np.arange(len(found.users))
    args = {"N": 5, "filter_already_liked_items": False, "recalculate_user": True}
    places, scores = model.recommend(users, found.matrix(), **args)
    assert np.take_along_axis(ours, places, axis=1) == pytest.approx(scores, abs=1e-4)
    assert np.sort(ours, axis=1)[:, ::-1][:, :5] == pytest.approx(scores, abs=1e-4)


def test_the_loss_falls_as_the_iterations_go() -> None:
    listener = Listener()
    als.fit(AlsSettings(iterations=6), known(meetings()), 0, listener)
    assert [(one, of) for one, of, _ in listener.epochs] == [(at, 6) for at in range(1, 7)]
    losses = [loss for *_, loss in listener.epochs]
    assert losses[-1] < losses[0]


def test_the_error_is_that_of_the_whole_table() -> None:
    draw = np.random.default_rng(4)
    met = some(9, 12, 0.3)
    x, y = (draw.normal(size=(n, 3)).astype(np.float32) for n in (9, 12))
    weight = np.where(met.toarray() > 0, 2.5 * met.toarray(), 1)
    wanted = met.toarray() > 0
    expected = (weight * (wanted - x @ y.T) ** 2).sum() / weight.sum()
    assert als.error_of(x, y, met, 2.5) == pytest.approx(expected, rel=1e-5)


def test_nothing_is_said_of_items_that_nobody_met() -> None:
    found = meetings(40, 30)
    told = found.where(found.item != 4)
    model = als.fit(AlsSettings(), known(told), 0, Listener())
    assert (model.scores(asked(told))[:, 4] == 0).all()
    assert (model.scores(of_baskets([[4], []], 30, 0.0)) == 0).all()
