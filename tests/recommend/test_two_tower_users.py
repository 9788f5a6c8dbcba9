"""The two towers know customers by their attributes where they have no history."""

from dataclasses import replace
from pathlib import Path

import numpy as np
import pandas as pd
import pytest

from core.recommend.families.two_tower import FAMILY, TwoTowerSettings
from core.recommend.histories import Histories, histories_of
from core.recommend.interactions import Floats
from tests.recommend import made

FOUND = made.meetings(users=400, items=60, seed=2)
COLD = np.arange(350, 400)
SEEN = FOUND.where(FOUND.user < 350)
SETTINGS = TwoTowerSettings(epochs=6, embedding=16, hidden=(32,), negatives=60, batch_negatives=0)
TASTE = pd.DataFrame({"style": [f"style {user % made.GROUPS}" for user in range(400)]})


def fitted(users: pd.DataFrame):  # type: ignore[no-untyped-def]
    known = replace(made.known(SEEN), users=users)
    return FAMILY.fit(SETTINGS, known, 0, made.Listener())


def asked() -> Histories:
    """Of people without a history, of whom it is known who they are."""
    return histories_of(SEEN, COLD, SEEN.end)


def right(scores: Floats) -> float:
    """The share of the ten best items of a cold customer that are of the customer's taste."""
    best = np.argsort(-scores, axis=1)[:, :10]
    return float((best % made.GROUPS == (COLD % made.GROUPS)[:, None]).mean())


@pytest.fixture(scope="module")
def model():  # type: ignore[no-untyped-def]
    return fitted(TASTE)


def test_cold_customers_get_lists_of_their_taste(model) -> None:  # type: ignore[no-untyped-def]
    without = right(fitted(pd.DataFrame(index=range(400))).scores(asked()))
    assert right(model.scores(asked())) > without + 0.3


def test_of_nobody_known_all_are_told_the_same(model) -> None:  # type: ignore[no-untyped-def]
    scores = model.scores(replace(asked(), user=None))
    assert np.allclose(scores, scores[0])
    assert np.isfinite(scores).all()


def test_what_was_saved_says_the_same(model, tmp_path: Path) -> None:  # type: ignore[no-untyped-def]
    model.save(tmp_path)
    assert np.array_equal(FAMILY.load(tmp_path).scores(asked()), model.scores(asked()))
