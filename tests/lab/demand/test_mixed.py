"""What spreads around a blend's mean: the mean of its members' quantiles."""

import numpy as np

from core.demand.panel import Floats, Panel
from core.lab.demand.mixed import Mixed
from tests.demand.panels import panel

SHOP = panel([[5.5, 5.5, 5.5]])
COUNTED = panel([[5.0, 5.0, 5.0]])


class Around:
    """Half and one and a half times the mean, of days and of sums."""

    def quantiles(self, _panel: Panel, mean: Floats) -> tuple[Floats, Floats]:
        sides = np.array([0.5, 1.0, 1.5])
        return mean[:, :, None] * sides, mean.cumsum(axis=1)[:, :, None] * sides


def mixed(own: float) -> Mixed:
    members = (np.array([[8.0, 4.0]]), np.array([[4.0, 2.0]]))
    return Mixed((Around(), Around()), members, np.array([[own, 3.0]]))


def test_around_its_own_mean_it_is_the_mean_of_its_members() -> None:
    days, sums = mixed(6.0).quantiles(SHOP, np.array([[6.0, 3.0]]))
    assert days.tolist() == [[[3.0, 6.0, 9.0], [1.5, 3.0, 4.5]]]
    assert sums.tolist() == [[[3.0, 6.0, 9.0], [4.5, 9.0, 13.5]]]


def test_around_another_mean_it_goes_with_it() -> None:
    days, sums = mixed(6.0).quantiles(SHOP, np.array([[3.0, 6.0]]))
    assert days.tolist() == [[[1.5, 3.0, 4.5], [3.0, 6.0, 9.0]]]
    assert sums.tolist() == [[[1.5, 3.0, 4.5], [4.5, 9.0, 13.5]]]


def test_a_blend_that_says_next_to_nothing_is_not_stretched_without_end() -> None:
    days, sums = mixed(1e-9).quantiles(SHOP, np.array([[6.0, 3.0]]))
    assert days.max() <= 4 * 9.0
    assert sums.max() <= 4 * 13.5


def test_what_is_sold_in_whole_pieces_is_told_in_them() -> None:
    days, sums = mixed(6.0).quantiles(COUNTED, np.array([[6.0, 3.0]]))
    assert days.tolist() == [[[3.0, 6.0, 9.0], [2.0, 3.0, 4.0]]]
    assert sums.tolist() == [[[3.0, 6.0, 9.0], [4.5, 9.0, 13.5]]]
