"""What goes with one product: what is like it, what is bought together with it, its accessories.

Like it by who met both: the cosine of customers, shrunk where few did; by its attributes where too
few customers have met it at all.
"""

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from core.base.errors import AppError
from core.recommend.attributes import Attributes
from core.recommend.baskets import baskets_of
from core.recommend.family import Known
from core.recommend.interactions import Interactions
from core.recommend.pairs import lift_bounds

Numbers = NDArray[np.float64]
SHRINK = 10.0
"""Customers that are held to have met one of two items but not the other, in addition."""
COLD = 5
"""Fewer customers than these say nothing of what an item is like."""
FEWEST = 3
"""Customers, or baskets, that must have both."""


def similar(known: Known, told: Attributes, item: int, most: int = 20) -> pd.DataFrame:
    """Items like the one at the place `item`: `item`, `score` from 0 to 1, the `customers` who have
    met both, and `by` what it is known: `customers`, or `content` for items that few met."""
    if told.customers[item] < COLD:
        score, by = content(known, told, item), "content"
    else:
        score, by = cosines(told, item), "customers"
    both = _together(told, item)
    score[item] = 0
    order = np.argsort(-score, kind="stable")[:most]
    order = order[score[order] > 0]
    columns = {"item": told.ids[order], "score": score[order], "customers": both[order]}
    return pd.DataFrame(columns | {"by": by})


def cosines(told: Attributes, item: int) -> Numbers:
    """n(both) / (sqrt(n(one) n(other)) + shrinkage), of customers (items,)."""
    size = np.sqrt(told.customers * told.customers[item])
    return _together(told, item) / (size + SHRINK)


def content(known: Known, told: Attributes, item: int) -> Numbers:
    """The mean of what is known of both items, and tells: the same category, the same brand, how
    near the prices are (the lower as a share of the higher), the cosine of words (items,); 0 where
    neither category, brand nor words agree."""
    same = [
        np.where((codes >= 0) & (codes[item] >= 0), codes == codes[item], np.nan)
        for codes in (told.category, told.brand)
    ]
    words = [_words(known.items["text"], item)] if "text" in known.items.columns else []
    telling = np.nansum([*same, *words], axis=0) > 0
    with np.errstate(divide="ignore", invalid="ignore"):
        near = told.price / told.price[item]
    near = np.where((near > 0) & np.isfinite(near), np.minimum(near, 1 / near), np.nan)
    parts = np.array([*same, *words, near], float)
    known_parts = np.maximum((~np.isnan(parts)).sum(axis=0), 1)
    return np.where(telling, np.nansum(parts, axis=0) / known_parts, 0.0)


def _words(text: pd.Series, item: int) -> Numbers:
    """The cosine of tf-idf weighted pieces of words, which needs no language; NaN without text."""
    from sklearn.feature_extraction.text import HashingVectorizer, TfidfTransformer

    written = text.fillna("").astype(str)
    pieces = HashingVectorizer(analyzer="char_wb", ngram_range=(2, 4), alternate_sign=False)
    weights = TfidfTransformer().fit_transform(pieces.transform(written))
    found = np.asarray((weights @ weights[item].T).todense(), float).ravel()
    there = (written.str.strip() != "").to_numpy()
    return np.where(there & there[item], found, np.nan)


def together(found: Interactions, told: Attributes, item: int, most: int = 20) -> pd.DataFrame:
    """What stands in the same baskets as the one at the place `item`: `item`, `count` of baskets
    with both, `confidence` (of the baskets with this one), `lift` with its interval `lift_low` to
    `lift_high`; the surest first, only what is there more often than by chance."""
    held = baskets_of(found).held
    supports = np.bincount(held.indices, minlength=len(told)).astype(float)
    mine = held[held[:, item].nonzero()[0]]
    count = np.bincount(mine.indices, minlength=len(told)).astype(float)
    count[item] = 0
    expected = supports * supports[item] / max(held.shape[0], 1)
    lift, low, high = lift_bounds(count, expected)
    rows = pd.DataFrame({"item": told.ids, "count": count.astype(np.int64)})
    rows["confidence"] = count / max(supports[item], 1)
    rows = rows.assign(lift=lift, lift_low=low, lift_high=high)
    sure = rows[(rows["count"] >= FEWEST) & (rows["lift_low"] > 1)]
    return _first(sure, "lift_low", most)


def accessories(found: Interactions, told: Attributes, item: int, most: int = 20) -> pd.DataFrame:
    """What customers add to the one at the place `item`: of another category, cheaper, met by its
    customers more often than by chance, and mostly with it or after it.

    `item`, `category`, `price`, `customers` who have met both, `share_after` of them who met it
    then or later, `lift` with `lift_low` and `lift_high`; the surest first. Raises AppError
    item_columns_missing, accessories_need (the attributes of this item) and times_missing.
    """
    if lacking := [name for name in ("category", "price") if name not in told.columns]:
        raise AppError("item_columns_missing", columns=lacking)
    if not found.timed:
        raise AppError("times_missing")
    if told.category[item] < 0 or np.isnan(told.price[item]):
        raise AppError("accessories_need", item=str(told.ids[item]))
    both = _together(told, item)
    users = max(len(np.unique(found.user)), 1)
    lift, low, high = lift_bounds(both, told.customers * told.customers[item] / users)
    rows = pd.DataFrame({"item": told.ids, "price": told.price, "customers": both.astype(np.int64)})
    rows["category"] = np.array([*told.categories, None], object)[told.category]
    rows["share_after"] = _after(found, item) / np.maximum(both, 1)
    rows = rows.assign(lift=lift, lift_low=low, lift_high=high)
    other = (told.category >= 0) & (told.category != told.category[item])
    sure = other & (told.price < told.price[item]) & (both >= FEWEST) & (low > 1)
    return _first(rows[sure & (rows["share_after"] > 0.5)], "lift_low", most)


def _after(found: Interactions, item: int) -> Numbers:
    """How many customers met each item first when they first met this one, or later (items,)."""
    never = np.inf
    start = np.full(len(found.users), never)
    mine = found.item == item
    np.minimum.at(start, found.user[mine], found.day[mine])
    firsts = pd.DataFrame({"user": found.user, "item": found.item, "day": found.day})
    firsts = firsts[start[found.user] < never].groupby(["user", "item"])["day"].min().reset_index()
    later = firsts["day"].to_numpy() >= start[firsts["user"]]
    count = np.bincount(firsts["item"][later], minlength=len(found.items)).astype(float)
    count[item] = 0
    return count


def _together(told: Attributes, item: int) -> Numbers:
    """How many customers of this item have met each other one (items,)."""
    rows = told.met[told.met[:, item].nonzero()[0]]
    both = np.bincount(rows.indices, minlength=len(told)).astype(float)
    both[item] = 0
    return both


def _first(rows: pd.DataFrame, by: str, most: int) -> pd.DataFrame:
    return rows.sort_values(by, ascending=False, kind="stable", ignore_index=True).head(most)
