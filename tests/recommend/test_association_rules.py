"""What rules say of a history, by hand."""

from pathlib import Path

import numpy as np
import pytest

from core.recommend.families.association_rules import (
    FAMILY,
    AssociationRules,
    AssociationRulesSettings,
)
from core.recommend.family import Size
from core.recommend.histories import histories_of
from core.recommend.histories import of_baskets as carts
from core.recommend.interactions import Interactions
from tests.recommend.meetings import Silent, known, meetings, of_baskets
from tests.recommend.test_rules_of import BEER, BREAD, COLA, DIAPERS, EGGS, MILK, TAN


def fitted(found: Interactions, **settings: object) -> AssociationRules:
    chosen = {"fewest": 2, "false_share": 1.0, **settings}
    model = FAMILY.fit(AssociationRulesSettings.model_validate(chosen), known(found), 0, Silent())
    assert isinstance(model, AssociationRules)
    return model


SHOP = of_baskets(TAN, 6)


def test_confidences_of_all_that_is_in_a_cart_add_up() -> None:
    """Diapers tell of beer (3/4) and cola (2/4), cola of milk (1) and diapers (1)."""
    scores = fitted(SHOP).scores(carts([[DIAPERS], [DIAPERS, COLA], [BREAD]], 6, 9.0))
    assert scores.dtype == np.float32
    assert scores[0].tolist() == [0, 0, 0, 0.75, 0, 0.5]
    assert scores[1].tolist() == [0, 1, 1, 0.75, 0, 0.5]
    assert not scores[2].any()


def test_the_lift_may_rank_instead() -> None:
    scores = fitted(SHOP, measure="lift").scores(carts([[DIAPERS]], 6, 9.0))
    assert scores[0] == pytest.approx([0, 0, 0, 1.25, 0, 1.25])


def test_the_latest_basket_tells_most_and_old_ones_nothing() -> None:
    rows = [(0, COLA, 1.0, 0), (0, DIAPERS, 2.0, 1), (0, BREAD, 3.0, 2)]
    told = histories_of(meetings(rows, 1, 6), np.array([0]), 9.0)
    three = fitted(SHOP, decay=0.5, baskets=3).scores(told)[0]
    assert three.tolist() == [0, 0.25, 0.25, 0.375, 0, 0.25]
    two = fitted(SHOP, decay=0.5, baskets=2).scores(told)[0]
    assert two.tolist() == [0, 0, 0, 0.375, 0, 0.25]


def test_weak_rules_are_left_out() -> None:
    cart = carts([[DIAPERS]], 6, 9.0)
    assert np.flatnonzero(fitted(SHOP, least_confidence=0.6).scores(cart)).tolist() == [BEER]
    assert np.flatnonzero(fitted(SHOP, most=1).scores(cart)).tolist() == [BEER]
    assert np.flatnonzero(fitted(SHOP, fewest=3).scores(cart)).tolist() == [BEER]
    assert not fitted(SHOP, false_share=0.05).scores(cart).any()
    sure = fitted(of_baskets(TAN * 40, 6), false_share=0.05)
    assert np.flatnonzero(sure.scores(cart)).tolist() == [BEER, EGGS, COLA]


def test_customers_may_be_the_unit() -> None:
    """Nobody bought two items at once, yet the same customers buy both."""
    rows = [(user, item, float(10 * user + item), 10 * user + item)
            for user in range(4) for item in ((0, 1) if user < 2 else (2,))]  # fmt: skip
    found = meetings(rows, 4, 3)
    cart = carts([[0]], 3, 99.0)
    assert not fitted(found).scores(cart).any()
    assert fitted(found, unit="customer").scores(cart).tolist() == [[0, 1, 0]]


def test_newcomers_nobody_and_an_empty_shop() -> None:
    model = fitted(SHOP)
    assert not model.scores(carts([[]], 6, 9.0)).any()
    assert model.scores(carts([], 6, 9.0)).shape == (0, 6)
    assert not fitted(meetings([], 1, 4)).scores(carts([[MILK]], 4, 9.0)).any()


def test_a_saved_model_says_the_same(tmp_path: Path) -> None:
    model = fitted(SHOP, decay=0.6, baskets=2)
    model.save(tmp_path)
    loaded = FAMILY.load(tmp_path)
    told = carts([[DIAPERS, COLA], [BEER], []], 6, 9.0)
    assert np.array_equal(loaded.scores(told), model.scores(told))
    assert loaded.latest == model.latest  # type: ignore[attr-defined]


def test_an_estimate_grows_with_the_shop() -> None:
    settings = AssociationRulesSettings()
    small, large = (FAMILY.estimate(settings, Size(users=n, items=n, rows=100 * n))
                    for n in (50, 50_000))  # fmt: skip
    assert small.seconds < large.seconds < 600
    assert small.memory_mb < large.memory_mb < 20_000
