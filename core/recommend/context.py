"""What the day, the hour or the store does to items: a lift of each item in each context.

Weekday, hour, month and season are read from the times of the meetings, on the clock that these
stand in; store, region, device, channel and campaign from columns, where there are any. A season is
three months: winter Dec-Feb, spring Mar-May, summer Jun-Aug, autumn Sep-Nov, as in the north.
"""

from dataclasses import dataclass
from typing import Literal, get_args

import numpy as np
from numpy.typing import NDArray
from scipy import sparse

from core.recommend.histories import Histories
from core.recommend.interactions import Coded, Floats, Interactions, matrix_of

OfTime = Literal["weekday", "hour", "month", "season"]
OfColumn = Literal["store", "region", "device", "channel", "campaign"]
Context = Literal["none", OfTime, OfColumn]
OF_TIME: tuple[OfTime, ...] = get_args(OfTime)
OF_COLUMN: tuple[OfColumn, ...] = get_args(OfColumn)
WORDS: dict[str, tuple[str, ...]] = {
    "weekday": ("monday", "tuesday", "wednesday", "thursday", "friday", "saturday", "sunday"),
    "hour": tuple(str(hour) for hour in range(24)),
    "month": tuple(str(month) for month in range(1, 13)),
    "season": ("winter", "spring", "summer", "autumn"),
}
"""What contexts of time are called, in their order."""
PRIOR = 10.0
"""Meetings as usual that are held to have been seen of each item in each context."""
Codes = NDArray[np.int64]


@dataclass(frozen=True)
class Lift:
    """How often items are met in each of c contexts: `count` (c + 1, items), `size` (c + 1,) of all
    items, `share` (items,) of all contexts. The last context is none.

    `words` are what contexts are called; `at` is the one that is asked for, None where each
    customer has a context of their own: that of `now`, or the `usual` one (users + 1,; the last of
    nobody who is known).
    """

    context: Context
    words: tuple[str, ...]
    count: sparse.csr_matrix
    size: NDArray[np.float64]
    share: NDArray[np.float64]
    at: int | None
    usual: Codes | None

    def of(self, asked: Histories) -> Floats:
        """The factors of the customers (b, items)."""
        return self.factors(self.places(asked))

    def places(self, asked: Histories) -> Codes:
        """The context of each customer (b,), -1 for none."""
        if self.at is not None:
            return np.full(len(asked), self.at)
        if self.usual is not None:
            return self.usual[asked.who]
        return contexts(asked.now, self.context)

    def factors(self, places: Codes) -> Floats:
        """(count + prior) / (expected + prior), the expected count of independence: a gamma-Poisson
        mean shrunk towards 1; 1 where there is no context, or one that never was."""
        count = np.asarray(self.count[places].toarray())
        expected = self.size[places][:, None] * self.share
        return np.asarray((count + PRIOR) / (expected + PRIOR), np.float32)


def contexts(day: NDArray[np.float64], context: Context) -> Codes:
    """The weekday (Monday is 0), hour, month (January is 0) or season (winter is 0) of times in
    days since 1970."""
    whole = np.floor(day).astype(np.int64)
    if context == "weekday":
        return (whole + 3) % 7
    if context == "hour":
        return np.floor((day - whole) * 24 + 1e-6).astype(np.int64) % 24
    month = whole.astype("datetime64[D]").astype("datetime64[M]").astype(np.int64) % 12
    return (month + 1) % 12 // 3 if context == "season" else month


def told_contexts(found: Interactions) -> tuple[Context, ...]:
    """The contexts that the meetings tell of, in their order."""
    timed: tuple[Context, ...] = OF_TIME if found.timed and len(found) else ()
    return (*timed, *(name for name in OF_COLUMN if name in found.beside))


def words_of(found: Interactions, context: Context) -> tuple[str, ...]:
    """What a context may be, by its words: the commonest first of a column."""
    if context in OF_COLUMN:
        return found.beside[context].words if context in found.beside else ()
    return WORDS.get(context, ()) if found.timed else ()


def lift_of(found: Interactions, context: Context, value: str = "") -> Lift | None:
    """The lift of each item; in the context called `value`, where one is asked for (one that is not
    known lifts nothing). None where the meetings do not tell of the context."""
    if context not in told_contexts(found):
        return None
    coded, words = found.beside.get(context), words_of(found, context)
    place = contexts(found.day, context) if coded is None else coded.code.astype(np.int64)
    many, items = len(words), len(found.items)
    row = np.where(place < 0, many, place)
    count = matrix_of(row, found.item, np.ones(len(found)), (many + 1, items))
    size = np.asarray(count.sum(axis=1), float).ravel()
    share = np.asarray(count.sum(axis=0), float).ravel() / max(len(found), 1)
    kept = sparse.diags((np.arange(many + 1) < many).astype(np.float32))
    size[many] = 0.0
    at = None
    if value:
        at = words.index(value) if value in words else -1
    usual = None if coded is None else usual_of(found, coded)
    return Lift(context, words, (kept @ count).tocsr(), size, share, at, usual)


def usual_of(found: Interactions, coded: Coded) -> Codes:
    """The context that each customer is met in most often (users + 1,), -1 for none: of equals the
    commoner; the last is of nobody who is known."""
    there = coded.code >= 0
    many = max(len(coded.words), 1)
    pair, times = np.unique(
        found.user[there].astype(np.int64) * many + coded.code[there], return_counts=True
    )
    order = np.lexsort((-(pair % many), times))
    usual = np.full(len(found.users) + 1, -1)
    usual[pair[order] // many] = pair[order] % many
    return usual
