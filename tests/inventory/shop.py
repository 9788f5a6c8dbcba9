"""Forecasts whose truth is known, for the tests of this room."""

import numpy as np
from scipy.special import ndtri

from core.base.forecast import LEVELS, Forecast, Freq

FIRST = np.datetime64("2024-03-04")
_FREQ: dict[int, Freq] = {1: "D", 7: "W"}


def normal_forecast(mean: np.ndarray, sd: np.ndarray, horizon: int = 28, each: int = 1) -> Forecast:
    """Independent normal periods of `each` 1 or 7 days, of `mean` and `sd` (s,): the sum of k has
    k x mean and sqrt(k) x sd."""
    periods = np.arange(1, horizon + 1)
    z = ndtri(np.asarray(LEVELS))
    single = mean[:, None] + sd[:, None] * z
    sums = (
        mean[:, None, None] * periods[:, None] + sd[:, None, None] * np.sqrt(periods)[:, None] * z
    )
    return Forecast(
        tuple(f"i{place}" for place in range(len(mean))),
        FIRST + np.arange(horizon) * each,
        np.repeat(mean[:, None], horizon, 1),
        np.maximum(np.repeat(single[:, None], horizon, 1), 0),
        np.maximum(sums, 0),
        _FREQ[each],
    )
