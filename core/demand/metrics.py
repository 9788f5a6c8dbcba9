"""How good forecasts are: plain functions of what was sold (s, h) and what was said.

Scales are those of the past `y` (s, t) of each series. Where what was sold is not known (NaN),
nothing is scored.
"""

from collections.abc import Sequence

import numpy as np

from core.demand.panel import Floats


def mase(y: Floats, sold: Floats, mean: Floats, cycle: int) -> Floats:
    """Mean absolute scaled error of each series (s,), scaled by the mean absolute seasonal
    difference of its past (Hyndman and Koehler 2006); NaN where that is zero or unknown."""
    return rowwise(np.abs(sold - mean)) / seasonal_scale(y, cycle)


def rmsse(y: Floats, sold: Floats, mean: Floats) -> Floats:
    """Root mean squared scaled error (s,), scaled by the mean squared step from one period to the
    next (Makridakis et al. 2022, M5)."""
    return np.sqrt(rowwise((sold - mean) ** 2) / step_scale(y))


def seasonal_scale(y: Floats, cycle: int) -> Floats:
    """The mean absolute seasonal difference (s,); NaN where it is zero or unknown."""
    return _scale(np.abs(_difference(y, cycle)))


def step_scale(y: Floats) -> Floats:
    """The mean squared step from one period to the next (s,); NaN where it is zero or unknown."""
    return _scale(_difference(y, 1) ** 2)


def scaled_pinball(y: Floats, sold: Floats, quantiles: Floats, levels: Sequence[float]) -> Floats:
    """Scaled pinball loss (s,), the mean over `levels` of `quantiles` (s, h, q), scaled by the mean
    absolute step from one period to the next (M5)."""
    loss = pinball(sold, quantiles, levels)
    return rowwise(loss) / absolute_scale(y)


def absolute_scale(y: Floats) -> Floats:
    """The mean absolute step from one period to the next (s,); NaN where it is zero or unknown."""
    return _scale(np.abs(_difference(y, 1)))


def pinball(sold: Floats, quantiles: Floats, levels: Sequence[float]) -> Floats:
    """The pinball loss of each cell (s, h), the mean over `levels` of `quantiles` (s, h, q)."""
    over = sold[:, :, None] - quantiles
    level = np.asarray(levels)
    return np.asarray(np.maximum(level * over, (level - 1) * over).mean(axis=2))


def wape(sold: Floats, mean: Floats) -> float | None:
    """Sum of absolute errors over the sum sold; None where nothing was sold."""
    known = ~np.isnan(sold)
    total = float(sold[known].sum())
    return float(np.abs(sold - mean)[known].sum()) / total if total else None


def bias(sold: Floats, mean: Floats) -> float | None:
    """Sum of errors over the sum sold, above zero where too much was forecast."""
    known = ~np.isnan(sold)
    total = float(sold[known].sum())
    return float((mean - sold)[known].sum()) / total if total else None


def coverage(sold: Floats, quantiles: Floats, levels: Sequence[float], share: float) -> Floats:
    """How far the central interval of `share` covers each cell (s, h), 0 to 1.

    Counts pile up on single values, where an interval must end inside the pile: a count is taken
    as spread evenly over its pile (randomised probability integral transform, Czado et al. 2009),
    and covered by the part of it that is in the interval.
    """
    below, above = (1 - share) / 2, (1 + share) / 2
    low, high = _pile(sold, quantiles, levels)
    inside = np.maximum(np.minimum(high, above) - np.maximum(low, below), 0)
    sure = (low >= below) & (high <= above)
    found = np.where(high > low, inside / np.maximum(high - low, 1e-12), sure.astype(float))
    return np.where(np.isnan(sold), np.nan, found)


def at_or_below(sold: Floats, quantiles: Floats, levels: Sequence[float]) -> Floats:
    """How far each cell lies at or below each quantile (s, h, q), 0 to 1: one-sided coverage, right
    where its mean is the level. A count is taken as spread over its pile, as in `coverage`, whose
    share is the difference of two of these."""
    low, high = (one[:, :, None] for one in _pile(sold, quantiles, levels))
    level = np.asarray(levels)
    part = np.clip((level - low) / np.maximum(high - low, 1e-12), 0.0, 1.0)
    found = np.where(high > low, part, (high <= level).astype(float))
    return np.where(np.isnan(sold)[:, :, None], np.nan, found)


def _pile(sold: Floats, quantiles: Floats, levels: Sequence[float]) -> tuple[Floats, Floats]:
    """The probabilities between which each cell lies: those of half a unit less and more where all
    are counts, else both its own."""
    half = 0.5 if _counts(sold) else 0.0
    low = distribution(sold - half, quantiles, levels)
    high = distribution(sold + half, quantiles, levels)
    return np.where(sold <= 0, 0.0, low), high


def distribution(values: Floats, quantiles: Floats, levels: Sequence[float]) -> Floats:
    """The probability of at most `values` (s, h), read off `quantiles` (s, h, q) by straight
    lines; 0 below the lowest, 1 above the highest."""
    level = np.asarray(levels)
    place = (quantiles <= values[:, :, None]).sum(axis=2)
    upper, lower = np.clip(place, 0, len(level) - 1), np.clip(place - 1, 0, None)
    low = np.take_along_axis(quantiles, lower[:, :, None], 2)[:, :, 0]
    gap = np.take_along_axis(quantiles, upper[:, :, None], 2)[:, :, 0] - low
    part = np.where(gap > 0, (values - low) / np.where(gap > 0, gap, 1), 0)
    between = level[lower] + (level[upper] - level[lower]) * np.clip(part, 0, 1)
    found = np.where(place == 0, 0.0, np.where(place == len(level), 1.0, between))
    return np.where(np.isnan(values), np.nan, found)


def _counts(sold: Floats) -> bool:
    known = sold[~np.isnan(sold)]
    return bool((known == np.rint(known)).all())


def _difference(y: Floats, lag: int) -> Floats:
    return y[:, lag:] - y[:, :-lag] if y.shape[1] > lag else np.full((len(y), 1), np.nan)


def _scale(values: Floats) -> Floats:
    found = rowwise(values)
    return np.where(found > 0, found, np.nan)


def rowwise(values: Floats) -> Floats:
    """The mean of what is known of each row (s,); NaN where nothing is."""
    known = ~np.isnan(values)
    count = known.sum(axis=1)
    total = np.where(known, values, 0).sum(axis=1)
    return np.where(count > 0, total / np.maximum(count, 1), np.nan)
