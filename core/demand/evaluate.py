"""How well forecasts did, series by series and over all, with intervals of resampled series."""

from collections.abc import Sequence

import numpy as np
import pandas as pd

from core.base.forecast import LEVELS
from core.base.model import Value
from core.base.runs import Score, Verdict
from core.demand import metrics
from core.demand.backtest import Window
from core.demand.panel import Floats

M5_LEVELS = (0.005, 0.025, 0.165, 0.25, 0.5, 0.75, 0.835, 0.975, 0.995)
MEANS = ("mase", "rmsse", "spl", "coverage_80", "coverage_95")
RATIOS = {"wape": "absolute", "bias": "error"}
_RESAMPLES = 400


def by_series(windows: Sequence[Window]) -> pd.DataFrame:
    """One row a series: `MEANS` averaged over the windows, and the sums `absolute` and `error` of
    its errors and `sold` that `RATIOS` are of."""
    frames = [_of_window(window) for window in windows]
    joined = pd.concat(frames, keys=range(len(frames)))
    groups = joined.groupby(level=1)
    sums = groups[["absolute", "error", "sold"]].sum()
    return pd.concat([groups[list(MEANS)].mean(), sums], axis=1)


def overall(scores: pd.DataFrame, seed: int) -> dict[str, Score]:
    """Each metric over all series, with the 95 % interval of resampled series (Efron 1979)."""
    draws = np.random.default_rng(seed).integers(0, len(scores), (_RESAMPLES, len(scores)))
    found = {}
    for name in (*MEANS, *RATIOS):
        top = scores[RATIOS.get(name, name)].to_numpy(float)
        bottom = (
            scores["sold"].to_numpy(float) if name in RATIOS else (~np.isnan(top)).astype(float)
        )
        if bottom.sum() > 0:
            found[name] = _score(np.nan_to_num(top), bottom, draws)
    return found


class Outcome(Value):
    """The verdict: `gain` is how much lower the RMSSE is than the baseline's, as a share of it,
    with its 95 % interval over resampled series; `needed` series of `series` gain by the model."""

    verdict: Verdict
    gain: Score
    needed: int
    series: int


def outcome(model: pd.DataFrame, baseline: pd.DataFrame, seed: int) -> Outcome:
    """Better where the whole interval of the gain in RMSSE is above zero."""
    both = model["rmsse"].notna() & baseline["rmsse"].notna()
    mine, naive = (frame.loc[both, "rmsse"].to_numpy(float) for frame in (model, baseline))
    if not len(mine):
        return Outcome(verdict="no_better", gain=Score(value=0.0), needed=0, series=len(model))
    draws = np.random.default_rng(seed).integers(0, len(mine), (_RESAMPLES, len(mine)))
    gain = _score(naive - mine, naive, draws)
    low, high = gain.low or 0.0, gain.high or 0.0
    verdict: Verdict = "better" if low > 0 else "worse" if high < 0 else "no_better"
    return Outcome(verdict=verdict, gain=gain, needed=int((mine < naive).sum()), series=len(model))


def _score(
    top: Floats, bottom: Floats, draws: "np.ndarray[tuple[int, int], np.dtype[np.int64]]"
) -> Score:
    below = bottom[draws].sum(axis=1)
    drawn = top[draws].sum(axis=1)[below > 0] / below[below > 0]
    low, high = np.quantile(drawn, [0.025, 0.975])
    return Score(value=float(top.sum() / bottom.sum()), low=float(low), high=float(high))


def _of_window(window: Window) -> pd.DataFrame:
    past, sold, mean = window.panel.y, window.sold, window.mean
    places = [LEVELS.index(level) for level in M5_LEVELS]
    error = np.where(np.isnan(sold), 0.0, mean - np.nan_to_num(sold))
    return pd.DataFrame(
        {
            "mase": metrics.mase(past, sold, mean, window.panel.rhythm.cycle),
            "rmsse": metrics.rmsse(past, sold, mean),
            "spl": metrics.scaled_pinball(past, sold, window.quantiles[:, :, places], M5_LEVELS),
            "coverage_80": _mean(metrics.coverage(sold, window.quantiles, LEVELS, 0.8)),
            "coverage_95": _mean(metrics.coverage(sold, window.quantiles, LEVELS, 0.95)),
            "absolute": np.abs(error).sum(axis=1),
            "error": error.sum(axis=1),
            "sold": np.nan_to_num(sold).sum(axis=1),
        }
    )


def _mean(cells: Floats) -> Floats:
    known = ~np.isnan(cells)
    count = known.sum(axis=1)
    return np.where(count > 0, np.where(known, cells, 0).sum(axis=1) / np.maximum(count, 1), np.nan)
