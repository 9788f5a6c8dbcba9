"""The season that all series of a panel share: one multiplicative index by period.

Log-linear regression of the mean of all series on the place in the week, the month and two
waves of the year, with a trend, ridged (Hoerl and Kennard 1970); a panel shorter than two years
has no yearly part.
"""

from dataclasses import dataclass

import numpy as np
import pandas as pd

from core.demand.panel import Floats, Panel

_WAVES = 2
_HALF_A_YEAR = 182
_ENOUGH = 8
"""A weekday must have been seen as often to be held for closed."""
_RIDGE = 1e-3
_LOWEST = 0.1
"""Closed days: no index is so small that dividing by it makes a peak of a single sale."""


@dataclass(frozen=True)
class Seasons:
    """What the place in the week and in the year multiply sales by, in all periods (t + ahead,),
    each about 1 on average."""

    week: Floats
    year: Floats


def shared_season(panel: Panel, ahead: int) -> Floats:
    """The index of every period (t + ahead,), about 1 on average."""
    week, year = _shapes(panel, ahead)
    shape = week + year
    return np.maximum(np.exp(shape - shape[: panel.y.shape[1]].mean()), _LOWEST)


def shared_seasons(panel: Panel, ahead: int) -> Seasons:
    """The parts of the shared season."""
    periods = panel.y.shape[1]
    found = (np.exp(shape - shape[:periods].mean()) for shape in _shapes(panel, ahead))
    return Seasons(*(np.maximum(index, _LOWEST) for index in found))


def openings(panel: Panel, ahead: int) -> Floats:
    """What a forecast that is the same on all days is multiplied by on each of the `ahead` periods
    (ahead,): 0 on weekdays on which nothing at all was sold for half a year, on the others as much
    more as keeps the week's sum; 1 where every weekday sells, or periods are no days."""
    if panel.freq != "D":
        return np.ones(ahead)
    weekday = panel.days(ahead).dayofweek.to_numpy()
    lately, past = weekday[:-ahead][-_HALF_A_YEAR:], panel.y[:, -_HALF_A_YEAR:]
    seen = np.bincount(lately[~np.isnan(past).all(axis=0)], minlength=7)
    sold = np.bincount(lately, (np.nan_to_num(past) != 0).sum(axis=0), minlength=7)
    shut = (seen >= _ENOUGH) & (sold == 0)
    if shut.all() or not shut.any():
        return np.ones(ahead)
    return np.where(shut[weekday[-ahead:]], 0.0, 7 / (7 - shut.sum()))


def _shapes(panel: Panel, ahead: int) -> tuple[Floats, Floats]:
    """The logarithms of what week and year do (t + ahead,)."""
    periods = panel.y.shape[1]
    days = panel.days(ahead)
    total = np.log(np.maximum(_mean(panel.y), 1e-3))
    week = np.eye(7)[days.dayofweek] if panel.freq == "D" else np.zeros((len(days), 0))
    year = _yearly(days) if periods >= 2 * panel.rhythm.year else np.zeros((len(days), 0))
    years = np.arange(len(days)) / panel.rhythm.year
    design = np.column_stack([week, year, years, years**2])
    seasonal = week.shape[1] + year.shape[1]
    weights = _ridge(design[:periods], total - total.mean(), seasonal)
    return week @ weights[: week.shape[1]], year @ weights[week.shape[1] : seasonal]


def _mean(y: Floats) -> Floats:
    """The mean of the series there are in each period; of none, of the period before."""
    there = ~np.isnan(y)
    mean = np.where(there, y, 0).sum(axis=0) / np.maximum(there.sum(axis=0), 1)
    mean[~there.any(axis=0)] = np.nan
    return np.asarray(pd.Series(mean).ffill().bfill().fillna(0.0))


def _yearly(days: pd.DatetimeIndex) -> Floats:
    angle = 2 * np.pi * days.dayofyear.to_numpy() / 365.25
    waves = [wave(k * angle) for k in range(1, _WAVES + 1) for wave in (np.sin, np.cos)]
    return np.column_stack([np.eye(12)[days.month - 1], *waves])


def _ridge(design: Floats, answer: Floats, seasonal: int) -> Floats:
    penalty = np.full(design.shape[1], 1e-6)
    penalty[:seasonal] = _RIDGE
    return np.asarray(np.linalg.solve(design.T @ design + np.diag(penalty), design.T @ answer))
