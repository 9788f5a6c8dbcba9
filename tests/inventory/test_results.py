"""Money of a replay by hand-worked values."""

import numpy as np
import pandas as pd
import pytest

from core.inventory.given import read_given
from core.inventory.inputs import items_of
from core.inventory.periods import LENGTH
from core.inventory.replayed import Replayed
from core.inventory.results import result
from core.inventory.terms import Terms
from core.inventory.weeks import Played


def replayed() -> Replayed:
    """An item over a warm-up of one period and four that count: of 60 asked for 53 were served; two
    orders, of 30 each; 4 spoiled; 10 in stock in a mean night."""
    one = dict.fromkeys(("start", "end", "owed", "unknown", "failed"), np.zeros(1))
    return Replayed(
        **one,
        received=np.array([60.0]), sold=np.array([53.0]), waste=np.array([4.0]),
        demand=np.array([60.0]), served=np.array([53.0]), orders=np.array([2.0]),
        ordered=np.array([60.0]), cycles=np.array([4.0]),
        stock=np.array([[99.0, 16, 12, 8, 4]]), warm_up=1,
    )  # fmt: skip


@pytest.mark.parametrize(("freq", "days"), [("D", 1.0), ("W", 7.0), ("M", 30.4375)])
def test_money_a_day_is_money_over_days_whatever_the_period(freq: str, days: float) -> None:
    """7 short at a margin of 3, two orders at 5, 4 spoiled at 2: 39 over four periods; and 10 in
    stock at 2 x 0.365 / 365 = 0.002 a day."""
    known = {"unit_cost": 2.0, "price": 5.0, "ordering_cost": 5.0, "holding_rate": 0.365}
    table = read_given(pd.DataFrame({"series_id": ["a"], **known}))
    items = items_of(["a"], Terms(), table)
    found = result("any", Played(replayed(), np.array([0])), items, LENGTH[freq])  # type: ignore[index]
    assert found.cost == pytest.approx(10 * 0.002 + 39 / (4 * days))
    assert found.days_of_stock == pytest.approx(days * 10 / (60 / 4))
    assert found.stock_money == pytest.approx(20)
