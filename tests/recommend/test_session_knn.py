"""V-SkNN against a plain one of loops, and by hand."""

from pathlib import Path

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from core.recommend.families import session_knn
from core.recommend.families.session_knn import FAMILY, SessionKnn, SessionKnnSettings
from core.recommend.family import Size
from core.recommend.histories import Histories, histories_of
from core.recommend.histories import of_baskets as carts
from core.recommend.interactions import Interactions
from tests.recommend.meetings import Silent, known, meetings, of_baskets, shops

BASKETS = [[0, 1], [1, 2, 3], [4], [0, 1, 2], [3, 4]]


def fitted(found: Interactions, **settings: float) -> SessionKnn:
    model = FAMILY.fit(SessionKnnSettings.model_validate(settings), known(found), 0, Silent())
    assert isinstance(model, SessionKnn)
    return model


def test_the_neighbours_of_a_cart_by_hand() -> None:
    """Cosines of the cart 0, 1 with the baskets: 1 (0, 1), 1/sqrt 6 (1, 2, 3), 2/sqrt 6."""
    found = fitted(of_baskets(BASKETS, 6)).scores(carts([[0, 1]], 6, 9.0))[0]
    one, two = 1 / np.sqrt(6), 2 / np.sqrt(6)
    assert found == pytest.approx([1 + two, 1 + one + two, one + two, one, 0, 0])
    assert found.dtype == np.float32


def test_only_the_nearest_are_asked_and_of_equals_the_latest() -> None:
    shop = of_baskets([[0, 1], [0, 2], [0, 3]], 4)
    assert fitted(shop, neighbours=1).scores(carts([[0]], 4, 9.0))[0, 1:].tolist() == [
        0, 0, pytest.approx(np.sqrt(0.5))
    ]  # fmt: skip
    near = fitted(of_baskets([[0, 1], [0, 2, 3]], 4), neighbours=1)
    assert np.flatnonzero(near.scores(carts([[0]], 4, 9.0))[0]).tolist() == [0, 1]


def test_only_the_latest_are_candidates() -> None:
    shop = of_baskets([[0, 1], [0, 2, 3]], 4)
    late = fitted(shop, candidates=1).scores(carts([[0]], 4, 9.0))[0]
    assert np.flatnonzero(late).tolist() == [0, 2, 3]


def test_later_moments_tell_more_and_old_baskets_nothing() -> None:
    shop = of_baskets([[0, 3], [1, 4], [2, 5]], 6)
    rows = [(0, 2, 1.0, 0), (0, 0, 2.0, 1), (0, 1, 3.0, 1)]
    told = histories_of(meetings(rows, 1, 6), np.array([0]), 9.0)
    scores = fitted(shop, baskets=1, decay=0.5).scores(told)[0]
    length = np.sqrt(1.25)
    assert scores[3:] == pytest.approx([0.5 / length / np.sqrt(2), 1 / length / np.sqrt(2), 0])
    both = fitted(shop, baskets=2, decay=0.5).scores(told)[0]
    assert both[5] > 0


def plain(found: Interactions, told: Histories, settings: SessionKnnSettings) -> np.ndarray:
    """The same in loops, with baskets of one day each."""
    ended = {int(basket): at for at, basket in enumerate(found.basket)}
    sessions = [set(found.item[found.basket == basket].tolist())
                for basket in sorted(ended, key=lambda basket: -ended[basket])]  # fmt: skip
    sessions = [session for session in sessions if len(session) >= 2][: settings.remembered]
    scores = np.zeros((len(told), told.items))
    for row in range(len(told)):
        mine = told.row == row
        days = sorted(set(told.day[mine].tolist()), reverse=True)
        query: dict[int, float] = {}
        for back, day in enumerate(days[: settings.baskets]):
            for item in told.item[mine & (told.day == day)].tolist():
                query.setdefault(item, settings.decay**back)
        length = np.sqrt(sum(value**2 for value in query.values()))
        alike = [(sum(query.get(item, 0) for item in session) / length / np.sqrt(len(session)), at)
                 for at, session in enumerate(sessions) if session & set(query)]  # fmt: skip
        near = sorted(alike[: settings.candidates], key=lambda one: (-round(one[0], 5), one[1]))
        for value, at in near[: settings.neighbours]:
            scores[row, list(sessions[at])] += value
    return scores


