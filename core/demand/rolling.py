"""Forecasts made again at each of many origins, from the past only, as a shop does week by week."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from core.demand.backtest import Forecaster, following
from core.demand.distribution import Distribution, Told, learn_distribution
from core.demand.panel import Floats, Panel

FEWEST = 4
"""Origins whose demand must be known before quantiles are learned from them."""
RELEARN = 4
"""Quantiles are learned again at every so many origins."""


@dataclass(frozen=True)
class Rolled:
    """`means` (s, h) by origin, the number of periods that were known, and the quantiles (s, k, q)
    of the sums over the first `spans_kept` (k,) periods at the origins that are held out."""

    means: Mapping[int, Floats]
    sums: Mapping[int, NDArray[np.float32]]


def roll(
    panel: Panel,
    fit: Callable[[int], Forecaster],
    origins: Sequence[int],
    held_out: int,
    seed: int,
) -> Rolled:
    """Forecasts at `origins`, rising; those from `held_out` on get quantiles, learned from the
    forecasts before them as far as what was then sold was known.

    `fit(origin)` gives a forecaster that saw no more than the periods before `origin`. Raises
    ValueError where fewer than `FEWEST` origins come before.
    """
    if sum(origin < held_out for origin in origins) < FEWEST:
        raise ValueError(f"fewer than {FEWEST} origins to learn from before {held_out}")
    means = {origin: fit(origin)(panel.until(origin)) for origin in origins}
    sums: dict[int, NDArray[np.float32]] = {}
    distribution: Distribution | None = None
    for origin in origins:
        if origin < held_out:
            continue
        if distribution is None or len(sums) % RELEARN == 0:
            distribution = learn_distribution(told_before(panel, means, origin), seed)
        mean = means[origin]
        kept = np.asarray(spans_kept(mean.shape[1])) - 1
        sums[origin] = distribution.of_sums(panel.until(origin), mean)[:, kept].astype(np.float32)
    return Rolled(means, sums)


def told_before(panel: Panel, means: Mapping[int, Floats], origin: int) -> list[Told]:
    """The forecasts before `origin` beside what was sold of them until then."""
    known = panel.until(origin)
    return [
        Told(known.until(at), mean, following(known, at, mean.shape[1]))
        for at, mean in means.items()
        if at < origin
    ]


def latest(fits: Mapping[int, Forecaster], origin: int) -> Forecaster:
    """The forecaster that was fitted last before `origin`, or at it."""
    return fits[max(at for at in fits if at <= origin)]


def spans_kept(horizon: int) -> list[int]:
    """Spans, in periods, whose sums are worth keeping: every one of a fortnight, then about as many
    again, each a little further, up to `horizon`.

    >>> spans_kept(30)
    [1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12, 13, 14, 16, 18, 21, 24, 28, 30]
    """
    steps = [*range(1, 15), 16, 18, 21, 24, 28, 35, 42, 56, 70, 91, 120, 150, 182, 240, 300, 364]
    return [*(step for step in steps if step < horizon), horizon]


def between(sums: Floats, spans: Sequence[int]) -> Floats:
    """Quantiles (s, h, q) of every span from those (s, k, q) of some `spans`, on straight lines."""
    every = np.arange(1, spans[-1] + 1)
    upper = np.clip(np.searchsorted(spans, every), 0, len(spans) - 1)
    lower = np.maximum(upper - 1, 0)
    width = np.maximum(np.asarray(spans)[upper] - np.asarray(spans)[lower], 1)
    part = np.where(upper > 0, (every - np.asarray(spans)[lower]) / width, 1.0)[None, :, None]
    low = np.where((upper > 0)[None, :, None], sums[:, lower], 0.0)
    return np.asarray(low + (sums[:, upper] - low) * part)
