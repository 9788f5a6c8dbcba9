"""Baskets against plain loops."""

import numpy as np
from hypothesis import given

from core.recommend.baskets import baskets_of, met_by_customers
from core.recommend.interactions import Interactions
from tests.recommend.meetings import shops


@given(shops(most=60))
def test_baskets_are_those_of_plain_loops_one_customer_after_the_other(found: Interactions) -> None:
    rows: dict[int, list[int]] = {}
    for row, basket in enumerate(found.basket.tolist()):
        rows.setdefault(basket, []).append(row)
    order = sorted(rows.values(), key=lambda mine: (found.user[mine[0]], mine[0]))
    told = baskets_of(found)
    assert told.user.tolist() == [found.user[mine[0]] for mine in order]
    assert told.last.tolist() == [mine[-1] for mine in order]
    held = [sorted({int(found.item[row]) for row in mine}) for mine in order]
    assert [np.flatnonzero(row).tolist() for row in told.held.toarray()] == held
    assert set(told.held.data.tolist()) <= {1.0}


@given(shops(most=60))
def test_customers_who_met_nothing_are_left_out(found: Interactions) -> None:
    met = [sorted(set(found.item[found.user == user].tolist())) for user in np.unique(found.user)]
    assert [np.flatnonzero(row).tolist() for row in met_by_customers(found).toarray()] == met
