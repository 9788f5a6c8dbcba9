"""Why an item is on a list: a code and its facts, the strongest first, and only what the data show.

A model has no reasons; these are facts about the item and the customer that speak for it. Pairs of
items count where both are met, or bought, together more often than by chance with 95 % certainty.
Where no fact speaks for an item, that is said: `model_only`.
"""

from collections.abc import Iterator
from dataclasses import dataclass, field, replace

import numpy as np
from numpy.typing import NDArray

from core.base.texts import Texts
from core.recommend.attributes import Attributes
from core.recommend.evidence import Evidence, Items, of_baskets, of_customers
from core.recommend.family import Known
from core.recommend.histories import Histories
from core.recommend.interactions import Interactions
from core.recommend.lately import Lately, lately_of
from core.recommend.locally import Locally, locally_of
from core.recommend.metrics import Lists

Fact = str | int | float
FEWEST = 3
"""Customers, or baskets, that must have both of two items."""
_CELLS = 1_000_000


@dataclass(frozen=True)
class Reason:
    """The text `recommend.reason.<code>` with these facts; ids of items as `item` and `other`."""

    code: str
    facts: dict[str, Fact] = field(default_factory=dict)


Reasons = list[list[tuple[Reason, ...]]]
"""For each customer and place of the list all reasons, the strongest first; none where it ends."""


@dataclass(frozen=True)
class Sources:
    """What reasons are taken from, worked out once."""

    told: Attributes
    customers: Evidence
    baskets: Evidence
    lately: Lately
    locally: tuple[Locally, ...] = ()

    def counted(self, found: Interactions) -> "Sources":
        """The same for many customers: pairs are counted once, not for each block of them."""
        return replace(
            self,
            customers=self.customers.counted(found, "customer", FEWEST),
            baskets=self.baskets.counted(found, "basket", FEWEST),
        )


def sources_of(known: Known, told: Attributes) -> Sources:
    """All that reasons are taken from."""
    found = known.interactions
    return Sources(
        told, of_customers(found), of_baskets(found), lately_of(found, told), locally_of(found)
    )


def told(texts: Texts, reason: Reason) -> str:
    """The reason in words."""
    return texts(f"recommend.reason.{reason.code}", **reason.facts)


def of_nobody(reason: Reason) -> Reason:
    """The reason for a basket, or a visit, of somebody unknown, who has no history beside it."""
    return replace(reason, code=_OF_NOBODY.get(reason.code, reason.code))


_OF_NOBODY = {"often_with": "often_with_this", "because_you_bought": "chosen_with_this"}


def reasons_of(lists: Lists, histories: Histories, sources: Sources) -> Reasons:
    """The reasons for the lists (b, k) of the customers with these histories.

    Tables of pairs hold at most so many cells that customers are taken some at a time.
    """
    listed = np.unique(lists[lists >= 0])
    met = np.unique(histories.item).astype(np.int64)
    if len(lists) > 1 and len(listed) * len(met) > _CELLS:
        half = len(lists) // 2
        return [
            *reasons_of(lists[:half], histories.block(0, half), sources),
            *reasons_of(lists[half:], histories.block(half, len(lists)), sources),
        ]
    pairs = _Pairs(sources, listed, met)
    found: Reasons = []
    for row, shown in enumerate(lists):
        customer = _Customer(histories.block(row, row + 1), sources.told)
        found.append([_all(int(item), customer, sources, pairs) for item in shown])
    return found


class _Pairs:
    """What is known of the pairs of listed items with items of histories."""

    def __init__(self, sources: Sources, listed: Items, met: Items) -> None:
        self._listed, self._met = listed, met
        self.both = sources.customers.both(listed, met)
        self.cosine = sources.customers.cosine(self.both, listed, met)
        _, self.low = sources.customers.sure(self.both, listed, met)
        self.baskets = sources.baskets.both(listed, met)
        self.lift, self.basket_low = sources.baskets.sure(self.baskets, listed, met)

    def at(self, item: int, others: Items) -> tuple[int, Items]:
        """The row of a listed item and the columns of others."""
        return int(np.searchsorted(self._listed, item)), np.searchsorted(self._met, others)


class _Customer:
    """The history of one customer."""

    def __init__(self, history: Histories, told: Attributes) -> None:
        self.item = history.item.astype(np.int64)
        self.day = history.day
        self.basket = history.basket
        self.now = float(history.now[0])
        self.user = int(history.who[0])
        self.items = np.unique(self.item)
        self.last: Items = np.unique(self.item[self.basket == self.basket[-1:].max(initial=-1)])
        self.category = self._usual(told.category)

    def _usual(self, codes: NDArray[np.int32]) -> int:
        """The category of more than half of at least `FEWEST` entries; -1 for none."""
        mine = codes[self.item]
        counts = np.bincount(mine[mine >= 0], minlength=1)
        most = int(counts.argmax())
        return most if counts[most] >= FEWEST and counts[most] * 2 > len(mine) else -1


