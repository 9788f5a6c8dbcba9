"""What a column that nothing is told of ahead is held to be: what a shop would expect unasked."""

from typing import Literal

import numpy as np
from numpy.typing import NDArray

Values = NDArray[np.float64]
_SAME_DAYS = {"D": 8, "W": 26, "M": 12}
"""The last weekdays of a kind, the last weeks or months that a flag is told by."""
_LATELY = {"D": 28, "W": 8, "M": 3}
"""The last periods whose middle is the regular price."""
_SURE = 0.25
"""A flag is held to be on where at most this share of them was off."""


def held(past: Values, ahead: int, freq: Literal["D", "W", "M"]) -> Values:
    """Values (s, ahead) of the periods after `past` (s, t), which has no gaps. A flag or a share is
    on where it was on in three of four of the same weekdays lately (a shop that shuts on Sundays
    goes on so, a promotion is not planned); anything else, a price too, stays at the middle of its
    last weeks, so that a short cut is not held to last.

    >>> held(np.array([[10.0] * 30 + [8.0]]), 2, "D").tolist()
    [[10.0, 10.0]]
    >>> held(np.array([[0.0] * 30 + [1.0]]), 2, "D").tolist()
    [[0.0, 0.0]]
    """
    if not past.shape[1]:
        return np.zeros((len(past), ahead))
    if past.min() < 0 or past.max() > 1:
        middle = np.quantile(past[:, -_LATELY[freq] :], 0.5, axis=1, method="nearest")
        return np.repeat(middle[:, None], ahead, axis=1)
    cycle = min(7 if freq == "D" else 1, past.shape[1])
    count = min(_SAME_DAYS[freq], past.shape[1] // cycle)
    lately = past[:, past.shape[1] - cycle * count :].reshape(len(past), count, cycle)
    usual = np.quantile(lately, _SURE, axis=1, method="nearest")
    return np.asarray(usual[:, np.arange(ahead) % cycle])