@given(shops(most=60), st.integers(1, 12), st.integers(1, 12), st.integers(1, 4))
def test_scores_are_those_of_plain_loops(
    found: Interactions, neighbours: int, candidates: int, baskets: int
) -> None:
    """Of equally near ones any may be taken where float32 cannot tell them apart: so scores are
    compared where all candidates are neighbours, and elsewhere whether there are any."""
    settings = SessionKnnSettings(
        neighbours=neighbours, candidates=candidates, baskets=baskets, decay=0.83
    )
    told = histories_of(found, np.arange(6), 20.0)
    scores = fitted(found, **settings.model_dump()).scores(told)
    whole = settings.model_copy(update={"neighbours": 99})
    if neighbours >= candidates:
        assert scores == pytest.approx(plain(found, told, whole), abs=1e-4)
    assert (scores <= plain(found, told, whole) + 1e-4).all()
    assert ((scores > 0).any(axis=1) == (plain(found, told, settings) > 0).any(axis=1)).all()


def test_scores_of_a_larger_shop_are_those_of_plain_loops(monkeypatch: pytest.MonkeyPatch) -> None:
    """In small parts too, which change nothing."""
    rng = np.random.default_rng(0)
    rows = [(int(rng.integers(20)), int(item), float(day), day) for day in range(300)
            for item in rng.choice(30, rng.integers(1, 7), replace=False)]  # fmt: skip
    rows = [(basket % 20, item, day, basket) for _, item, day, basket in rows]
    found = meetings(rows, 20, 30)
    told = histories_of(found, np.arange(20), 400.0)
    settings = SessionKnnSettings(neighbours=7, candidates=40, baskets=3, decay=0.77)
    model = fitted(found, **settings.model_dump())
    scores = model.scores(told)
    assert scores == pytest.approx(plain(found, told, settings), abs=1e-4)
    monkeypatch.setattr(session_knn, "CELLS", 300)
    assert np.array_equal(model.scores(told), scores)


def test_what_was_alone_tells_nothing_and_memory_is_bounded() -> None:
    assert not fitted(of_baskets([[0], [1], [0, 0]], 2)).scores(carts([[0]], 2, 9.0)).any()
    assert fitted(of_baskets(BASKETS, 6)).sessions.shape == (4, 6)
    shop = of_baskets([[0, 1]] * 150 + [[2, 3]] * 150, 4)
    model = fitted(shop, remembered=100, candidates=10)
    assert model.sessions.shape == (100, 4)
    assert model.sessions[:, :2].nnz == 0
    assert np.diff(model.index.indptr).tolist() == [0, 0, 10, 10]


def test_newcomers_and_nobody() -> None:
    model = fitted(of_baskets(BASKETS, 6))
    assert not model.scores(carts([[], [5]], 6, 9.0)).any()
    assert model.scores(carts([], 6, 9.0)).shape == (0, 6)
    empty = fitted(of_baskets([], 3))
    assert not empty.scores(carts([[0]], 3, 9.0)).any()


def test_a_saved_model_says_the_same(tmp_path: Path) -> None:
    model = fitted(of_baskets(BASKETS, 6), neighbours=2, candidates=3)
    model.save(tmp_path)
    told = carts([[0, 1], [4], []], 6, 9.0)
    loaded = FAMILY.load(tmp_path)
    assert np.array_equal(loaded.scores(told), model.scores(told))
    assert loaded.settings == model.settings  # type: ignore[attr-defined]


def test_an_estimate_grows_with_the_rows() -> None:
    small, large = (FAMILY.estimate(SessionKnnSettings(), Size(users=9, items=9, rows=rows))
                    for rows in (100, 10**7))  # fmt: skip
    assert small.seconds < large.seconds < 60
    assert small.memory_mb < large.memory_mb < 2000
