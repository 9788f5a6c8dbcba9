"""How well forecasts did in parts: by the step of the horizon, and by ABC x XYZ class."""

from collections.abc import Sequence

import numpy as np
import pandas as pd

from core.base.model import Value
from core.demand import cells
from core.demand.backtest import Window
from core.demand.classes import Classes
from core.demand.evaluate import BELOW, MEANS, RATIOS
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
    `evaluate.Scored`, a row a series as in `classes` (s,)."""
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
    there = [name for name in (*MEANS, *BELOW) if name in scores]
    means = [name for name in there if scores[name].notna().any()]
    found = {name: float(scores[name].mean()) for name in means}
    sold = float(scores["sold"].sum())
    if sold > 0:
        found |= {name: float(scores[part].sum()) / sold for name, part in RATIOS.items()}
    return found


def _steps(windows: Sequence[Window]) -> dict[str, Floats]:
    """Each metric by step (h,), NaN where it is not defined."""
    sold = np.stack([window.sold for window in windows])
    error = np.stack([window.mean for window in windows]) - sold
    found = {}
    for name in (one for one in BY_STEP if one in cells.MEANS):
        parts = np.stack([cells.MEANS[name](window) for window in windows])
        found[name] = _roots(parts) if name in cells.ROOTS else _mean(_mean(parts))
    total = np.nansum(sold, axis=(0, 1))
    with np.errstate(invalid="ignore", divide="ignore"):
        found["wape"] = np.where(total > 0, np.nansum(np.abs(error), axis=(0, 1)) / total, np.nan)
        found["bias"] = np.where(total > 0, np.nansum(error, axis=(0, 1)) / total, np.nan)
    return found


def _roots(parts: Floats) -> Floats:
    """The steps (h,) of a metric that is the root of the mean of `parts` (w, s, h), averaged over
    windows and series: each with its share in those roots, so that the mean square of the steps is
    the square of the metric over the whole horizon."""
    roots = np.sqrt(_mean(np.moveaxis(parts, 2, 0)))
    known = ~np.isnan(roots)
    share = known / np.maximum(known.sum(axis=0), 1)
    whole = float((np.where(known, roots, 0) * share).sum() / max(known.any(axis=0).sum(), 1))
    there = ~np.isnan(parts)
    each = np.where(there, parts, 0) / np.where(roots > 0, roots, 1)[:, :, None]
    weight = (there * share[:, :, None]).sum(axis=(0, 1))
    total = (each * share[:, :, None]).sum(axis=(0, 1))
    return np.where(weight > 0, np.sqrt(whole * total / np.where(weight > 0, weight, 1)), np.nan)


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
