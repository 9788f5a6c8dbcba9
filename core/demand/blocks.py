"""What scores would be without some of the days: what is needed to say how sure they are."""

from collections.abc import Mapping, Sequence

import numpy as np
from numpy.typing import NDArray

from core.demand.backtest import Window
from core.demand.panel import Floats, Freq

LENGTH: Mapping[Freq, int] = {"D": 7, "W": 2, "M": 1}
"""Periods of a block, within which errors are alike: a day is like its neighbours."""
_FEWEST = 3
"""Where there would be fewer blocks, each period is one."""


def blocks_of(windows: Sequence[Window]) -> list[NDArray[np.int64]]:
    """The block that each period of each window (h,) is in, numbered from 0; the same days have the
    same number in windows that overlap."""
    first = min(window.panel.y.shape[1] for window in windows)
    periods = [
        window.panel.y.shape[1] - first + np.arange(window.sold.shape[1]) for window in windows
    ]
    length = LENGTH[windows[0].panel.freq]
    if len(np.unique(np.concatenate(periods) // length)) < _FEWEST:
        length = 1
    there = np.unique(np.concatenate(periods) // length)
    return [np.searchsorted(there, one // length) for one in periods]


def sums_without(cells: Sequence[Floats], blocks: Sequence[NDArray[np.int64]]) -> Floats:
    """The sum over all windows of `cells`, each (s, h), with every block left out (s, b); cells
    that are not known (NaN) count for nothing."""
    count = 1 + max(int(block.max()) for block in blocks)
    sums = np.zeros((len(cells[0]), count))
    for one, block in zip(cells, blocks, strict=True):
        for number in np.unique(block):
            sums[:, number] += np.nansum(one[:, block == number], axis=1)
    return np.asarray(sums.sum(axis=1, keepdims=True) - sums)


def means_without(
    cells: Sequence[Floats], blocks: Sequence[NDArray[np.int64]], root: bool
) -> Floats:
    """The mean over the windows of the mean of each one's `cells` (s, h), or of the `root` of it,
    with every block left out (s, b); NaN where nothing is left."""
    count = 1 + max(int(block.max()) for block in blocks)
    total = np.zeros((len(cells[0]), count))
    known = np.zeros(total.shape)
    for one, block in zip(cells, blocks, strict=True):
        said = _window_without(one, block, count)
        said = np.sqrt(said) if root else said
        known += ~np.isnan(said)
        total += np.nan_to_num(said)
    return np.where(known > 0, total / np.maximum(known, 1), np.nan)


def _window_without(cells: Floats, block: NDArray[np.int64], count: int) -> Floats:
    """The mean of the cells of one window with every block left out (s, b)."""
    there = ~np.isnan(cells)
    sums, many = np.zeros((2, len(cells), count))
    for number in np.unique(block):
        chosen = block == number
        sums[:, number] = np.where(there[:, chosen], cells[:, chosen], 0.0).sum(axis=1)
        many[:, number] = there[:, chosen].sum(axis=1)
    left = many.sum(axis=1, keepdims=True) - many
    rest = sums.sum(axis=1, keepdims=True) - sums
    # What is left of rounding must not become the root of something below zero.
    return np.where(left > 0, np.maximum(rest, 0.0) / np.maximum(left, 1), np.nan)
