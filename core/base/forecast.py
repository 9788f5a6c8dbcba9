"""A forecast as it crosses from the room that makes it to the rooms that use it."""

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

LEVELS = (
    0.005, 0.025, 0.05, 0.1, 0.165, 0.25, 0.5, 0.75, 0.835, 0.9, 0.95, 0.975, 0.99, 0.995,
)  # fmt: skip
"""The levels of the quantiles that every forecast has."""


@dataclass(frozen=True)
class Forecast:
    """What will be sold in the `h` periods that begin at `dates` (h,), by series `ids` (s,).

    `mean` (s, h); `quantiles` (s, h, q) of single periods at `LEVELS`; `cumulative` (s, h, q) of
    the sum from the first period to each: quantiles of sums are not sums of quantiles. All are in
    units, never negative, and rise with the level.
    """

    ids: tuple[str, ...]
    dates: NDArray[np.datetime64]
    mean: NDArray[np.float64]
    quantiles: NDArray[np.float64]
    cumulative: NDArray[np.float64]
