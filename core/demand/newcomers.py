"""Series too young to be learned from: forecast as a similar one would be, until they tell more.

What a series sells a period is drawn from the levels of similar ones (a gamma distribution fitted
by moments), and what it sold so far moves it from there: the gamma-Poisson model (Robbins 1956),
its counts spread further by how unsteady the similar ones are.
"""

from dataclasses import dataclass

import numpy as np

from core.base.forecast import LEVELS
from core.demand.censored import scatter_of
from core.demand.panel import Floats, Panel
from core.demand.season import shared_season

SPAN = {"D": 56, "W": 12, "M": 6}
"""Last periods that the level of a similar series is taken over."""
FEWEST = 5
"""Similar series there must be; with fewer, all series are taken."""
_SPREAD = 0.05
"""The least squared coefficient of variation of levels: no two items sell exactly alike."""


@dataclass(frozen=True)
class Newcomers:
    """Forecasts of young series: `mean` (k, h), `quantiles` (k, h, q) of single periods and
    `cumulative` ones, and how many series each was `likened` to (k,)."""

    mean: Floats
    quantiles: Floats
    cumulative: Floats
    likened: Floats


def newcomers(panel: Panel, young: Panel, horizon: int) -> Newcomers:
    """Forecasts of the `young` series (k, t) from those of `panel` (s, t) over the same periods;
    alike are those that share the value of a key."""
    season = shared_season(panel, horizon)
    periods = panel.y.shape[1]
    usual = panel.y[:, -SPAN[panel.freq] :] / season[periods - SPAN[panel.freq] : periods]
    there = ~np.isnan(usual)
    level = np.where(there, usual, 0).sum(axis=1) / np.maximum(there.sum(axis=1), 1)
    expected = level[:, None] * season[:periods]
    scatter = scatter_of(np.nan_to_num(panel.y), expected, ~np.isnan(panel.y))
    found = [_one(panel, young, k, (level, scatter), season) for k in range(len(young.y))]
    mean, widths = (np.array([one[n] for one in found]) for n in (0, 1))
    ahead = season[periods:]
    return Newcomers(
        mean[:, None] * ahead,
        _quantiles(mean[:, None] * ahead, widths),
        _quantiles(mean[:, None] * ahead.cumsum(), widths),
        np.array([one[2] for one in found], dtype=float),
    )


def _one(
    panel: Panel, young: Panel, number: int, usual: tuple[Floats, Floats], season: Floats
) -> tuple[float, tuple[float, float], int]:
    """The level of one series, its scatter and the squared variation of its level, and the number
    of series it was likened to."""
    level, scatter = usual
    alike = _alike(panel, young, number)
    middle = float(level[alike].mean())
    phi = float(np.median(scatter[alike]))
    vary = max(float(level[alike].var()) / max(middle, 1e-9) ** 2 - phi / _known(panel), _SPREAD)
    shape, rate = 1 / vary, 1 / (vary * max(middle, 1e-9))
    own = young.y[number]
    there = ~np.isnan(own)
    told = float(own[there].sum()) / phi
    seen = float(season[: len(own)][there].sum()) / phi
    return (shape + told) / (rate + seen), (phi, 1 / (shape + told)), int(alike.sum())


def _known(panel: Panel) -> float:
    """The periods that a level was taken over."""
    return float(min(SPAN[panel.freq], panel.y.shape[1]))


def _alike(panel: Panel, young: Panel, number: int) -> "np.ndarray[tuple[int], np.dtype[np.bool_]]":
    """The series that share the key of a young one that the fewest, but enough, share."""
    everything = np.ones(len(panel.y), dtype=bool)
    best = everything
    for name in panel.keys:
        same = (panel.keys[name].astype(str) == str(young.keys[name].iloc[number])).to_numpy()
        if FEWEST <= same.sum() < best.sum():
            best = same
    return best


def _quantiles(mean: Floats, widths: Floats) -> Floats:
    """Quantiles (k, h, q) of negative binomials with this mean (k, h) whose variance is the scatter
    times the mean plus the variation of the level times its square."""
    from scipy import stats

    scatter, vary = widths[:, 0][:, None], widths[:, 1][:, None]
    mean = np.maximum(mean, 1e-9)
    beyond = np.maximum((scatter - 1) * mean + vary * mean**2, 1e-9 * mean)
    size = mean**2 / beyond
    chance = size / (size + mean)
    return np.asarray(stats.nbinom.ppf(np.asarray(LEVELS), size[..., None], chance[..., None]))
