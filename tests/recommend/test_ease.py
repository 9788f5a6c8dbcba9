"""EASE against its equation, solved by numpy in double precision."""

from pathlib import Path

import numpy as np
import pytest

from core.base.errors import AppError
from core.recommend import dense
from core.recommend.families import ease
from core.recommend.families.ease import EaseSettings
from core.recommend.family import Size
from tests.recommend.made import Listener, asked, known, meetings


@pytest.fixture(params=[16, 1024])
def blocks(request: pytest.FixtureRequest, monkeypatch: pytest.MonkeyPatch) -> None:
    """Tables worked on in several blocks, and in one."""
    monkeypatch.setattr(dense, "BLOCK", request.param)


@pytest.mark.usefixtures("blocks")
@pytest.mark.parametrize("items", [7, 16, 90])
@pytest.mark.parametrize("ridge", [1.0, 300.0])
def test_weights_are_those_of_the_inverse(items: int, ridge: float) -> None:
    found = meetings(80, items)
    model = ease.fit(EaseSettings(ridge=ridge), known(found), 0, Listener())
    met = (found.matrix().toarray() > 0).astype(float)
    gram = met.T @ met + ridge * np.eye(items)
    inverse, told_apart = np.linalg.inv(gram), np.finfo(np.float32).eps * np.linalg.cond(gram)
    expected = -inverse / np.diag(inverse)
    np.fill_diagonal(expected, 0)
    assert model.weights == pytest.approx(expected, abs=told_apart)
    told = asked(found)
    had = (told.matrix().toarray() > 0).astype(float)
    assert model.scores(told) == pytest.approx(had @ expected, abs=10 * told_apart)


def test_what_is_saved_is_read_as_it_was_without_a_copy(tmp_path: Path) -> None:
    found = meetings()
    model = ease.fit(EaseSettings(), known(found), 0, Listener())
    model.save(tmp_path)
    again = ease.load(tmp_path)
    assert isinstance(again.weights, np.memmap)
    assert again.weights.flags.c_contiguous
    assert np.array_equal(again.scores(asked(found)), model.scores(asked(found)))


def test_a_table_above_the_budget_is_refused() -> None:
    size = Size(users=1000, items=10_000, rows=20_000)
    needed = ease.estimate(EaseSettings(), size).memory_mb
    assert needed > 10_000**2 * 4 / 1e6
    assert ease.check(EaseSettings(memory_mb=needed + 1), size) == ()
    (problem,) = ease.check(EaseSettings(memory_mb=needed - 1), size)
    assert (problem.code, problem.severity) == ("dense_above_budget", "error")
    assert problem.facts["items"] == 10_000


@pytest.mark.usefixtures("blocks")
def test_tables_are_solved_in_their_place() -> None:
    draw = np.random.default_rng(0)
    x = draw.normal(size=(40, 70)).astype(np.float32)
    gram, right = x.T @ x, draw.normal(size=(70, 33)).astype(np.float32)
    told = gram.astype(float) + 50 * np.eye(70)
    expected = np.linalg.solve(told, right.astype(float))
    place = right.__array_interface__["data"]
    found = dense.solved(gram.copy(), right, 50.0)
    assert found.__array_interface__["data"] == place
    assert found == pytest.approx(expected, abs=1e-5)
    held = gram.copy()
    inverse = dense.inverse_of(held, 50.0)
    assert np.shares_memory(inverse, held)
    assert inverse == pytest.approx(np.linalg.inv(told), abs=1e-6)


def test_a_ridge_that_float32_cannot_see_is_told() -> None:
    gram = np.full((50, 50), 1e7, np.float32)
    with pytest.raises(AppError, match="ridge_too_small"):
        dense.inverse_of(gram.copy(), 0.1)
    with pytest.raises(AppError, match="ridge_too_small"):
        dense.solved(gram.copy(), np.ones((50, 3), np.float32), 0.1)
