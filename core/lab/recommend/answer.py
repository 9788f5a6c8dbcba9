"""What the answering worker does for those who ask a recommender."""

from collections.abc import Sequence

import numpy as np
import pandas as pd

from core.base.errors import AppError
from core.lab.recommend.asking import (
    MOST_HAD,
    Alike,
    EffectAnswer,
    Had,
    ListOf,
    ListsAnswer,
    ListsAsked,
    Measure,
    ProductAnswer,
    Removed,
    RuleEffect,
    Shown,
    Where,
)
from core.lab.recommend.ready import Ready, ready
from core.recommend import alike
from core.recommend.audience import Wanted, audience
from core.recommend.bundles import bundles
from core.recommend.context import lift_of
from core.recommend.effect import effect
from core.recommend.histories import Histories, histories_of, of_baskets, one_by_one
from core.recommend.interactions import matrix_of
from core.recommend.listing import Applied, Facts, apply_all
from core.recommend.reasons import Reason, of_nobody, reasons_of
from core.recommend.rules import Rules


def lists(where_json: str, asked_json: str) -> ListsAnswer:
    """Lists for customers, baskets and sessions, with reasons. Raises AppError nothing_asked."""
    one = ready(Where.model_validate_json(where_json))
    asked = ListsAsked.model_validate_json(asked_json)
    if not (asked.users or asked.baskets or asked.sessions):
        raise AppError("nothing_asked")
    found: list[ListOf] = []
    parts = []
    if asked.users:
        told = _customers(one, asked.users)
        parts.append(_listed(one, told, asked))
        found += _shown(one, told, parts[-1], asked.users)
    for wanted, in_cart in ((asked.baskets, True), (asked.sessions, False)):
        if not wanted:
            continue
        told = _nobodies(one, wanted, in_order=not in_cart)
        parts.append(_listed(one, told, asked, in_cart=in_cart))
        shown = _shown(one, told, parts[-1], [None] * len(wanted))
        for each, basket in zip(shown, wanted, strict=True):
            strange = tuple(item for item in basket if item not in one.items)
            found.append(each.model_copy(update={"strange": strange}))
    removed = pd.concat([part.removed for part in parts])
    return ListsAnswer(
        lists=tuple(found),
        short=sum(part.short for part in parts),
        removed=_removed(removed.groupby("rule", sort=False).sum().reset_index()),
        unknown=parts[0].unknown,
        idle=parts[0].idle,
    )


def effect_of(where_json: str, rules_json: str, n: int) -> EffectAnswer:
    """What rules do to the lists of the customers who were judged, by the recommender as it stood
    then."""
    one = ready(Where.model_validate_json(where_json))
    rules = Rules.model_validate_json(rules_json)
    plain = Rules(bought=rules.bought, hide_in_cart=rules.hide_in_cart)
    lift = lift_of(one.asked.known, rules.context, rules.context_value)
    facts = Facts(one.told, one.asked.histories, n, lift=lift)
    found = effect(one.bundle.judged, one.judge, facts, (plain, rules))
    return EffectAnswer(
        measures=_measures(found.table),
        each=tuple(
            RuleEffect(rule=str(rule), measures=_measures(rows.drop(columns="rule")))
            for rule, rows in (found.each.groupby("rule", sort=False) if len(found.each) else ())
        ),
        lists=found.lists,
        customers=found.customers,
        short=found.applied.short,
        removed=_removed(found.applied.removed),
        unknown=found.applied.unknown,
        idle=found.applied.idle,
    )


def product(where_json: str, item: str) -> ProductAnswer:
    """What goes with a product. Raises AppError item_not_known."""
    one = ready(Where.model_validate_json(where_json))
    place = one.place(item)
    known, found = one.bundle.known, one.found
    lacking: str | None = None
    try:
        beside = alike.accessories(found, one.told, place)
    except AppError as error:  # a shop that tells no categories, prices or times has none
        beside, lacking = pd.DataFrame(columns=["item", "lift", "customers"]), error.code
    return ProductAnswer(
        item=one.item(place),
        customers=int(one.told.customers[place]),
        similar=_alike(one, alike.similar(known, one.told, place), "score", "customers"),
        together=_alike(one, alike.together(found, one.told, place), "lift", "count"),
        accessories=_alike(one, beside, "lift", "customers"),
        no_accessories=lacking,
    )


def audience_of(
    where_json: str, items: Sequence[str], most: int, without_days: float | None
) -> pd.DataFrame:
    """The customers most likely to take one of the items. Raises AppError item_not_known."""
    one = ready(Where.model_validate_json(where_json))
    wanted = Wanted(tuple(one.place(item) for item in items), without_days, most)
    return audience(one.ranker, one.bundle.known, wanted, one.chances, one.thumbs)


