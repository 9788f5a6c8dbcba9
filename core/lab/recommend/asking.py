"""What a finished recommender is asked, and how it answers: values that cross to the answering
worker and back."""

from pathlib import Path
from typing import Any

from pydantic import Field

from core.base.model import Value
from core.recommend.rules import Rules
from core.recommend.task import MOST


class Where(Value):
    """The bundle that answers: of a `run` in the workspace `root`, with that `digest`."""

    root: Path
    run: str
    digest: str


class ListsAsked(Value):
    """Lists of `n` items for the customers `users`, and for `baskets` of item ids of which nobody
    knows the customer; `sessions` are of what nobody known looked at, one after the other."""

    users: tuple[str, ...] = ()
    baskets: tuple[tuple[str, ...], ...] = ()
    sessions: tuple[tuple[str, ...], ...] = ()
    n: int = Field(10, ge=1, le=MOST)
    rules: Rules = Rules()


class Item(Value):
    """An item with what is known of it."""

    id: str
    text: str | None = None
    category: str | None = None
    price: float | None = None
    margin: float | None = None
    on_hand: float | None = None


class Shown(Value):
    """An item of a list, its score, and the strongest reason: text `recommend.reason.<reason>`
    with its facts."""

    item: Item
    score: float
    reason: str
    facts: dict[str, Any] = {}


class Had(Value):
    """An item of a history: how often it was met, and on which day last (None: not known)."""

    item: Item
    times: int
    last: str | None


class ListOf(Value):
    """The list of one customer or basket. `known` customers have a history, of which `had` are the
    latest `MOST_HAD` items; `met` are all. Of a basket, `strange` items are not known."""

    user: str | None
    known: bool
    had: tuple[Had, ...]
    met: int
    shown: tuple[Shown, ...]
    strange: tuple[str, ...] = ()


class Removed(Value):
    """What a rule took: `candidates` of all customers' items, `of_top` of those that would have
    been listed."""

    rule: str
    candidates: int
    of_top: int


class ListsAnswer(Value):
    """The lists in the order asked; what the rules took, `short` lists, excluded ids that are
    `unknown`, rules that are `idle` for want of data."""

    lists: tuple[ListOf, ...]
    short: int
    removed: tuple[Removed, ...]
    unknown: tuple[str, ...]
    idle: tuple[str, ...]


class Measure(Value):
    """A measure of the lists without and with the rules, and the paired difference with its 95 %
    interval, where it has one."""

    measure: str
    without: float
    with_rules: float
    difference: float
    low: float | None
    high: float | None


class RuleEffect(Value):
    """What one rule does while all others hold: measures `without` this one, and with all."""

    rule: str
    measures: tuple[Measure, ...]


class EffectAnswer(Value):
    """What rules do to the `lists` of those who were asked about, all together and `each`; the
    `customers` who took something judge them."""

    measures: tuple[Measure, ...]
    each: tuple[RuleEffect, ...]
    lists: int
    customers: int
    short: int
    removed: tuple[Removed, ...]
    unknown: tuple[str, ...]
    idle: tuple[str, ...]


class Alike(Value):
    """An item that goes with another: `value` is a cosine, or a lift of `count` baskets."""

    item: Item
    value: float
    count: int | None = None


class ProductAnswer(Value):
    """What goes with a product: `similar` ones, what is bought `together`, `accessories`, or the
    code of why there are none; how many customers have it."""

    item: Item
    customers: int
    similar: tuple[Alike, ...]
    together: tuple[Alike, ...]
    accessories: tuple[Alike, ...]
    no_accessories: str | None = None


MOST_HAD = 50
