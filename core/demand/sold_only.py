"""Columns that are told only where something was sold, as those of order lines are.

A day without a sale has no line, so its value is not known, and what is filled in there decides
what is learned: a promotion taken to be off wherever nothing sold seems to make sales by itself.
Such a column can be completed where all that sell on a day tell the same, or where it changes so
seldom that carrying it from sale to sale goes wrong in next to no period.
"""

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from core.demand.calendar_values import carried
from core.demand.panel import Floats, Panel

_ALIKE = 0.9
"""Share of its variance that days must explain for a column to be the same for all on a day."""
_DOUBT = 0.03
"""Share of periods whose carried value may be wrong."""
_SAME = 0.005
"""Prices that differ by less than this share are the same: they were rounded."""


def completed(panel: Panel, told: Floats) -> Floats | None:
    """Values (s, t) without gaps from those `told` (s, t) where something was sold; None where
    what is told of the periods without a sale cannot be trusted."""
    known = ~np.isnan(told)
    for group in _groups(panel):
        day = _by_day(told, group)
        if _alike(told, day, group):
            return carried(np.where(known, told, day))
    there = ~np.isnan(panel.y)
    untold = float((there & ~known).sum() / max(there.sum(), 1))
    return carried(told) if untold * _changing(told) <= _DOUBT else None


def _groups(panel: Panel) -> list[NDArray[np.int64]]:
    """Which series may share their days (s,): all of them, or those of one value of a key."""
    numbers = [pd.factorize(panel.keys[name])[0].astype(np.int64) for name in panel.keys]
    shared = [one for one in numbers if 0 < one.max() < len(one) - 1]
    return [np.zeros(len(panel.y), dtype=np.int64), *shared]


def _by_day(told: Floats, group: NDArray[np.int64]) -> Floats:
    """The mean of what the series of each group tell of a period (s, t), NaN where none does."""
    return np.asarray(pd.DataFrame(told).groupby(group).transform("mean"))


def _alike(told: Floats, day: Floats, group: NDArray[np.int64]) -> bool:
    """Whether what is told hardly differs from the mean of its day (s, t); days of which only one
    series tells say nothing."""
    known = ~np.isnan(told)
    days = int(pd.DataFrame(known).groupby(group).any().to_numpy().sum())
    count = int(known.sum())
    if not count or days > count / 2:
        return False
    left = float(((told - day)[known] ** 2).sum() / (count - days))
    return left <= (1 - _ALIKE) * float(told[known].var())


def _changing(told: Floats) -> float:
    """How often a value other than the usual one of its series has another after it."""
    rows, place = np.nonzero(~np.isnan(told))
    values = told[rows, place]
    usual = pd.Series(values).groupby(rows).transform("median").to_numpy()
    odd = ~np.isclose(values, usual, rtol=_SAME)
    pairs = (rows[1:] == rows[:-1]) & odd[:-1]
    changed = ~np.isclose(values[1:], values[:-1], rtol=_SAME)
    return float(changed[pairs].mean()) if pairs.any() else 0.0
