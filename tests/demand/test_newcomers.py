"""Young series are forecast like similar ones, and more by themselves the more they have told."""

import numpy as np
import pandas as pd
import pytest

from core.base.forecast import LEVELS
from core.demand.newcomers import newcomers
from core.demand.panel import Freq, Panel
from tests.demand.panels import panel as build

DAYS, H = 120, 14
DATES = pd.date_range("2026-01-05", periods=DAYS).to_numpy("datetime64[D]")


def shop(draw: np.random.Generator, count: int = 60) -> tuple[Panel, np.ndarray]:
    """Half of the items sell about 2 a day, those of the other kind about 12."""
    kind = np.arange(count) % 2
    level = np.where(kind, 12.0, 2.0) * draw.gamma(8, 1 / 8, count)
    keys = pd.DataFrame({"item": [f"i{n}" for n in range(count)], "kind": kind.astype(str)})
    return Panel(draw.poisson(level[:, None], (count, DAYS)).astype(float), keys, DATES), level


def young(sold: list[list[float]], kinds: list[str]) -> Panel:
    y = np.full((len(sold), DAYS), np.nan)
    for row, own in enumerate(sold):
        y[row, DAYS - len(own) :] = own
    keys = pd.DataFrame({"item": [f"new{n}" for n in range(len(sold))], "kind": kinds})
    return Panel(y, keys, DATES)


def test_it_begins_at_the_level_of_its_kind_and_moves_to_its_own() -> None:
    panel, level = shop(np.random.default_rng(0))
    found = newcomers(panel, young([[], [], [30.0] * 2, [30.0] * 7], ["0", "1", "1", "1"]), H)
    small, large = level[0::2].mean(), level[1::2].mean()
    assert found.mean[0].mean() == pytest.approx(small, rel=0.15)
    assert found.mean[1].mean() == pytest.approx(large, rel=0.15)
    assert found.mean[1].mean() < found.mean[2].mean() < found.mean[3].mean() < 30
    assert found.likened.tolist() == [30] * 4


def test_quantiles_cover_what_newcomers_then_sell() -> None:
    draw = np.random.default_rng(5)
    panel, _ = shop(draw, 200)
    level = 12.0 * draw.gamma(8, 1 / 8, 400)
    first = draw.poisson(level[:, None], (400, 5)).astype(float)
    after = draw.poisson(level[:, None], (400, H)).astype(float)
    found = newcomers(panel, young(first.tolist(), ["1"] * 400), H)
    low, high = LEVELS.index(0.1), LEVELS.index(0.9)
    for sold, told in ((after, found.quantiles), (after.cumsum(axis=1), found.cumulative)):
        inside = (sold >= told[:, :, low]) & (sold <= told[:, :, high])
        assert 0.78 < inside.mean() < 0.92
    assert found.mean.sum() == pytest.approx(after.sum(), rel=0.05)


def test_without_enough_alike_all_series_are_taken() -> None:
    panel, level = shop(np.random.default_rng(1))
    found = newcomers(panel, young([[]], ["unheard of"]), H)
    assert found.likened.tolist() == [60]
    assert found.mean.mean() == pytest.approx(level.mean(), rel=0.2)


def test_quantiles_rise_and_sums_never_fall() -> None:
    panel, _ = shop(np.random.default_rng(2))
    found = newcomers(panel, young([[0.0, 0, 3]], ["0"]), H)
    assert (np.diff(found.quantiles, axis=2) >= 0).all()
    assert (np.diff(found.cumulative, axis=1) >= 0).all()
    assert (found.quantiles >= 0).all()


@pytest.mark.parametrize(("freq", "periods"), [("D", 40), ("W", 9), ("M", 5)])
def test_a_past_shorter_than_levels_are_taken_over_is_enough(freq: Freq, periods: int) -> None:
    y = np.random.default_rng(3).poisson(9.0, (6, periods)).astype(float)
    new = np.full((1, periods), np.nan)
    new[0, -2:] = 9.0
    found = newcomers(build(y, freq), build(new, freq), 4)
    assert found.mean.shape == (1, 4)
    assert found.mean.mean() == pytest.approx(9.0, rel=0.25)


def test_one_huge_first_sale_is_not_carried_on() -> None:
    panel, level = shop(np.random.default_rng(3))
    found = newcomers(panel, young([[80_000.0], [3.0, 2.0]], ["0", "0"]), H)
    assert found.mean[0].mean() <= level[0::2].max()
    assert found.mean[0].mean() > found.mean[1].mean()


def began(draw: np.random.Generator, count: int) -> tuple[Panel, np.ndarray]:
    """Items that begin one after the other with an order of 50, and sell about 2 a day from then
    on, one in ten of them 20 a day."""
    y = np.full((count, DAYS), np.nan)
    level = np.where(np.arange(count) % 10 == 0, 20.0, 2.0)
    for row in range(count):
        start = 30 + row % 50
        y[row, start] = 50
        y[row, start + 1 :] = draw.poisson(level[row], DAYS - start - 1)
    keys = pd.DataFrame({"item": [f"i{n}" for n in range(count)], "kind": "0"})
    return Panel(y, keys, DATES), level


def test_it_goes_on_as_those_did_that_began_like_it() -> None:
    draw = np.random.default_rng(4)
    panel, _ = began(draw, 200)
    found = newcomers(panel, young([[50.0], [90_000.0]] + [[50.0]] * 98, ["0"] * 100), H)
    assert found.mean[0].mean() == pytest.approx(3.8, rel=0.4)
    assert found.mean[1].mean() <= 20
    truth = np.where(np.arange(1000) % 10 == 0, 20.0, 2.0)
    after = draw.poisson(truth[:, None], (1000, H)).sum(axis=1)
    low, high = (found.cumulative[0, -1, LEVELS.index(one)] for one in (0.025, 0.975))
    assert 0.9 < ((after >= low) & (after <= high)).mean() <= 1
    assert high > 20 * H * 0.7
