"""How well forecasts did, series by series and over all, and how sure that is."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field

import numpy as np
import pandas as pd

from core.base.forecast import LEVELS
from core.base.model import Value
from core.base.runs import Score, Verdict
from core.demand import cells, metrics
from core.demand.backtest import Window
from core.demand.blocks import blocks_of, means_without, sums_without
from core.demand.certain import Ratio, mean_of, score_of
from core.demand.panel import Floats

MEANS = tuple(cells.MEANS)
BELOW = {f"below_{level:g}": level for level in LEVELS}
"""One-sided coverage by name: the share of what was sold at or below the quantile of a level."""
RATIOS = {"wape": "absolute", "bias": "error"}
_SIGNED = ("bias",)
_SHARES = ("coverage_80", "coverage_95")


@dataclass(frozen=True)
class Scored:
    """The scores of every series: a row of `MEANS` and `BELOW`, averaged over the windows, and of
    the sums `absolute` and `error` of its errors and `sold` that `RATIOS` are of; and `MEANS` and
    these sums by name with each block of days left out (s, b)."""

    series: pd.DataFrame
    without: Mapping[str, Floats] = field(default_factory=dict)


def scored(windows: Sequence[Window]) -> Scored:
    """All that is needed to say how well forecasts did, and how sure that is."""
    blocks, each = blocks_of(windows), [cells.of(window) for window in windows]
    without = {}
    for name in (*cells.MEANS, *cells.SUMS):
        found = [one[name] for one in each]
        without[name] = (
            sums_without(found, blocks)
            if name in cells.SUMS
            else means_without(found, blocks, name in cells.ROOTS)
        )
    return Scored(_by_series(windows, each), without)


def _by_series(windows: Sequence[Window], each: Sequence[Mapping[str, Floats]]) -> pd.DataFrame:
    """See `Scored.series`; `each` are the cells of the windows."""
    frames = [_of_window(*one) for one in zip(windows, each, strict=True)]
    joined = pd.concat(frames, keys=range(len(frames)))
    groups = joined.groupby(level=1)
    sums = groups[list(cells.SUMS)].sum()
    return pd.concat([groups[[*MEANS, *BELOW]].mean(), sums], axis=1)


def overall(found: Scored) -> dict[str, Score]:
    """Each metric over all series, with its 95 % interval (`certain`); the shares of `BELOW`
    without one."""
    made = {name: mean_of(_values(found, name), found.without.get(name)) for name in MEANS}
    sold = (_values(found, "sold"), found.without.get("sold"))
    for name, part in RATIOS.items():
        top = (_values(found, part), found.without.get(part))
        made[name] = Ratio(top[0], sold[0], top[1], sold[1])
    scores = {
        name: score_of(
            ratio, -np.inf if name in _SIGNED else 0.0, 1.0 if name in _SHARES else np.inf
        )
        for name, ratio in made.items()
        if ratio.bottom.sum() > 0
    }
    shares = found.series[list(BELOW)].mean().dropna()
    return scores | {str(name): Score(value=float(share)) for name, share in shares.items()}


class Outcome(Value):
    """The verdict: `gain` is how much lower the RMSSE is than the baseline's, as a share of it,
    with its 95 % interval; `needed` series gain by the model, of the `series` that could be judged:
    that have a scale, and sales known in a window. `sharper` is the gain in the scaled pinball
    loss: how much better the intervals are (None: not known)."""

    verdict: Verdict
    gain: Score
    needed: int
    series: int
    sharper: Score | None = None


def outcome(model: Scored, baseline: Scored) -> Outcome:
    """Better where the whole interval of the gain in RMSSE is above zero; worse where it is below,
    and the baseline's RMSSE is below the interval of the model's own."""
    mine, naive = _both(model, baseline, "rmsse")
    if not len(mine[0]):
        return Outcome(verdict="no_better", gain=Score(value=0.0), needed=0, series=0)
    gain = gain_of(mine, naive)
    verdict = verdict_of(gain)
    own = score_of(mean_of(*mine))
    if verdict == "worse" and naive[0].mean() >= (own.low or 0.0):
        verdict = "no_better"
    needed = int((mine[0] < naive[0]).sum())
    sharper = None
    if "spl" in model.series and "spl" in baseline.series:
        sharper = gain_of(*_both(model, baseline, "spl"))
    return Outcome(verdict=verdict, gain=gain, needed=needed, series=len(mine[0]), sharper=sharper)


def _both(
    model: Scored, baseline: Scored, name: str
) -> tuple[tuple[Floats, Floats | None], tuple[Floats, Floats | None]]:
    """A metric of the series (s,) that have one by both, each with every block left out (s, b)."""
    known = ~np.isnan(_values(model, name)) & ~np.isnan(_values(baseline, name))

    def of(one: Scored) -> tuple[Floats, Floats | None]:
        left = one.without.get(name)
        return _values(one, name)[known], None if left is None else left[known]

    return of(model), of(baseline)


def gain_of(mine: tuple[Floats, Floats | None], naive: tuple[Floats, Floats | None]) -> Score:
    """How much lower the errors `mine` (s,) are than `naive` (s,), as a share of those, with its
    95 % interval; beside each are the same with every block of days left out (s, b)."""
    top_without = bottom_without = None
    if mine[1] is not None and naive[1] is not None:
        known = ~np.isnan(mine[1]) & ~np.isnan(naive[1])
        top_without = np.where(known, naive[1] - mine[1], 0.0)
        bottom_without = np.where(known, naive[1], 0.0)
    ratio = Ratio(naive[0] - mine[0], naive[0], top_without, bottom_without)
    return score_of(ratio, most=1.0) if naive[0].sum() > 0 else Score(value=0.0)


def verdict_of(gain: Score) -> Verdict:
    """Better where the whole interval of the gain is above zero, worse where it is below."""
    low, high = gain.low or 0.0, gain.high or 0.0
    return "better" if low > 0 else "worse" if high < 0 else "no_better"


def _values(found: Scored, name: str) -> Floats:
    return found.series[name].to_numpy(float)


def _of_window(window: Window, found: Mapping[str, Floats]) -> pd.DataFrame:
    means = {name: metrics.rowwise(found[name]) for name in cells.MEANS}
    means |= {name: np.sqrt(means[name]) for name in cells.ROOTS}
    under = metrics.at_or_below(window.sold, window.quantiles, LEVELS)
    below = {name: metrics.rowwise(under[:, :, place]) for place, name in enumerate(BELOW)}
    sums = {name: np.nansum(found[name], axis=1) for name in cells.SUMS}
    return pd.DataFrame(means | sums | below)
