"""What the day or the hour does to items: a lift of each item in each context.

Of the contexts a shop may know, weekday, hour and month are read from the times of the meetings, on
the clock that these stand in. Store, device, season and campaign need columns that meetings do not
carry yet.
"""

from dataclasses import dataclass
from typing import Literal

import numpy as np
from numpy.typing import NDArray

from core.recommend.interactions import Floats, Interactions

Context = Literal["none", "weekday", "hour", "month"]
COUNTS = {"weekday": 7, "hour": 24, "month": 12}
PRIOR = 10.0
"""Meetings as usual that are held to have been seen of each item in each context."""


@dataclass(frozen=True)
class Lift:
    """`factors` (contexts, items): how many times as often as usual an item is met."""

    context: Context
    factors: Floats

    def of(self, now: NDArray[np.float64]) -> Floats:
        """The factors at the times `now` (b,), (b, items)."""
        return self.factors[contexts(now, self.context)]


def contexts(day: NDArray[np.float64], context: Context) -> NDArray[np.int64]:
    """The weekday (Monday is 0), hour or month (January is 0) of times in days since 1970."""
    whole = np.floor(day).astype(np.int64)
    if context == "weekday":
        return (whole + 3) % 7
    if context == "hour":
        return np.floor((day - whole) * 24 + 1e-6).astype(np.int64) % 24
    return whole.astype("datetime64[D]").astype("datetime64[M]").astype(np.int64) % 12


def lift_of(found: Interactions, context: Context) -> Lift | None:
    """(count + prior) / (expected + prior), the expected count of independence: a gamma-Poisson
    mean shrunk towards 1. A context that never was lifts nothing. None without times."""
    if context == "none" or not found.timed or not len(found):
        return None
    many = COUNTS[context]
    place = contexts(found.day, context)
    cell = place * len(found.items) + found.item
    count = np.bincount(cell, minlength=many * len(found.items)).reshape(many, -1)
    usual = count.sum(axis=0) / len(found)
    expected = count.sum(axis=1)[:, None] * usual
    return Lift(context, ((count + PRIOR) / (expected + PRIOR)).astype(np.float32))
