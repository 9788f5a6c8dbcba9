"""Small shops by hand, and drawn ones."""

from collections.abc import Sequence

import numpy as np
import pandas as pd
from hypothesis import strategies as st

from core.recommend.family import Known
from core.recommend.histories import Histories
from core.recommend.interactions import Floats, Interactions


class Silent:
    """A reporter that nobody listens to."""

    def epoch(self, epoch: int, epochs: int, loss: float, **_rest: float | None) -> None: ...

    def batch(self, epoch: int, done: int, total: int, loss: float) -> None: ...

    def log(self, code: str, **facts: object) -> None: ...

    def stopping(self) -> bool:
        return False


Row = tuple[int, int, float, int]
"""Customer, item, day, basket."""


def meetings(rows: Sequence[Row], users: int, items: int) -> Interactions:
    """Rows in the order of time; ids are u0, u1, ... and i0, i1, ..."""
    table = np.array(rows, float).reshape(-1, 4)
    return Interactions(
        table[:, 0].astype(np.int32),
        table[:, 1].astype(np.int32),
        np.ones(len(table), np.float32),
        table[:, 2],
        table[:, 3].astype(np.int32),
        np.array([f"u{at}" for at in range(users)], object),
        np.array([f"i{at}" for at in range(items)], object),
    )


def of_baskets(baskets: Sequence[Sequence[int]], items: int) -> Interactions:
    """A customer for each basket, one a day."""
    rows = [(at, item, float(at), at) for at, basket in enumerate(baskets) for item in basket]
    return meetings(rows, len(baskets), items)


def known(found: Interactions, items: pd.DataFrame | None = None) -> Known:
    """Without attributes, where none are given."""
    nothing = pd.DataFrame(index=range(len(found.items)))
    users = pd.DataFrame(index=range(len(found.users)))
    return Known(found, nothing if items is None else items, users)


@st.composite
def shops(draw: st.DrawFn, most: int = 40) -> Interactions:
    """Any small shop: up to 6 customers and 8 items; baskets are a customer's purchases of a
    day."""
    row = st.tuples(st.integers(0, 5), st.integers(0, 7), st.integers(0, 12))
    rows = sorted(draw(st.lists(row, max_size=most)), key=lambda one: one[2])
    return meetings([(user, item, day, user * 100 + day) for user, item, day in rows], 6, 8)


class Planted:
    """A model that gives every customer in turn a row of scores that is known."""

    def __init__(self, scores: Floats) -> None:
        self.rows, self.at = scores, 0

    def scores(self, asked: Histories) -> Floats:
        self.at += len(asked)
        return self.rows[self.at - len(asked) : self.at]
