"""What if: the same forecast under other prices, promotions, shocks and closed days.

A change of what is known ahead multiplies the mean by the ratio of what the effects say of both;
the quantiles of single periods go with it, those of sums with the sum of the means.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace

import numpy as np
from numpy.typing import NDArray

from core.base.forecast import Forecast
from core.demand.drivers import Drivers
from core.demand.panel import Floats
from core.demand.response import MOST_OFF, Response
from core.demand.scenario import Change, planned

_ERRORS = 1.96
_LEAST = 1e-12
_FARTHER, _NEAR = 0.5, float(np.log(1.25))
"""How far beyond what was seen an effect goes on: a part of its range, of a price and a count at
least a quarter up or down."""


@dataclass(frozen=True)
class Changed:
    """The changed `forecast`; `units` (s,) is by how many it is more in all, `low` and `high` (s,)
    the same with effects 1.96 standard errors off; a shock is taken as it is said. `ends` are the
    means (s, h) with the effects of each series so much weaker and stronger, `shared` those with
    all effects off by what they have of the error of the common ones; `ahead` are the changed
    values (s, h) of what is known ahead."""

    forecast: Forecast
    units: Floats
    low: Floats
    high: Floats
    ends: tuple[Floats, Floats]
    shared: tuple[Floats, Floats]
    ahead: Mapping[str, Floats] = field(default_factory=dict)


def what_if(
    forecast: Forecast, keys: Mapping[str, Sequence[str]], drivers: Drivers | None,
    changes: Sequence[Change],
) -> Changed:  # fmt: skip
    """The forecast under `changes`, one after the other; `keys` are the values of each key of the
    series. What goes farther than it was ever seen to has the effect of the farthest that is near
    to it: see `held`.

    Raises ValueError for a column that the forecast has no effect of, AppError change_price_none
    for a price that is not above zero.
    """
    shock, ahead = planned(forecast, keys, drivers, changes)
    return under(forecast, drivers, ahead, shock)


def under(
    forecast: Forecast, drivers: Drivers | None, ahead: Mapping[str, Floats],
    shock: Floats | None = None,
) -> Changed:  # fmt: skip
    """The forecast with other values `ahead` (s, h) of what its effects are of, and with what is
    wanted multiplied by `shock` (s, h); effects are held near what was seen."""
    times = np.ones(forecast.mean.shape) if shock is None else shock
    if drivers is None or not ahead:
        means, shared = [times * forecast.mean] * 3, [times * forecast.mean] * 2
    else:
        width, response = forecast.mean.shape[1], drivers.response
        old, new = (response.scale.measure(known, width) for known in (drivers.ahead, ahead))
        told = forecast.mean, times, [old, (held(drivers, old[0], new[0]), new[1])]
        means = [_moved(told, response, errors) for errors in (0, -1, 1)]
        shared = [_moved(told, _common(response), errors) for errors in (-1, 1)]
    sums = [each.sum(axis=1) for each in (*means, *shared)]
    below, above = apart(sums[0], [sums[1:3], sums[3:]])
    units = sums[0] - forecast.mean.sum(axis=1)
    return Changed(
        forecast=with_mean(forecast, means[0]),
        units=units,
        low=units - below,
        high=units + above,
        ends=(means[1], means[2]),
        shared=(shared[0], shared[1]),
        ahead=ahead,
    )


def apart(value: Floats, ends: Sequence[Sequence[Floats]]) -> tuple[Floats, Floats]:
    """How far below and above a value independent errors take it (n,): each of `ends` are the two
    values that one error leads to."""
    below = [np.minimum(0, np.minimum(*pair) - value) for pair in ends]
    above = [np.maximum(0, np.maximum(*pair) - value) for pair in ends]
    return np.sqrt(sum(one**2 for one in below)), np.sqrt(sum(one**2 for one in above))


def with_mean(forecast: Forecast, mean: Floats) -> Forecast:
    """The forecast with another `mean` (s, h): its quantiles keep their distance to it, as shares.
    Where nothing was to be sold, they are those of the other periods of the series."""
    single = _scaled(forecast.quantiles, forecast.mean, mean)
    sums = _scaled(forecast.cumulative, forecast.mean.cumsum(axis=1), mean.cumsum(axis=1))
    cumulative = np.maximum.accumulate(sums, axis=1)
    return replace(forecast, mean=mean, quantiles=single, cumulative=cumulative)


def held(drivers: Drivers, old: Floats, new: Floats) -> Floats:
    """Measured values `new` (s, h, k), none of them far beyond what was seen or, where that is
    farther, what they are without the change (`old`). A flag can always be on or off."""
    low, high = drivers.seen[:, 0].copy(), drivers.seen[:, 1].copy()
    kinds = np.asarray(drivers.response.scale.kinds)
    flags = kinds == "plain"
    low[flags], high[flags] = np.minimum(low[flags], 0), np.maximum(high[flags], 1)
    more = np.maximum(_FARTHER * (high - low), np.where(flags, 0, _NEAR))
    return np.clip(new, np.minimum(low - more, old), np.maximum(high + more, old))


def _common(response: Response) -> Response:
    """The response with, as error of each series, what it has from that of the common effect: the
    less a series tells itself, the more it is drawn to the common one."""
    drawn = np.minimum(response.error**2 / np.maximum(response.spread, _LEAST) ** 2, 1.0)
    return replace(response, error=drawn * response.common_error)


def _moved(
    told: tuple[Floats, Floats, Sequence[tuple[Floats, NDArray[np.bool_]]]],
    response: Response, errors: int,
) -> Floats:  # fmt: skip
    """The mean (s, h) times a shock, moved from values measured before to those after; that the
    effects are off changes it by `MOST_OFF` at most."""
    mean, times, (old, new) = told
    before, after = response.measured(*old), response.measured(*new)
    off = [response.off(x, errors * _ERRORS) for x, _ in (old, new)]
    with np.errstate(divide="ignore", invalid="ignore"):
        ratio = np.where(before > _LEAST, after / before, 1.0)
    moved = mean * ratio * _bounded(off[1] - off[0])
    opened = (before <= _LEAST) & (after > _LEAST)
    if not opened.any():
        return moved * times
    others = _as_others(mean, before * _bounded(off[0]))
    return np.where(opened, others * after * _bounded(off[1]), moved) * times


def _bounded(off: Floats) -> Floats:
    """What a logarithm multiplies by, within `MOST_OFF`."""
    return np.exp(np.clip(off, -MOST_OFF, MOST_OFF))


def _as_others(mean: Floats, factor: Floats) -> Floats:
    """What a series sells on its other periods (s, 1), freed of the effects: for periods of which
    the forecast says nothing, since the shop was to be shut."""
    there = factor > _LEAST
    with np.errstate(divide="ignore", invalid="ignore"):
        plain = np.where(there, mean / factor, 0.0)
    return np.asarray(plain.sum(axis=1) / np.maximum(there.sum(axis=1), 1))[:, None]


def _scaled(quantiles: Floats, mean: Floats, other: Floats) -> Floats:
    """Quantiles (s, h, q) around a `mean` (s, h), put around another."""
    there = mean > _LEAST
    with np.errstate(divide="ignore", invalid="ignore"):
        ratio = np.where(there, other / mean, 1.0)
    found = quantiles * ratio[:, :, None]
    opened = ~there & (other > _LEAST)
    if opened.any():
        width = quantiles.sum(axis=1) / np.maximum(mean.sum(axis=1), _LEAST)[:, None]
        found = np.where(opened[:, :, None], other[:, :, None] * width[:, None, :], found)
    return np.asarray(found)
