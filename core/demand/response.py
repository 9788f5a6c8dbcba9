"""What prices, promotions and opening days do to sales: one effect a column and series.

Sales of series s in period t are held to be

    level[s, block of t] * day[t] * exp(sum over columns k of beta[s, k] x[s, t, k])

with levels free in blocks of weeks (the fixed-effects Poisson regression of Hausman, Hall and
Griliches 1984: right on average whatever the noise), days free where the columns differ between
series within a day, else those of the shared season, and effects drawn around a common one, so that
a series that tells little takes that of the others (empirical Bayes by EM, Dempster, Laird and
Rubin 1977). Scatter beyond Poisson's is taken from the sums of blocks.
"""

from collections.abc import Mapping
from dataclasses import dataclass, replace

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from core.demand.known import Scale, scale_of
from core.demand.panel import Floats, Panel
from core.demand.response_fit import Cells, fit, tells_days
from core.demand.season import shared_season

_BLOCK = {"D": 56, "W": 13, "M": 6}
"""Periods over which the level of a series is held to stay."""
MOST_OFF = float(np.log(1000.0))
"""How far off an effect is held to be at most, as a logarithm: what is farther tells nothing, and
no number could hold it."""


@dataclass(frozen=True)
class Response:
    """Effects of the columns of `scale`: `beta` of each series with the standard `error` (s, k),
    the `common` one (k,) with its own, and how far those of series `spread` around it (k,)."""

    scale: Scale
    beta: Floats
    error: Floats
    common: Floats
    common_error: Floats
    spread: Floats

    def factor(self, known: Mapping[str, Floats], width: int) -> Floats:
        """What `known` values (s, width) multiply sales by (s, width): 1 is as usual, 0 where the
        shop is shut."""
        return self.measured(*self.scale.measure(known, width))

    def measured(self, x: Floats, shut: NDArray[np.bool_]) -> Floats:
        """The same of values as the scale measures them: `x` (s, width, k), `shut` (s, width)."""
        return np.where(shut, 0.0, np.exp(np.matmul(x, self.beta[:, :, None])[:, :, 0]))

    def off(self, x: Floats, errors: float) -> Floats:
        """The logarithm (s, width) of what measured values `x` (s, width, k) multiply sales by in
        addition where every effect is so many standard `errors` farther from none."""
        away = errors * np.sign(self.beta) * self.error
        return np.asarray(np.matmul(x, away[:, :, None])[:, :, 0])

    def for_more(self, count: int, usual: Floats) -> "Response":
        """The same with `count` series more, that respond as all do on average; `usual` are the
        usual values of all series."""
        shut = np.concatenate([self.scale.shut, np.full((count, len(self.scale.names)), np.nan)])
        error = np.sqrt(self.spread**2 + self.common_error**2)
        return replace(
            self,
            scale=replace(self.scale, usual=usual, shut=shut),
            beta=np.concatenate([self.beta, np.tile(self.common, (count, 1))]),
            error=np.concatenate([self.error, np.tile(error, (count, 1))]),
        )

    def factors(self, known: Mapping[str, Floats], width: int) -> Floats:
        """The same column by column (k, s, width): their product is `factor`."""
        x, _ = self.scale.measure(known, width)
        found = np.exp(np.einsum("stk,sk->kst", x, self.beta))
        for place, name in enumerate(self.scale.names):
            found[place][known[name] == self.scale.shut[:, [place]]] = 0.0
        return found


@dataclass(frozen=True)
class Learned:
    """A response with what it was learned from: `demand` (s, t), what was sold or, where no more
    could be sold, what is expected to have been wanted; the `mean` (s, t) that the response expects
    and how much more than Poisson's each series `scatter`s (s,)."""

    response: Response
    demand: Floats
    mean: Floats
    scatter: Floats


def learn_response(
    panel: Panel,
    censored: NDArray[np.bool_] | None = None,
    group: NDArray[np.int64] | None = None,
) -> Learned:
    """Learns from the past of a panel, also of one without known columns; in cells that are
    `censored` (s, t) no more could be sold. Series of one `group` (s,) share their days."""
    group = np.zeros(len(panel.y), dtype=np.int64) if group is None else group
    scale = scale_of(panel, group)
    periods = panel.y.shape[1]
    past = {name: values[:, :periods] for name, values in panel.known.items()}
    x, shut = scale.measure(past, periods)
    used = ~np.isnan(panel.y) & ~shut
    starts = np.arange(0, periods, _BLOCK[panel.freq])
    block = np.arange(periods) // _BLOCK[panel.freq]
    season = None if tells_days(x, used) else shared_season(panel, 0)
    y = np.where(used, np.maximum(np.nan_to_num(panel.y), 0), 0.0)
    limited = used & censored if censored is not None else np.zeros(used.shape, dtype=bool)
    x = np.where(used[:, :, None], x, 0)
    cells = Cells(y, limited, used.astype(float), x, starts, block, group, _kin(panel), season)
    found = fit(cells)
    demand = np.where(limited, np.fmax(found.y, panel.y), panel.y)
    return Learned(Response(scale, *found.effects), demand, found.mean, found.scatter)


def _kin(panel: Panel) -> tuple[NDArray[np.int64], ...]:
    """The keys that some, but not all, series share."""
    numbers = [pd.factorize(panel.keys[name])[0].astype(np.int64) for name in panel.keys]
    return tuple(one for one in numbers if 0 < one.max() < len(one) - 1)