def _all(item: int, customer: _Customer, sources: Sources, pairs: _Pairs) -> tuple[Reason, ...]:
    if item < 0:
        return ()
    found = [
        *_again(item, customer),
        *_together(item, customer, sources.told, pairs),
        *_like(item, customer, sources.told),
        *_where(item, customer.user, sources.locally),
        *_of_item(item, customer.category, sources),
    ]
    return tuple(found) or (Reason("model_only"),)


def _again(item: int, customer: _Customer) -> Iterator[Reason]:
    """It was had before: how many times, how long ago, and every how many days usually."""
    mine = customer.item == item
    if not mine.any():
        return
    baskets, first = np.unique(customer.basket[mine], return_index=True)
    days = np.sort(customer.day[mine][first])
    if np.isnan(days).any() or days[-1] > customer.now:
        yield Reason("buy_again_untimed", {"times": len(baskets)})
        return
    facts: dict[str, Fact] = {"times": len(baskets), "ago": int(customer.now - days[-1])}
    gaps = np.diff(np.unique(np.floor(days)))
    if len(gaps) >= 2:
        yield Reason("buy_again_cycle", facts | {"cycle": round(float(np.median(gaps)))})
    else:
        yield Reason("buy_again", facts)


def _together(
    item: int, customer: _Customer, told: Attributes, pairs: _Pairs
) -> tuple[Reason, ...]:
    """With an item of the last basket, by baskets; with one ever met, by customers. The surer of
    the two first."""
    found: list[tuple[float, Reason]] = []
    last = customer.last[customer.last != item]
    if len(last):
        row, columns = pairs.at(item, last)
        enough = pairs.baskets[row, columns] >= FEWEST
        best = int(np.argmax(np.where(enough, pairs.basket_low[row, columns], 0.0)))
        cell = row, columns[best]
        if enough[best] and pairs.basket_low[cell] > 1:
            facts = _pair(told, last[best], baskets=int(pairs.baskets[cell]))
            lift = round(float(pairs.lift[cell]), 1)
            found.append((pairs.basket_low[cell], Reason("often_with", facts | {"lift": lift})))
    others = customer.items[customer.items != item]
    if len(others):
        row, columns = pairs.at(item, others)
        sure = (pairs.both[row, columns] >= FEWEST) & (pairs.low[row, columns] > 1)
        best = int(np.argmax(np.where(sure, pairs.cosine[row, columns], -1.0)))
        if sure[best]:
            facts = _pair(told, others[best], customers=int(pairs.both[row, columns[best]]))
            reason = Reason("because_you_bought", facts)
            found.append((pairs.low[row, columns[best]], reason))
    return tuple(reason for _, reason in sorted(found, key=lambda one: -one[0]))


def _like(item: int, customer: _Customer, told: Attributes) -> Iterator[Reason]:
    """The latest item met of the same category and brand, else of the same brand, else of the same
    category."""
    others = customer.item[customer.item != item][::-1]
    brand = (told.brand[others] == told.brand[item]) & (told.brand[item] >= 0)
    category = (told.category[others] == told.category[item]) & (told.category[item] >= 0)
    names = {"brand": told.brands, "category": told.categories}
    codes = {"brand": told.brand[item], "category": told.category[item]}
    for code, mask, facts in (
        ("like_this", brand & category, ("brand", "category")),
        ("like_brand", brand, ("brand",)),
        ("like_category", category, ("category",)),
    ):
        if mask.any():
            shown = {name: names[name][codes[name]] for name in facts}
            yield Reason(code, _pair(told, others[int(mask.argmax())]) | shown)
            return


def _where(item: int, user: int, locally: tuple[Locally, ...]) -> Iterator[Reason]:
    """It sells above usual this week in the store, or else the region, where the customer is."""
    for one in locally:
        if (told := one.at(user, item)) is not None:
            place, customers = told
            facts: dict[str, Fact] = {"place": place, "customers": customers, "days": one.days}
            yield Reason(f"popular_in_{one.kind}", facts)
            return


def _of_item(item: int, category: int, sources: Sources) -> Iterator[Reason]:
    """What speaks for an item whoever is asked: it is new, or popular; in the `category` that a
    customer mostly keeps to (-1: none), by name."""
    lately = sources.lately
    if lately.age[item] >= 0:
        yield Reason("new_here", {"ago": int(lately.age[item])})
    if lately.nobody[item]:
        yield Reason("nobody_yet")
    facts: dict[str, Fact] = {"customers": int(lately.customers[item])}
    if lately.days:
        facts["days"] = lately.days
    if category >= 0 and sources.told.category[item] == category and lately.leads_category[item]:
        code = "popular_in" if lately.days else "popular_in_untimed"
        yield Reason(code, facts | {"category": sources.told.categories[category]})
    elif lately.leads[item]:
        yield Reason("popular_lately" if lately.days else "popular", facts)


def _pair(told: Attributes, other: int, **facts: Fact) -> dict[str, Fact]:
    return {"other": str(told.ids[other]), **facts}
