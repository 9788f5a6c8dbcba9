"""The positions of sequences: what was bought together, or at the same time, is one."""

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray


@dataclass(frozen=True)
class Positions:
    """Of rows that lie customer by customer, each in the order of time.

    `of_row` (n,) is the position of every row, counted over all customers; `index` (p,) counts
    the positions of each customer from 0, `before_end` (p,) those that follow; `last` (customers,)
    is the last position of each customer, -1 of who has none.
    """

    of_row: NDArray[np.int64]
    index: NDArray[np.int64]
    before_end: NDArray[np.int64]
    last: NDArray[np.int64]

    def __len__(self) -> int:
        return len(self.index)


def positions_of(
    customer: NDArray[np.integer], basket: NDArray[np.integer], day: NDArray[np.float64]
) -> Positions:
    """A row begins a new position where it is of another customer, or of another basket at another
    time, than the row before it; a time that is not known is another one."""
    new = np.ones(len(customer), bool)
    together = (basket[1:] == basket[:-1]) | (day[1:] == day[:-1])
    new[1:] = (customer[1:] != customer[:-1]) | ~together
    of_row = np.cumsum(new) - 1
    whose = customer[new].astype(np.int64)
    count = np.bincount(whose)
    end = np.full(len(count), -1)
    end[whose] = np.arange(len(whose))
    place = np.arange(len(whose))
    return Positions(of_row, place - end[whose] + count[whose] - 1, end[whose] - place, end)
