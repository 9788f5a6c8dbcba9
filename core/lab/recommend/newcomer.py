"""What if a product came in: asked of the answering worker."""

from dataclasses import dataclass

import numpy as np
import pandas as pd
from pydantic import Field

from core.base.errors import AppError
from core.base.model import Value
from core.lab.recommend.asking import Alike, Item, Where
from core.lab.recommend.ready import ready
from core.recommend.histories import histories_of
from core.recommend.listing import Facts
from core.recommend.newcomer import everyone_of, land, likenesses
from core.recommend.rules import plain
from core.recommend.task import MOST

_SHOWN = 5


class NewcomerAsked(Value):
    """A product that is not there yet, by what is known of it, and lists of `n`."""

    text: str | None = None
    category: str | None = None
    brand: str | None = None
    price: float | None = None
    n: int = Field(10, ge=1, le=MOST)


class Displaced(Value):
    """An item that leaves so many lists."""

    item: Item
    lists: int


@dataclass(frozen=True)
class NewcomerAnswer:
    """Of `customers` with a history those of the `audience` (`customer`, `place`, best first) would
    see it in their list; the items it is `like`, and those that it pushes out most often."""

    customers: int
    like: tuple[Alike, ...]
    displaced: tuple[Displaced, ...]
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
    found = land(one.ranker, Facts(one.told, told, asked.n), rules, weights, users)
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
        audience=pd.DataFrame(
            {"customer": one.found.users[users[order]], "place": found.rank[order]}
        ),
    )
