"""What `best` answers with: judged before the windows that are reported."""

import numpy as np
import pytest

from core.demand.panel import Panel
from core.lab.demand.choose import take
from core.lab.demand.fitting import Source
from tests.demand.panels import panel, weekly
from tests.lab.demand.told import Teller

H = 7


def flat(past: Panel, _truth: object) -> np.ndarray:
    return np.repeat(past.y[:, -28:].mean(axis=1)[:, None], H, axis=1)


def week(past: Panel, _truth: object) -> np.ndarray:
    return past.y[:, -182:].reshape(len(past.y), -1, 7).mean(axis=1)


def noisy(past: Panel, _truth: object) -> np.ndarray:
    draw = np.random.default_rng(past.y.shape[1])
    return np.maximum(week(past, None) + draw.normal(0, 6, (len(past.y), H)), 0)


def chosen(shop: Panel, **models: object) -> tuple[str, ...]:
    made: dict[str, Source] = {name: Teller(shop, H, say) for name, say in models.items()}  # type: ignore[arg-type]
    return take(made, {"moving_average": Teller(shop, H, flat)}, 210, 0)


def test_a_model_that_knows_the_week_is_taken_alone() -> None:
    assert chosen(panel(weekly(40, 240)), good=week, bad=noisy) == ("good",)


def test_white_noise_needs_no_model() -> None:
    noise = np.random.default_rng(5).poisson(20.0, (40, 240)).astype(float)
    assert chosen(panel(noise), week=week, noisy=noisy) == ("moving_average",)


@pytest.mark.parametrize("seed", [1, 2])
def test_two_that_are_wrong_in_different_ways_are_blended(seed: int) -> None:
    def wrong(sign: int) -> object:
        def say(past: Panel, _truth: object) -> np.ndarray:
            draw = np.random.default_rng(past.y.shape[1] + seed)
            return np.maximum(week(past, None) + sign * draw.normal(0, 6, (len(past.y), H)), 0)

        return say

    shop = panel(weekly(40, 240, seed=seed))
    assert {"one", "other"} <= set(chosen(shop, one=wrong(1), other=wrong(-1)))


def test_the_windows_that_are_reported_have_no_say() -> None:
    """A model that is exact from the first cutoff on, and useless before it, is not taken."""

    def late(past: Panel, truth: np.ndarray) -> np.ndarray:
        return truth if past.y.shape[1] >= 210 else np.zeros_like(truth)

    assert chosen(panel(weekly(40, 240)), week=week, late=late) == ("week",)


def test_series_that_never_change_have_no_say_and_nothing_needs_no_model() -> None:
    y = weekly(40, 240)
    y[:5] = 4.0
    assert chosen(panel(y), good=week, bad=noisy) == ("good",)
    assert chosen(panel(np.full((3, 240), 4.0)), good=week) == ("moving_average",)
    assert chosen(panel(y)) == ("moving_average",)
