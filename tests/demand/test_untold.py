"""What a column is held to be where nothing is told ahead of it, in a forecast and at a cutoff."""

from dataclasses import replace

import numpy as np
import pytest

from core.demand.untold import held
from tests.demand.panels import panel


def test_a_promotion_of_the_last_days_is_not_held_to_go_on() -> None:
    past = np.zeros((2, 70))
    past[0, -9:] = 1
    assert held(past, 28, "D").tolist() == [[0.0] * 28] * 2


def test_a_shop_that_shuts_on_sundays_goes_on_so_whatever_the_day() -> None:
    opened = np.array([[float(day % 7 < 6) for day in range(120)]])
    opened[0, 63] = 0
    for end in range(80, 90):
        assert held(opened[:, :end], 15, "D").tolist() == [
            [float(day % 7 < 6) for day in range(end, end + 15)]
        ]


@pytest.mark.parametrize(("freq", "lately"), [("D", 28), ("W", 8), ("M", 3)])
def test_a_price_stays_at_the_regular_one(freq: str, lately: int) -> None:
    price = np.full((1, 60), 10.0)
    price[0, -((lately - 1) // 2) :] = 8.0
    assert held(price, 3, freq).tolist() == [[10.0] * 3]  # type: ignore[arg-type]
    price[0, -lately:] = 9.0
    assert held(price, 2, freq).tolist() == [[9.0, 9.0]]  # type: ignore[arg-type]


def test_a_cutoff_hides_what_was_not_told_ahead_and_no_more() -> None:
    flag = np.zeros((1, 60))
    flag[0, 40:] = 1
    shop = panel(np.ones((1, 50)), known={"told": flag, "untold": flag})
    then = replace(shop, untold=frozenset({"untold"})).until(42)
    assert then.known["told"].tolist() == flag.tolist()
    assert then.known["untold"][0, :42].tolist() == flag[0, :42].tolist()
    assert not then.known["untold"][0, 42:].any()
    assert then.until(30).known["untold"].sum() == 0