def bundles_of(where_json: str, most: int, fewest: int, size: int = 2) -> pd.DataFrame:
    """Two or three products (`size`) that are bought together more than by chance, in at least
    `fewest` baskets."""
    one = ready(Where.model_validate_json(where_json))
    return bundles(one.found, one.told, size, fewest).head(most)


def facts_for(one: Ready, told: Histories, asked: ListsAsked, in_cart: bool = False) -> Facts:
    """What rules go by for these histories; of a basket, what is in it is in the cart."""
    carts = None
    if in_cart:
        carts = matrix_of(told.row, told.item, told.weight, (len(told), told.items))
    refused = one.thumbs.refused(told) if len(one.thumbs) else None
    return Facts(one.told, told, asked.n, carts, one.lift(asked.rules), refused=refused)


def _listed(one: Ready, told: Histories, asked: ListsAsked, in_cart: bool = False) -> Applied:
    facts = facts_for(one, told, asked, in_cart)
    return apply_all(one.ranker, asked.rules, facts)


def _customers(one: Ready, users: Sequence[str]) -> Histories:
    """The histories of customers, empty ones of those nobody knows, in the order asked."""
    places = [one.users.get(user, -1) for user in users]
    known = np.array(sorted({place for place in places if place >= 0}), np.int64)
    told = histories_of(one.found, known, one.found.end)
    rows = [int(np.searchsorted(known, place)) if place >= 0 else -1 for place in places]
    nobody = of_baskets([()], len(one.found.items), one.found.end)
    return _joined([told.block(row, row + 1) if row >= 0 else nobody for row in rows])


def _nobodies(one: Ready, baskets: Sequence[Sequence[str]], in_order: bool) -> Histories:
    """Of customers nobody knows, by their baskets, or by what they looked at one after the
    other."""
    places = [[one.items[item] for item in basket if item in one.items] for basket in baskets]
    told = of_baskets(places, len(one.found.items), one.found.end)
    return one_by_one(told) if in_order else told


def _joined(parts: Sequence[Histories]) -> Histories:
    counts = [len(part.item) for part in parts]
    return Histories(
        start=np.concatenate([[0], np.cumsum(counts)]).astype(np.int64),
        item=np.concatenate([part.item for part in parts]),
        weight=np.concatenate([part.weight for part in parts]),
        day=np.concatenate([part.day for part in parts]),
        basket=np.concatenate([part.basket for part in parts]),
        items=parts[0].items,
        now=np.concatenate([part.now for part in parts]),
        user=np.concatenate([part.who for part in parts]),
    )


def _shown(
    one: Ready, told: Histories, listed: Applied, users: Sequence[str | None]
) -> list[ListOf]:
    found = []
    every = reasons_of(listed.lists, told, one.sources)
    for row, (user, why) in enumerate(zip(users, every, strict=True)):
        mine = told.block(row, row + 1)
        shown = tuple(
            _item(one, int(place), float(score), of_nobody(said[0]) if user is None else said[0])
            for place, score, said in zip(listed.lists[row], listed.scores[row], why, strict=True)
            if place >= 0
        )
        known = user is not None and user in one.users
        found.append(
            ListOf(user=user, known=known, had=_had(one, mine), met=len(mine.item), shown=shown)
        )
    return found


def _item(one: Ready, place: int, score: float, why: Reason) -> Shown:
    return Shown(item=one.item(place), score=score, reason=why.code, facts=why.facts)


def _had(one: Ready, mine: Histories) -> tuple[Had, ...]:
    """The latest items of a history, each once."""
    latest_first = mine.item[::-1]
    places, at, times = np.unique(latest_first, return_index=True, return_counts=True)
    days = mine.day[::-1][at]
    return tuple(
        Had(item=one.item(int(places[n])), times=int(times[n]), last=_day(float(days[n])))
        for n in np.argsort(at)[:MOST_HAD]
    )


def _alike(one: Ready, rows: pd.DataFrame, value: str, count: str) -> tuple[Alike, ...]:
    return tuple(
        Alike(item=one.item(one.items[str(item)]), value=float(size), count=int(many))
        for item, size, many in zip(rows["item"], rows[value], rows[count], strict=True)
    )


def _removed(rows: pd.DataFrame) -> tuple[Removed, ...]:
    return tuple(Removed.model_validate(row) for row in rows.to_dict("records"))


def _measures(rows: pd.DataFrame) -> tuple[Measure, ...]:
    return tuple(Measure.model_validate(_finite(row)) for row in rows.to_dict("records"))


def _finite(row: dict[object, object]) -> dict[str, object]:
    """NaN as None, but for the values themselves."""
    return {
        str(name): None if name in ("low", "high") and value != value else value
        for name, value in row.items()
    }


def _day(time: float) -> str | None:
    return str(np.datetime64(int(np.floor(time)), "D")) if time == time and time > 0 else None
