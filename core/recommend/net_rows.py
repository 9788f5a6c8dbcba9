"""What a network sees of customers: the sequence of what each met, and what came next.

A row is a window of at most `length` meetings of one customer, in the order of time and filled up
behind. Every place of it is asked what came after, so that one row teaches as often as it is long.
"""

from dataclasses import dataclass
from typing import Any, Literal

import numpy as np
from numpy.random import Generator
from numpy.typing import NDArray

from core.recommend.histories import Histories
from core.recommend.interactions import Interactions

NOTHING, START, FIRST = 0, 1, 2
"""Tokens: no meeting, the time before the first meeting, and the first item."""
TOKEN, DAY, ASKED, WHO, CHANNELS = 0, 1, 2, 3, 4
"""The channels of a place: what was met, on which day, the day that is asked about, and whose place
it is, from 1 (0: nobody who is known); days are counted from the end of the row."""
Target = Literal["auto", "basket", "item"]
SEVERAL = 2.0
"""Baskets that customers have on average where the next one can be learned from."""


@dataclass(frozen=True)
class Windows:
    """Rows to learn from: `seen` (n, length, 4), the channels of every place; `target` (n, length)
    the token of what came after it, NOTHING where nothing is asked; `weight` (n, length) what it
    counts; `user` (n,) whose row it is."""

    seen: NDArray[np.float32]
    target: NDArray[np.int32]
    weight: NDArray[np.float32]
    user: NDArray[np.int64]

    def __len__(self) -> int:
        return len(self.user)

    def where(self, rows: NDArray[Any]) -> "Windows":
        """Those rows, a mask or places."""
        return Windows(self.seen[rows], self.target[rows], self.weight[rows], self.user[rows])

    def shortened(self, length: int) -> "Windows":
        """The first `length` places of every row."""
        seen, target, weight = self.seen[:, :length], self.target, self.weight
        return Windows(seen, target[:, :length], weight[:, :length], self.user)


@dataclass(frozen=True)
class _Trail:
    """The meetings of all customers, one customer after the other, each in the order of time."""

    user: NDArray[np.int64]
    item: NDArray[np.int64]
    day: NDArray[np.float64]
    basket: NDArray[np.int64]
    weight: NDArray[np.float32]

    @property
    def first(self) -> NDArray[np.bool_]:
        """Where a customer begins (n,)."""
        return np.append(True, self.user[1:] != self.user[:-1])[: len(self.user)]


def windows(found: Interactions, length: int, target: Target, draw: Generator) -> Windows:
    """All rows of all customers, the windows of one lying end to end up to the last meeting.

    What came next is the next item; or, of a `basket`, any item of the next one, drawn, so that
    what lies in one basket together does not stand for what is taken next time. `auto` is the next
    basket, where customers have several.
    """
    trail = _trail(found)
    first, step = trail.first, trail.first
    step[1:] |= trail.basket[1:] != trail.basket[:-1]
    alone = target == "auto" and step.sum() < SEVERAL * first.sum()
    if target == "item" or alone:
        step[:] = True
    begin, group = np.flatnonzero(step), np.cumsum(step) - 1
    size = np.diff(np.append(begin, len(first)))
    follows = np.append(~first[begin[1:]], False)[: len(begin)]
    place = np.concatenate([np.flatnonzero(first), np.flatnonzero(follows[group])])
    starts = np.arange(len(place)) < first.sum()
    order = np.lexsort((~starts, place))
    place, starts = place[order], starts[order]
    asked = group[place] + ~starts
    answer = begin[asked] + (draw.random(len(asked)) * size[asked]).astype(np.int64)
    return _cut(trail, (place, starts, answer), length)


