"""The fit behind `response`: a Poisson regression with levels free in blocks, days that are free or
known, and effects drawn around a common one."""

from dataclasses import dataclass, replace

import numpy as np
from numpy.typing import NDArray

from core.demand.censored import expected_demand, scatter_of
from core.demand.panel import Floats

ROUNDS, _FEWEST_ROUNDS = 30, 8
_SETTLED = 2e-3
"""Mean change of the effects below which they have settled."""
_STEP = 1.0
"""The longest step of an effect in one round: exp(1) is nearly three times as much."""
_TINY = 1e-9
_CLOSEST, _FARTHEST = 0.02, 2.0
"""The least and most spread of effects between series."""
_TELLS = 1e-3
"""Information on an effect below which a series says nothing of it."""
_WITHIN = 0.05
"""Share of a column's variance that must be between series on a day to tell it from the day."""


@dataclass(frozen=True)
class Fit:
    effects: tuple[Floats, Floats, Floats, Floats, Floats]
    y: Floats
    mean: Floats
    scatter: Floats


@dataclass(frozen=True)
class Cells:
    """What is learned from: `y` and `weight` (1 or 0) (s, t), which of them are `censored`, `x`
    (s, t, k), the block of each period, and what is known of the days (t,): None where they are
    free for each `group` (s,) of series. Those of one number in one of `kin` (s,) may move together
    beyond what the days say: the same item in several shops."""

    y: Floats
    censored: NDArray[np.bool_]
    weight: Floats
    x: Floats
    starts: NDArray[np.int64]
    block: NDArray[np.int64]
    group: NDArray[np.int64]
    kin: tuple[NDArray[np.int64], ...]
    season: Floats | None


def fit(cells: Cells) -> Fit:
    series, periods, count = cells.x.shape
    beta, spread = np.zeros((series, count)), np.full(count, 0.25)
    day = np.ones((cells.group.max() + 1, periods))
    if cells.season is not None:
        day = day * cells.season
    sold = cells.y
    for number in range(ROUNDS):
        mean, day = _means(cells, beta, day)
        wide = scatter_of(sold, mean, (cells.weight > 0) & ~cells.censored)
        cells = replace(cells, y=_wanted(sold, mean, wide, cells.censored))
        slopes = _slopes(cells, mean)
        known = slopes.hessian / np.sqrt(slopes.scatter[:, None] * slopes.scatter)
        told = np.einsum("skl,sl->sk", known, beta) + slopes.gradient / slopes.scatter
        around = _drawn_together(known, told, spread, cells.kin)
        step = np.clip(around.beta - beta, -_STEP, _STEP)
        beta = beta + step
        spread = np.sqrt(np.clip(spread**2 + around.wider, _CLOSEST**2, _FARTHEST**2))
        if number >= _FEWEST_ROUNDS and (not count or np.abs(step).mean() < _SETTLED):
            break
    effects = (beta, around.error, around.common, around.common_error, spread)
    return Fit(effects, cells.y, mean, wide)


def _wanted(sold: Floats, mean: Floats, scatter: Floats, censored: NDArray[np.bool_]) -> Floats:
    """What was sold, or, where no more could be, what is expected to have been wanted (s, t)."""
    if not censored.any():
        return sold
    series = np.nonzero(censored)[0]
    found = sold.copy()
    found[censored] = expected_demand(sold[censored], mean[censored], scatter[series])
    return found


@dataclass(frozen=True)
class _Around:
    """Effects of the series (s, k) with their standard errors, the `common` one (k,) with its own,
    and by how much (k,) the variance between series should grow: a step of Fisher's scoring."""

    beta: Floats
    error: Floats
    common: Floats
    common_error: Floats
    wider: Floats


def _drawn_together(
    known: Floats, told: Floats, spread: Floats, kin: tuple[NDArray[np.int64], ...]
) -> _Around:
    """Effects of series whose likelihood is exp(told b - b known b / 2), drawn with a `spread` (k,)
    around a common one, which is the generalised least squares mean (k,)."""
    prior = np.diag(1 / spread**2)
    inside = np.linalg.inv(known + prior)
    weight = prior - prior @ inside @ prior
    whole = np.linalg.inv(weight.sum(axis=0) + _TINY * np.eye(len(spread)))
    common = whole @ np.einsum("kl,slm,sm->k", prior, inside, told)
    surprise = np.einsum("kl,slm,sm->sk", prior, inside, told - known @ common)
    own = np.diagonal(weight, axis1=1, axis2=2)
    return _Around(
        beta=np.einsum("skl,sl->sk", inside, told + common / spread**2),
        error=np.sqrt(np.diagonal(inside, axis1=1, axis2=2)),
        common=common,
        common_error=_robust(whole, surprise, kin),
        wider=(surprise**2 - own).sum(axis=0) / np.maximum((own**2).sum(axis=0), _TINY),
    )


