"""How much a series matters and how steady it is: its ABC x XYZ class.

A are the largest series, which together make the first 80 % of all that is sold, B those up to
95 %, C the rest and all that sell nothing. X, Y and Z go by the coefficient of variation of what is
sold in a week (in a month where the panel is monthly): weeks, because the sales of single days
vary by the weekday, and nearly every item would be Z.
"""

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from core.demand.panel import Floats, Panel

SHARES = (0.80, 0.95)
"""Up to which share of all that is sold a series is A, and B."""
VARIATION = (0.5, 1.0)
"""Up to which coefficient of variation a series is X, and Y."""
Classes = NDArray[np.str_]


@dataclass(frozen=True)
class Classed:
    """What the classes (s,) of series rest on: `size` (s,) is what was sold in all, in units or
    money, `variation` (s,) the coefficient of variation, NaN where it is not defined."""

    abc: Classes
    xyz: Classes
    size: Floats
    variation: Floats

    @property
    def both(self) -> Classes:
        """`AX` to `CZ` (s,)."""
        return np.char.add(self.abc, self.xyz)


def classed(panel: Panel, price: Floats | None = None, periods: int | None = None) -> Classed:
    """The classes of the series by their last `periods` (a year where nothing is said), sized by
    units, or by money where there is a `price` (s,); a series without a price counts by nothing."""
    recent = panel.y[:, -(periods or panel.rhythm.year) :]
    size = np.where(np.isnan(recent), 0, recent).sum(axis=1)
    if price is not None:
        size = size * np.nan_to_num(price)
    variation = coefficient_of_variation(recent, 7 if panel.freq == "D" else 1)
    return Classed(abc(size), xyz(variation), size, variation)


def abc(size: Floats) -> Classes:
    """A, B or C by share of the sum of `size` (s,). The series that crosses a bound is on its
    upper side, so the largest is always A; what is not above zero is C.

    >>> abc(np.array([10.0, 0.0, 70.0, 20.0])).tolist()
    ['B', 'C', 'A', 'A']
    """
    sold = np.maximum(size, 0)
    order = np.argsort(-sold, kind="stable")
    before = np.zeros(len(sold))
    before[order] = np.cumsum(sold[order]) - sold[order]
    share = before / max(float(sold.sum()), 1e-300)
    named = np.select([share < SHARES[0] - 1e-12, share < SHARES[1] - 1e-12], ["A", "B"], "C")
    return np.where(sold > 0, named, "C")


def xyz(variation: Floats) -> Classes:
    """X, Y or Z by coefficient of variation (s,); Z where it is not defined.

    >>> xyz(np.array([0.5, 0.6, 1.2, np.nan])).tolist()
    ['X', 'Y', 'Z', 'Z']
    """
    return np.select([variation <= VARIATION[0], variation <= VARIATION[1]], ["X", "Y"], "Z")


def coefficient_of_variation(y: Floats, span: int) -> Floats:
    """The standard deviation over the mean of each series of `y` (s, t), taken over whole spans up
    to the end; a span is known where all its periods are. NaN where fewer than two spans are
    known or their mean is not above zero."""
    spans = y.shape[1] // span
    sums = y[:, y.shape[1] - spans * span :].reshape(len(y), spans, span).sum(axis=2)
    known = ~np.isnan(sums)
    count = known.sum(axis=1)
    mean = np.where(known, sums, 0).sum(axis=1) / np.maximum(count, 1)
    squares = np.where(known, (sums - mean[:, None]) ** 2, 0).sum(axis=1)
    defined = (count > 1) & (mean > 0)
    spread = np.sqrt(squares / np.maximum(count - 1, 1))
    return np.where(defined, spread / np.where(defined, mean, 1), np.nan)
