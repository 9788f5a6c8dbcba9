"""What a family of this room and its fitted models must offer."""

from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Literal, Protocol

import pandas as pd

from core.base.model import Value
from core.base.protocols import Estimate, Problem, Reporter
from core.base.specs import Settings
from core.recommend.histories import Histories
from core.recommend.interactions import Floats, Interactions


@dataclass(frozen=True)
class Known:
    """What is learned from: the meetings, and a table of attributes with a row for each of
    `interactions.items` in their order, and one for each of `interactions.users`.

    `items` may have the columns `text`, `category`, `brand` (text), `price`, `margin` and
    `on_hand` (numbers), and others, named as in the file; `users` any. Missing cells are NaN.
    """

    interactions: Interactions
    items: pd.DataFrame
    users: pd.DataFrame


class Size(Value):
    """How much there is to learn from."""

    users: int
    items: int
    rows: int


class Ranker(Protocol):
    """A fitted model."""

    def scores(self, asked: Histories) -> Floats:
        """How well each item suits each customer (b, items) float32: higher is better, never NaN.

        Only the order of a row means something, and 0 or less that the model has nothing to say.
        Called with at most `BLOCK` customers.
        """

    def save(self, folder: Path) -> None:
        """Writes itself into the empty folder."""


BLOCK = 1024
"""Customers that are scored at a time, at most."""
CELLS = 20_000_000
"""Scores that are held at a time, of 4 bytes."""


def at_a_time(items: int) -> int:
    """How many customers are scored at a time: fewer where there are very many items."""
    return max(1, min(BLOCK, CELLS // max(items, 1)))


def no_problems(_settings: Any, _size: Size) -> tuple[Problem, ...]:
    """The check of a family whose settings fit all data."""
    return ()


@dataclass(frozen=True)
class RecommendFamily:
    """A family: one file in `families/`.

    `fit(settings, known, seed, reporter)` and `load(folder)` import their libraries when called.
    `estimate(settings, size)` is of one fit. `check` refuses a dense method above its budget.
    """

    name: str
    kind: Literal["baseline", "neighbours", "factors", "linear", "rules", "content", "network"]
    settings: type[Settings]
    fit: Callable[[Any, Known, int, Reporter], Ranker]
    load: Callable[[Path], Ranker]
    estimate: Callable[[Any, Size], Estimate]
    check: Callable[[Any, Size], tuple[Problem, ...]] = no_problems
    task: str = "recommend"