def _robust(whole: Floats, surprise: Floats, kin: tuple[NDArray[np.int64], ...]) -> Floats:
    """The standard errors of the common effects (k,): the largest of what the model says and of
    what series differ by, one by one or those that are kin together (Liang and Zeger 1986)."""
    found = np.diagonal(whole)
    for numbers in (np.arange(len(surprise)), *kin):
        sums = np.zeros((int(numbers.max()) + 1, surprise.shape[1]))
        np.add.at(sums, numbers, surprise)
        found = np.maximum(found, np.diagonal(whole @ (sums.T @ sums) @ whole))
    return np.sqrt(found)


def _means(cells: Cells, beta: Floats, day: Floats) -> tuple[Floats, Floats]:
    """What is expected of every cell (s, t), and the days (g, t) after this round."""
    effect = cells.weight * np.exp(np.einsum("stk,sk->st", cells.x, beta))
    sold = np.add.reduceat(cells.y, cells.starts, axis=1)
    of_series = day[cells.group]
    level = sold / np.maximum(np.add.reduceat(effect * of_series, cells.starts, axis=1), _TINY)
    shaped = level[:, cells.block] * effect
    if cells.season is None:
        there, units = _by_group(cells.group, shaped), _by_group(cells.group, cells.y)
        day = np.where(there > _TINY, units / np.maximum(there, _TINY), 1.0)
    return shaped * day[cells.group], day


@dataclass(frozen=True)
class _Slopes:
    """Gradient (s, k) and information (s, k, k) of the effects given the levels, and how much more
    than a Poisson's the gradients of blocks `scatter` (k,)."""

    gradient: Floats
    hessian: Floats
    scatter: Floats


def _slopes(cells: Cells, mean: Floats) -> _Slopes:
    total = np.add.reduceat(mean, cells.starts, axis=1)
    weighted = np.add.reduceat(cells.x * mean[:, :, None], cells.starts, axis=1)
    middle = weighted / np.maximum(total, _TINY)[:, :, None]
    away = (cells.x - middle[:, cells.block]) * cells.weight[:, :, None]
    if cells.season is None:
        away = (away - _by_day(cells, mean, away)) * cells.weight[:, :, None]
    pulls = np.add.reduceat(away * (cells.y - mean)[:, :, None], cells.starts, axis=1)
    weighed = away * mean[:, :, None]
    hessian = np.swapaxes(weighed, 1, 2) @ away
    gradient = pulls.sum(axis=1)
    shares = _shares(cells, weighed * away)
    rest = pulls - shares * gradient[:, None, :]
    free = 1 - (shares**2).sum(axis=1)
    expected = (np.einsum("skk->sk", hessian) * free).sum(axis=0)
    return _Slopes(gradient, hessian, _scatter(rest, expected))


def _shares(cells: Cells, information: Floats) -> Floats:
    """The share that each block has in the information (s, t, k) on each effect of a series
    (s, b, k)."""
    each = np.add.reduceat(information, cells.starts, axis=1)
    return np.asarray(each / np.maximum(each.sum(axis=1, keepdims=True), _TINY))


def _by_day(cells: Cells, mean: Floats, away: Floats) -> Floats:
    """The weighted mean of each column over the series of a group on each day (s, t, k)."""
    total = _by_group(cells.group, mean)
    sums = _by_group(cells.group, away * mean[:, :, None])
    found = sums / np.maximum(total, _TINY)[:, :, None]
    return np.asarray(found[cells.group])


def _by_group(group: NDArray[np.int64], values: Floats) -> Floats:
    """The sums (g, ...) of the values (s, ...) of the series of each group (s,)."""
    order = np.argsort(group, kind="stable")
    numbers, starts = np.unique(group[order], return_index=True)
    found = np.zeros((int(group.max()) + 1, *values.shape[1:]))
    found[numbers] = np.add.reduceat(values[order], starts, axis=0)
    return found


def _scatter(rest: Floats, expected: Floats) -> Floats:
    """How much more than a Poisson's (`expected`) the pulls of blocks (s, b, k) differ within a
    series (k,), at least 1: `rest` is without what all blocks of a series pull alike, which is its
    own effect."""
    found = (rest**2).sum(axis=(0, 1)) / np.maximum(expected, _TINY)
    return np.asarray(np.maximum(found, 1.0))


def tells_days(x: Floats, used: NDArray[np.bool_]) -> bool:
    """Whether every column differs between the series of a day, so that the days can be free."""
    cells = np.where(used[:, :, None], x, np.nan)
    if not x.shape[2] or len(x) < 2:
        return False
    with np.errstate(invalid="ignore", divide="ignore"):
        whole = np.nanvar(cells, axis=(0, 1))
        within = np.nanmean(np.nanvar(cells[:, used.any(axis=0)], axis=0), axis=0)
    return bool((within > _WITHIN * whole).all())
