"""Lists of recommendations out of scores and rules, and what every rule took away."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from functools import cached_property, reduce

import numpy as np
import pandas as pd
from numpy.typing import NDArray
from scipy import sparse

from core.recommend import metrics
from core.recommend.attributes import Attributes
from core.recommend.context import Lift
from core.recommend.family import Ranker, at_a_time
from core.recommend.histories import Histories
from core.recommend.interactions import Floats
from core.recommend.metrics import Lists
from core.recommend.picking import Wishes, pick
from core.recommend.rules import Rules, idle, missing

Mask = NDArray[np.bool_]


@dataclass(frozen=True)
class Facts:
    """What rules go by: the attributes `told` of items, the `histories` of b customers, how many
    items `k` a list has; what is in `carts` (b, items), above 0; the `lift` of the context of the
    rules (None: no times are known); the items that are `offered` (items,), None for all; what a
    customer `refused` for good (b, items), above 0."""

    told: Attributes
    histories: Histories
    k: int
    carts: sparse.csr_matrix | None = None
    lift: Lift | None = None
    offered: Mask | None = None
    refused: sparse.csr_matrix | None = None

    def block(self, first: int, last: int) -> "Facts":
        """The customers `first` to `last`, without `last`."""
        carts = None if self.carts is None else self.carts[first:last]
        refused = None if self.refused is None else self.refused[first:last]
        told = self.histories.block(first, last)
        return replace(self, histories=told, carts=carts, refused=refused)

    @cached_property
    def had(self) -> Mask:
        """What each customer has met (b, items)."""
        return np.asarray(self.histories.times().toarray()) > 0


@dataclass(frozen=True)
class Applied:
    """The `lists` (b, k), -1 where they end, with the `scores` (b, k) that the model gave their
    items, NaN where they end, and how many of them are `short` of k.

    `removed` has a row for each rule that takes items away, in the order they are followed:
    `candidates` are how many items of customers it took, each counted by the first rule it fails,
    `of_top` those of them that would have been on a list without any rule. Caps count what they
    passed over among the items that were weighed. `unknown` are excluded ids that no item has,
    `idle` the rules that could not be followed.
    """

    lists: Lists
    scores: Floats
    short: int
    removed: pd.DataFrame
    unknown: tuple[str, ...]
    idle: tuple[str, ...]


def apply(scores: Floats, rules: Rules, facts: Facts) -> Applied:
    """The lists of customers with these scores (b, items).

    Candidates are the offered items of which the model has something to say (above 0) and those
    that somebody met: where it is silent, the order behind is that of the model too (`Filled`).
    """
    scores = np.asarray(scores, np.float32)
    told = facts.told
    allowed = (scores > 0) | (told.customers > 0)
    if facts.offered is not None:
        allowed &= facts.offered
    top = metrics.top(scores, facts.k, allowed)
    rows: list[tuple[str, int, int]] = []
    for rule, keep in _filters(rules, facts):
        gone = allowed & ~keep
        rows.append((rule, int(gone.sum()), _of_top(gone, top)))
        allowed &= keep
    caps = {name: cap for name, cap in rules.caps.items() if name in told.columns}
    wishes = Wishes(facts.k, rules.diversity, caps)
    lists, passed = pick(weighed(scores, _factors(rules, facts)), allowed, wishes, told)
    for name, pairs in passed.items():
        gone = np.zeros(allowed.shape, bool)
        gone[pairs[:, 0], pairs[:, 1]] = True
        rows.append((f"most_of_{name}", len(pairs), _of_top(gone, top)))
    return Applied(
        lists,
        _of_lists(scores, lists),
        int((lists < 0).any(axis=1).sum()),
        pd.DataFrame(rows, columns=["rule", "candidates", "of_top"]),
        missing(rules.excluded, told.ids),
        idle(rules, told, facts.lift),
    )


def apply_all(ranker: Ranker, rules: Rules, facts: Facts) -> Applied:
    """The lists of all customers of `facts`, scored some at a time."""
    parts, size = [], at_a_time(len(facts.told))
    for first in range(0, max(len(facts.histories), 1), size):
        some = facts.block(first, min(first + size, len(facts.histories)))
        parts.append(apply(ranker.scores(some.histories), rules, some))
    return joined(parts)


def joined(parts: Sequence[Applied]) -> Applied:
    """What the same rules did to customers, some at a time, as one (at least one part)."""
    removed = pd.concat([part.removed for part in parts])
    return replace(
        parts[0],
        lists=np.concatenate([part.lists for part in parts]),
        scores=np.concatenate([part.scores for part in parts]),
        short=sum(part.short for part in parts),
        removed=removed.groupby("rule", sort=False).sum().reset_index(),
    )


def weighed(scores: Floats, factors: Floats | None) -> Floats:
    """Scores times factors above 0, either (items,) or (b, items). Items of which the model has
    nothing to say stay behind the others: these are weighed by how far they are above the last."""
    if factors is None:
        return scores
    spoken = scores > 0
    low = np.minimum(scores.min(axis=1, keepdims=True, initial=0.0), -1.0)
    rest = np.where(spoken, 0.0, (scores.astype(float) - low) * factors)
    rest = rest / (rest.max(axis=1, keepdims=True, initial=0.0) + 1e-9) - 1
    return np.where(spoken, scores * factors, np.minimum(rest, 0)).astype(np.float32)


def _factors(rules: Rules, facts: Facts) -> Floats | None:
    found: list[NDArray[np.floating]] = []
    if rules.margin_boost and "margin" in facts.told.columns:
        found.append(1 + rules.margin_boost * facts.told.margin_share)
    if rules.context != "none" and facts.lift is not None:
        found.append(facts.lift.of(facts.histories))
    return np.asarray(reduce(np.multiply, found), np.float32) if found else None


def _filters(rules: Rules, facts: Facts) -> Iterator[tuple[str, Mask]]:
    """The rules that take items away, with what they leave: (items,), or (b, items)."""
    told = facts.told
    if facts.refused is not None:
        yield "refused", np.asarray(facts.refused.toarray()) <= 0
    if rules.excluded:
        yield "excluded", ~np.isin(told.ids.astype(str), rules.excluded)
    if rules.in_stock_only and "on_hand" in told.columns:
        yield "in_stock_only", told.on_hand > 0
    if rules.price_from is not None and "price" in told.columns:
        yield "price_from", told.price >= rules.price_from
    if rules.price_to is not None and "price" in told.columns:
        yield "price_to", told.price <= rules.price_to
    for name in ("categories_in", "categories_out"):
        asked = getattr(rules, name)
        if asked and "category" in told.columns:
            mine = np.isin(np.array([*told.categories, ""], str)[told.category], asked)
            mine &= told.category >= 0
            yield name, mine if name == "categories_in" else ~mine
    if rules.bought != "allow":
        yield "bought", ~facts.had if rules.bought == "hide" else facts.had
    if rules.hide_in_cart and facts.carts is not None:
        yield "hide_in_cart", np.asarray(facts.carts.toarray()) <= 0


def _of_lists(scores: Floats, lists: Lists) -> Floats:
    """The scores of the items of the lists (b, k); NaN where they end."""
    if not scores.shape[1]:
        return np.full(lists.shape, np.nan, np.float32)
    mine = np.take_along_axis(scores, np.maximum(lists, 0), axis=1)
    return np.where(lists >= 0, mine, np.float32(np.nan))


def _of_top(gone: Mask, top: Lists) -> int:
    """How many of those are on the lists `top` (b, k)."""
    if not top.size:
        return 0
    return int((np.take_along_axis(gone, np.maximum(top, 0), axis=1) & (top >= 0)).sum())
