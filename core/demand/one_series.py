"""One series as methods that know nothing of gaps can take it."""

import numpy as np

from core.demand.panel import Floats


def from_first(y: Floats, cycle: int, history: int) -> Floats:
    """The last `history` periods (n,) of a series (t,), from its first known value on, without
    gaps; empty where nothing is known.

    >>> from_first(np.array([np.nan, 2.0, 5.0, np.nan, 6.0]), 2, 100)
    array([2., 5., 2., 6.])
    """
    known = np.flatnonzero(~np.isnan(y))
    if not len(known):
        return np.zeros(0)
    return without_gaps(y[known[0] :], cycle)[-history:]


def without_gaps(y: Floats, cycle: int) -> Floats:
    """Unknown periods take what was sold at the same place of the cycle before, in the first cycle
    that of the one after; where a place is never known, the mean of the series. So a series that
    often sells nothing goes on doing so, which a straight line over a gap would undo."""
    if not np.isnan(y).any():
        return y
    rows = -(-len(y) // cycle)
    table = np.full(rows * cycle, np.nan)
    table[: len(y)] = y
    table = _carried(_carried(table.reshape(rows, cycle))[::-1])[::-1]
    filled = table.ravel()[: len(y)]
    return np.where(np.isnan(filled), np.nanmean(y), filled)


def _carried(table: Floats) -> Floats:
    """Each unknown cell (r, c) gets the last known one above it."""
    place = np.where(np.isnan(table), 0, np.arange(len(table))[:, None])
    return np.asarray(np.take_along_axis(table, np.maximum.accumulate(place, axis=0), axis=0))