def _cut(
    trail: _Trail, places: tuple[NDArray[Any], NDArray[Any], NDArray[Any]], length: int
) -> Windows:
    """Windows of places in the trail: what is seen last, whether that is the start, and what came
    after."""
    place, starts, answer = places
    user = trail.user[place]
    count = np.bincount(user)[user] if len(user) else user
    head = np.flatnonzero(np.append(True, user[1:] != user[:-1])[: len(user)])
    at = np.arange(len(user)) - np.repeat(head, np.diff(np.append(head, len(user))))
    window = (count - 1 - at) // length
    column = at - np.maximum(count - (window + 1) * length, 0)
    row = np.cumsum(column == 0) - 1
    rows = int(row[-1]) + 1 if len(row) else 0
    seen = np.zeros((rows, length, CHANNELS), np.float32)
    target = np.zeros((rows, length), np.int32)
    weight = np.zeros((rows, length), np.float32)
    end = np.zeros(rows)
    end[row] = trail.day[answer]
    seen[row, column, TOKEN] = np.where(starts, START, trail.item[place] + FIRST)
    seen[row, column, DAY] = trail.day[place] - end[row]
    seen[row, column, ASKED] = trail.day[answer] - end[row]
    seen[row, column, WHO] = user + 1
    target[row, column] = trail.item[answer] + FIRST
    weight[row, column] = trail.weight[answer]
    return Windows(seen, target, weight, user[column == 0])


def _trail(found: Interactions) -> _Trail:
    order = np.argsort(found.user, kind="stable")
    user, item, basket = (part[order].astype(np.int64) for part in
                          (found.user, found.item, found.basket))  # fmt: skip
    kept = ~_again(user, item, basket)
    day = np.nan_to_num(found.day[order])[kept]
    return _Trail(user[kept], item[kept], day, basket[kept], found.weight[order][kept])


def _again(*same: NDArray[np.int64]) -> NDArray[np.bool_]:
    """Where a row is followed by its like: an item that is looked at, put into the cart and bought
    is met once, in the end."""
    alike = np.ones(max(len(same[0]) - 1, 0), bool)
    for part in same:
        alike &= part[1:] == part[:-1]
    return np.append(alike, False)[: len(same[0])]


def asked_rows(asked: Histories, length: int) -> NDArray[np.float32]:
    """The last `length` places of every history (b, length, 4), as `windows` has them: asked about
    now, and before the first meeting where that is within reach."""
    kept = ~_again(asked.row, asked.item.astype(np.int64), asked.basket.astype(np.int64))
    user, item, day = asked.row[kept], asked.item[kept], np.nan_to_num(asked.day[kept])
    count = np.bincount(user, minlength=len(asked))
    at = np.arange(len(user)) - (np.cumsum(count) - count)[user]
    column = at + 1 - np.maximum(count + 1 - length, 0)[user]
    there = column >= 0
    seen = np.zeros((len(asked), length, CHANNELS), np.float32)
    seen[count < length, 0, TOKEN] = START
    spot = user[there], column[there]
    seen[(*spot, TOKEN)] = item[there] + FIRST
    seen[(*spot, DAY)] = np.minimum(day[there] - asked.now[user[there]], 0)
    seen[..., WHO] = np.where(seen[..., TOKEN] != NOTHING, asked.who[:, None] + 1, 0)
    return seen


def held_out(found: Windows, share: float, draw: Generator) -> NDArray[np.bool_]:
    """The rows of a drawn `share` of the customers, at least one of two (n,)."""
    users = np.unique(found.user)
    count = min(max(round(len(users) * share), 1), len(users) - 1) if len(users) else 0
    return np.isin(found.user, draw.permutation(users)[:count])


def last_of_each(found: Windows) -> NDArray[np.int64]:
    """The place of the last row of every customer."""
    return np.flatnonzero(np.append(found.user[1:] != found.user[:-1], True)[: len(found)])


def by_length(found: Windows, draw: Generator, size: int) -> NDArray[np.int64]:
    """The rows in an order in which each batch of `size` holds rows about equally long, batches and
    rows of a length shuffled: nothing is computed for places that are filled up."""
    long = (found.target > NOTHING).sum(axis=1)
    order = np.lexsort((draw.random(len(long)), long))
    whole = len(order) // size * size
    batches = order[len(order) - whole :].reshape(-1, size)
    shuffled = batches[draw.permutation(len(batches))].ravel()
    return np.concatenate([shuffled, order[: len(order) - whole]]).astype(np.int64)
