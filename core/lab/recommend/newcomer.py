"""What if a product came in: asked of the answering worker."""

from dataclasses import dataclass

import numpy as np
import pandas as pd
from pydantic import Field

from core.base.errors import AppError
from core.base.model import Value
from core.lab.recommend.asking import Alike, Item, Where
from core.lab.recommend.ready import Ready, ready
from core.recommend.histories import histories_of
from core.recommend.interactions import Floats
from core.recommend.listing import Facts
from core.recommend.newcomer import (
    Landing,
    everyone_of,
    land,
    likenesses,
    margin_alike,
    margin_change,
)
from core.recommend.rules import Rules, plain
from core.recommend.task import MOST

_SHOWN = 5


class NewcomerAsked(Value):
    """A product that is not there yet, by what is known of it, and lists of `n`. Its `margin` is
    that of a unit; without it, what is like it tells one where there is a price."""

    text: str | None = None
    category: str | None = None
    brand: str | None = None
    price: float | None = None
    margin: float | None = None
    n: int = Field(10, ge=1, le=MOST)


class Displaced(Value):
    """An item that leaves so many lists."""

    item: Item
    lists: int


class Money(Value):
    """By a `margin` a unit (`guessed` from what it is like, or told): what 1,000 of the lists that
    it is on are expected to bring more, with the 95 % interval."""

    margin: float
    guessed: bool
    change: float
    low: float | None
    high: float | None


class Displacing(Value):
    """Of so many `customers` who were judged it would be on the `lists`, and push so many right
    answers out of them (`lost`). It can earn none: nobody could take it then."""

    customers: int
    lists: int
    lost: int


@dataclass(frozen=True)
class NewcomerAnswer:
    """Of `customers` with a history those of the `audience` (`customer`, `place`, best first) would
    see it in their list; the items it is `like`, and those that it pushes out most often;
    `money` is None where margins are not known."""

    customers: int
    like: tuple[Alike, ...]
    displaced: tuple[Displaced, ...]
    judged: Displacing
    money: Money | None
    audience: pd.DataFrame


def newcomer_of(where_json: str, asked_json: str) -> NewcomerAnswer:
    """Where a new product would land in the lists of the run, without further rules. Raises
    AppError newcomer_like_nothing where no product that somebody met is like it."""
    one = ready(Where.model_validate_json(where_json))
    asked = NewcomerAsked.model_validate_json(asked_json)
    words = asked.model_dump(include={"text", "category", "brand", "price"})
    weights = likenesses(one.bundle.known.items, words, one.told.customers)
    if not weights.any():
        raise AppError("newcomer_like_nothing")
    users = everyone_of(one.found)
    told = histories_of(one.found, users, one.found.end)
    view = one.bundle.about.question.lists
    rules = plain("new" if view == "again" else view)
    facts = Facts(one.told, told, asked.n)
    found = land(one.ranker, facts, rules, weights, users)
    near = np.argsort(-weights, kind="stable")[:_SHOWN]
    out = np.argsort(-found.displaced, kind="stable")[:_SHOWN]
    order = np.argsort(found.rank, kind="stable")
    order = order[found.rank[order] <= asked.n]
    return NewcomerAnswer(
        customers=len(users),
        like=tuple(
            Alike(item=one.item(int(at)), value=float(weights[at])) for at in near if weights[at]
        ),
        displaced=tuple(
            Displaced(item=one.item(int(at)), lists=int(found.displaced[at]))
            for at in out
            if found.displaced[at]
        ),
        judged=_judged(one, asked, words, rules),
        money=_money(one, asked, weights, (found, facts)),
        audience=pd.DataFrame(
            {"customer": one.found.users[users[order]], "place": found.rank[order]}
        ),
    )


def _judged(one: Ready, asked: NewcomerAsked, words: dict[str, object], rules: Rules) -> Displacing:
    """The same with the recommender, and what was met, as they stood when it was judged."""
    then = one.asked
    met = np.bincount(then.known.item, minlength=len(then.known.items)).astype(float)
    weights = likenesses(one.bundle.known.items, words, met)
    facts = Facts(one.told, then.histories, asked.n, offered=one.told.customers > 0)
    found = land(one.bundle.judged, facts, rules, weights, then.users)
    return Displacing(customers=len(then.users), lists=found.reached, lost=found.lost(then.taken))


def _money(
    one: Ready, asked: NewcomerAsked, weights: Floats, landed: tuple[Landing, Facts]
) -> Money | None:
    margin = asked.margin
    if margin is None and asked.price is not None:
        margin = margin_alike(weights, asked.price, one.told)
    found, facts = landed
    if margin is None or np.isnan(one.told.margin).all() or not found.reached:
        return None
    change = margin_change(found, facts, one.response, weights, margin)
    low, high = (None if np.isnan(end) else end for end in (change.low, change.high))
    return Money(
        margin=margin, guessed=asked.margin is None, change=change.value, low=low, high=high
    )
