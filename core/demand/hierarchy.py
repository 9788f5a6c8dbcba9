"""Totals above the series: shops, items, categories, all; and forecasts that agree with them.

A total can be forecast by itself or as the sum of its series; the two never agree. Reconciling
finds the forecasts nearest to both that do (minimum trace with the variances of the naive's errors,
Wickramasuriya, Athanasopoulos and Hyndman 2019).
"""

from dataclasses import dataclass, replace

import numpy as np
import pandas as pd

from core.demand.panel import Floats, Panel

MOST = 60
"""Different values of a key above which it is no level of its own."""
_TINY = 1e-9


@dataclass(frozen=True)
class Hierarchy:
    """Totals (m,): the `level` that each is of (the name of a key, or `all`), its `name`, and
    which of the n series are in it, `members` (m, n) of 0 and 1."""

    level: tuple[str, ...]
    name: tuple[str, ...]
    members: Floats

    def sums(self, values: Floats) -> Floats:
        """The totals (m, ...) of values (n, ...) of the series."""
        return np.tensordot(self.members, values, axes=1)


def hierarchy_of(keys: pd.DataFrame) -> Hierarchy:
    """The levels above the series of `keys` (n rows): everything, and each column of what they are
    by, or belong to, that has at least two and at most `MOST` values and is not the series
    themselves."""
    level, name, rows = ["all"], [""], [np.ones(len(keys))]
    for column in keys:
        values = keys[column].astype(str)
        different = sorted(values.unique())
        if not 2 <= len(different) <= MOST or len(different) == len(keys):
            continue
        level += [str(column)] * len(different)
        name += different
        rows += [(values == one).to_numpy(float) for one in different]
    return Hierarchy(tuple(level), tuple(name), np.stack(rows))


def totals(panel: Panel, hierarchy: Hierarchy, effect: Floats | None = None) -> Panel:
    """The panel of the totals: what their series sold, unknown where none of them is known.

    `effect` (n, t + ahead) multiplies the sales of the series; the totals know its mean, weighted
    by what each series usually sells, as the known value `effect`.
    """
    there = hierarchy.sums((~np.isnan(panel.y)).astype(float)) > 0
    y = np.where(there, hierarchy.sums(np.nan_to_num(panel.y)), np.nan)
    keys = pd.DataFrame({"level": hierarchy.level, "name": hierarchy.name})
    known = {}
    if effect is not None:
        usual = np.nan_to_num(panel.y).mean(axis=1)
        weight = np.maximum(hierarchy.members @ usual, _TINY)[:, None]
        known["effect"] = np.maximum(hierarchy.sums(usual[:, None] * effect) / weight, _TINY)
    return replace(panel, y=y, keys=keys, known=known, empty=None, suspect=False)


def naive_errors(y: Floats, lag: int) -> Floats:
    """The mean squared error of what was sold `lag` periods before (s,); of series too short for
    it, their mean square."""
    known = ~np.isnan(y)
    away = np.where(known, y, np.nan)
    moved = away[:, lag:] - away[:, :-lag] if y.shape[1] > lag else np.zeros((len(y), 0))
    count = (~np.isnan(moved)).sum(axis=1)
    squares = np.nansum(moved**2, axis=1) / np.maximum(count, 1)
    plain = np.nansum(away**2, axis=1) / np.maximum(known.sum(axis=1), 1)
    return np.asarray(np.maximum(np.where(count > 0, squares, plain), _TINY))


def reconciled(
    series: Floats, alone: Floats, members: Floats, errors: tuple[Floats, Floats]
) -> Floats:
    """The forecasts of the series (n, h) nearest to `series` (n, h) whose totals are nearest to
    those forecast `alone` (m, h), in squares divided by the `errors` of the series (n,) and of the
    totals (m,); never negative."""
    mine, theirs = errors
    spread = members * mine
    gap = alone - members @ series
    inside = np.linalg.solve(np.diag(theirs) + spread @ members.T, gap)
    return np.asarray(np.maximum(series + spread.T @ inside, 0.0))
