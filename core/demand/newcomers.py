"""Series too young to be learned from: forecast as a similar one would be, until they tell more.

Where enough similar ones began within the data, it is what they sold after they had begun like
this one (`beginnings`). Else what a series sells a period is drawn from their levels
(a gamma distribution fitted by moments), and what it sold so far, as far as such a level can be,
moves it from there: the gamma-Poisson model (Robbins 1956), its counts spread further by how
unsteady the similar ones are.
"""

from dataclasses import dataclass

import numpy as np

from core.base.forecast import LEVELS
from core.demand.beginnings import Beginnings
from core.demand.censored import scatter_of
from core.demand.panel import Floats, Panel
from core.demand.season import shared_season

SPAN = {"D": 56, "W": 12, "M": 6}
"""Last periods that the level of a similar series is taken over."""
FEWEST = 5
"""Similar series there must be; with fewer, all series are taken."""
_MOST = 0.99
"""Quantile of the similar ones' levels that a young one's own is not believed beyond."""
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
    since = max(0, periods - SPAN[panel.freq])
    usual = panel.y[:, since:] / season[since:periods]
    there = ~np.isnan(usual)
    level = np.where(there, usual, 0).sum(axis=1) / np.maximum(there.sum(axis=1), 1)
    expected = level[:, None] * season[:periods]
    scatter = scatter_of(np.nan_to_num(panel.y), expected, ~np.isnan(panel.y))
    begun = Beginnings(panel.y, season, panel.first, SPAN[panel.freq] // 2)
    others = _Others(panel, level, scatter, begun)
    found = [_one(others, young, k, season) for k in range(len(young.y))]
    mean, widths = (np.array([one[n] for one in found]) for n in (0, 1))
    ahead = season[periods:]
    return Newcomers(
        mean[:, None] * ahead,
        _quantiles(mean[:, None] * ahead, widths),
        _quantiles(mean[:, None] * ahead.cumsum(), widths),
        np.array([one[2] for one in found], dtype=float),
    )


@dataclass(frozen=True)
class _Others:
    """The series that young ones are likened to: their levels and scatter (s,), and how they
    began."""

    panel: Panel
    level: Floats
    scatter: Floats
    begun: Beginnings


def _one(
    others: _Others, young: Panel, number: int, season: Floats
) -> tuple[float, tuple[float, float], int]:
    """The level of one series, its scatter and the squared variation of its level, and the number
    of series it was likened to."""
    alike = _alike(others.panel, young, number)
    phi = float(np.median(others.scatter[alike]))
    own = young.y[number]
    there = ~np.isnan(own)
    told, seen = max(float(own[there].sum()), 0.0), float(season[: len(own)][there].sum())
    age = len(own) - int(young.first[number])
    later = others.begun.of(alike, age, told / seen) if seen else None
    if later is not None:
        return float(later.mean()), (phi, _vary(later, phi, others.begun.span)), len(later)
    level = others.level[alike]
    vary = _vary(level, phi, _known(others.panel))
    middle = max(float(level.mean()), 1e-9)
    shape, rate = 1 / vary, 1 / (vary * middle)
    told = min(told, seen * float(np.quantile(level, _MOST))) / phi
    return (shape + told) / (rate + seen / phi), (phi, 1 / (shape + told)), int(alike.sum())


def _vary(level: Floats, phi: float, periods: float) -> float:
    """The squared coefficient of variation of levels, without what chance adds over so many
    periods."""
    middle = max(float(level.mean()), 1e-9)
    return max(float(level.var()) / middle**2 - phi / (middle * periods), _SPREAD)


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
