"""Totals forecast by themselves: at a cutoff from no more than was known at it."""

from dataclasses import replace

import numpy as np
import pytest

from core.demand.families import moving_average
from core.demand.hierarchy import hierarchy_of
from core.demand.panel import Floats, Panel
from core.demand.refits import Silent
from core.lab.demand.fitting import Candidate
from core.lab.demand.totalling import Alone
from tests.demand.panels import panel

T, H = 210, 14
CUTOFFS = (T - 2 * H, T - H)


def shop(later: float, untold: bool = False) -> Panel:
    """Promotions for the whole shop that triple sales; from the first cutoff on they multiply them
    by `later`."""
    draw = np.random.default_rng(0)
    promotion = np.tile(draw.random(T + H) < 0.2, (20, 1)).astype(float)
    before, after = promotion[:, : CUTOFFS[0]], promotion[:, CUTOFFS[0] : T]
    sold = np.hstack([draw.poisson(20 * 3.0**before), draw.poisson(20 * later**after)])
    hidden = frozenset({"promotion"} if untold else ())
    return replace(panel(sold.astype(float), known={"promotion": promotion}), untold=hidden)


def means(sales: Panel) -> list[Floats]:
    family = replace(moving_average.FAMILY, kind="statistical")
    hierarchy = hierarchy_of(sales.keys)
    way = Alone(hierarchy, [Candidate(family, family.settings(), 0)], H, lambda _name: Silent())
    return list(way.means(sales, CUTOFFS))


def test_what_comes_after_a_cutoff_has_no_say_in_it() -> None:
    as_before, otherwise = means(shop(3.0)), means(shop(0.3))
    assert np.array_equal(as_before[0], otherwise[0])
    assert not np.allclose(as_before[1], otherwise[1])


def test_a_promotion_that_is_told_ahead_is_in_the_totals() -> None:
    sales = shop(3.0)
    on = sales.known["promotion"][0, CUTOFFS[0] : CUTOFFS[0] + H] > 0
    said = means(sales)[0][0]
    assert said[on].mean() / said[~on].mean() == pytest.approx(3.0, rel=0.1)


def test_one_that_is_not_told_is_not() -> None:
    for said in means(shop(3.0, untold=True)):
        assert np.allclose(said, said[:, :1])
