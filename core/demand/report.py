"""How well forecasts did in parts: by the step of the horizon, and by ABC x XYZ class."""

from collections.abc import Sequence

import numpy as np
import pandas as pd

from core.base.forecast import LEVELS
from core.base.model import Value
from core.demand import metrics
from core.demand.backtest import Window
from core.demand.classes import Classes
from core.demand.evaluate import M5_LEVELS, MEANS, RATIOS
from core.demand.panel import Floats

BY_STEP = ("rmsse", "wape", "bias", "spl", "coverage_80", "coverage_95")


class StepScores(Value):
    """The forecasts of the `step`-th period ahead (from 1), beside the baseline's; a metric that is
    not defined there is left out."""

    step: int
    scores: dict[str, float]
    baseline: dict[str, float]


class ClassScores(Value):
    """The series of one class (`AX` to `CZ`): how many, their `share` of all that was sold in the
    windows, and their scores beside the baseline's."""

    name: str
    series: int
    share: float
    scores: dict[str, float]
    baseline: dict[str, float]


def by_step(model: Sequence[Window], baseline: Sequence[Window]) -> tuple[StepScores, ...]:
    """The scores of each step, over all series and windows."""
    mine, naive = _steps(model), _steps(baseline)
    return tuple(
        StepScores(step=step, scores=_known(mine, step - 1), baseline=_known(naive, step - 1))
        for step in range(1, len(mine["rmsse"]) + 1)
    )


def by_class(
    classes: Classes, model: pd.DataFrame, baseline: pd.DataFrame
) -> tuple[ClassScores, ...]:
    """The scores of each class that has series; `model` and `baseline` are of
    `evaluate.by_series`, a row a series as in `classes` (s,)."""
    sold = max(float(model["sold"].sum()), 1e-300)
    return tuple(
        ClassScores(
            name=name,
            series=int(inside.sum()),
            share=float(model.loc[inside, "sold"].sum() / sold),
            scores=averages(model[inside]),
            baseline=averages(baseline[inside]),
        )
        for name in sorted(set(classes.tolist()))
        for inside in [classes == name]
    )


def averages(scores: pd.DataFrame) -> dict[str, float]:
    """Each metric over the series of `scores`, as `evaluate.overall` takes it, without interval; a
    metric that no series has is left out."""
    found = {name: float(scores[name].mean()) for name in MEANS if scores[name].notna().any()}
    sold = float(scores["sold"].sum())
    if sold > 0:
        found |= {name: float(scores[part].sum()) / sold for name, part in RATIOS.items()}
    return found


def _steps(windows: Sequence[Window]) -> dict[str, Floats]:
    """Each metric by step (h,), NaN where it is not defined."""
    sold = np.stack([window.sold for window in windows])
    error = np.stack([window.mean for window in windows]) - sold
    squares, loss, inside = (
        np.stack([cells(window) for window in windows]) for cells in (_squares, _pinball, _covered)
    )
    total = np.nansum(sold, axis=(0, 1))
    with np.errstate(invalid="ignore", divide="ignore"):
        return {
            "rmsse": _mean(np.sqrt(_mean(squares))),
            "wape": np.where(total > 0, np.nansum(np.abs(error), axis=(0, 1)) / total, np.nan),
            "bias": np.where(total > 0, np.nansum(error, axis=(0, 1)) / total, np.nan),
            "spl": _mean(_mean(loss)),
            "coverage_80": _mean(_mean(inside[:, 0])),
            "coverage_95": _mean(_mean(inside[:, 1])),
        }


def _squares(window: Window) -> Floats:
    """Squared errors (s, h) in units of each series' scale."""
    return ((window.sold - window.mean) * _unit(window.panel.y, "rmsse")) ** 2


def _pinball(window: Window) -> Floats:
    """Scaled pinball loss of each cell (s, h)."""
    places = [LEVELS.index(level) for level in M5_LEVELS]
    loss = metrics.pinball(window.sold, window.quantiles[:, :, places], M5_LEVELS)
    return loss * _unit(window.panel.y, "mase")


def _covered(window: Window) -> Floats:
    """How far the intervals of 80 and 95 % cover each cell (2, s, h)."""
    found = [metrics.coverage(window.sold, window.quantiles, LEVELS, one) for one in (0.8, 0.95)]
    return np.where(np.isnan(window.sold), np.nan, np.stack(found))


def _unit(past: Floats, metric: str) -> Floats:
    """One over the scale of each series (s, 1): what an error of one scores."""
    one, none = np.ones((len(past), 1)), np.zeros((len(past), 1))
    scored = (
        metrics.rmsse(past, one, none)
        if metric == "rmsse"
        else metrics.mase(past, one, none, cycle=1)
    )
    return scored[:, None]


def _mean(values: Floats) -> Floats:
    """The mean over the first axis of what is known, NaN where nothing is."""
    known = ~np.isnan(values)
    count = known.sum(axis=0)
    total = np.where(known, values, 0).sum(axis=0)
    return np.where(count > 0, total / np.maximum(count, 1), np.nan)


def _known(by_step: dict[str, Floats], place: int) -> dict[str, float]:
    return {
        name: float(values[place]) for name, values in by_step.items() if np.isfinite(values[place])
    }
