"""Totals with the series that were too young to learn from: forecast like similar ones, they are
added to what the others come to."""

from dataclasses import replace

import numpy as np
import pandas as pd

from core.base.forecast import LEVELS
from core.demand.hierarchy import Hierarchy
from core.demand.newcomers import Newcomers
from core.demand.panel import Floats
from core.lab.demand.totals import Totals

_SIDES = np.sign(np.asarray(LEVELS) - 0.5)
"""Below, at and above the middle (q,)."""


def with_young(kept: Totals, groups: pd.DataFrame, new: Newcomers) -> Totals:
    """The totals of the learned series and of the young ones; `groups` (k rows) is what those are
    by, its columns called as the levels. A value that only young ones have becomes a total of its
    own."""
    hierarchy = _hierarchy(kept.hierarchy, groups)
    more = hierarchy.members[:, kept.hierarchy.members.shape[1] :]
    mean = np.tensordot(more, new.mean, axes=1)
    alone, agreed, single, sums = (
        _as_many(part, len(more))
        for part in (kept.alone, kept.agreed, kept.quantiles, kept.cumulative)
    )
    single = _spread(single - agreed[:, :, None], more, new.quantiles - new.mean[:, :, None])
    ends = agreed.cumsum(axis=1), new.mean.cumsum(axis=1)
    sums = _spread(sums - ends[0][:, :, None], more, new.cumulative - ends[1][:, :, None])
    after = agreed + mean
    return replace(
        kept,
        hierarchy=hierarchy,
        alone=alone + mean,
        agreed=after,
        series=np.concatenate([kept.series, new.mean]),
        quantiles=np.maximum(after[:, :, None] + single, 0.0),
        cumulative=np.maximum.accumulate(
            np.maximum(after.cumsum(axis=1)[:, :, None] + sums, 0.0), axis=1
        ),
    )


def _hierarchy(old: Hierarchy, groups: pd.DataFrame) -> Hierarchy:
    """The totals with the young series as members, and those that only young ones are in."""
    level, name, rows = list(old.level), list(old.name), list(old.members)
    there = set(zip(level, name, strict=True))
    for key in (one for one in groups if one in old.level):
        for value in sorted(set(groups[key].astype(str))):
            if (key, value) not in there:
                level.append(str(key))
                name.append(value)
                rows.append(np.zeros(old.members.shape[1]))
    young = [_members(groups, *one) for one in zip(level, name, strict=True)]
    return Hierarchy(tuple(level), tuple(name), np.hstack([rows, young]))


def _members(groups: pd.DataFrame, level: str, name: str) -> Floats:
    """Which of the young series are in a total (k,)."""
    if level in groups:
        return np.asarray(groups[level].astype(str) == name, dtype=np.float64)
    return np.full(len(groups), float(level == "all"))


def _as_many(values: Floats, count: int) -> Floats:
    """Values (m, ...) with rows of zeros, so that there are `count`."""
    nothing = np.zeros((count - len(values), *values.shape[1:]))
    return np.concatenate([values, nothing])


def _spread(old: Floats, more: Floats, new: Floats) -> Floats:
    """How far quantiles of totals (m, h, q) are from their means: those of the learned series, and
    of young ones (k, h, q) that are in them by `more` (m, k), err independently."""
    squares = np.tensordot(more, np.maximum(new * _SIDES, 0.0) ** 2, axes=1)
    wider = np.sqrt(old**2 + squares) - np.abs(old)
    return np.maximum.accumulate(old + wider * _SIDES, axis=2)
