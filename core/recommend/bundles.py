"""Products that go together: two or three to be sold as one."""

from itertools import combinations

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from core.recommend.attributes import Attributes
from core.recommend.baskets import baskets_of
from core.recommend.cells import cells
from core.recommend.interactions import Interactions
from core.recommend.pairs import Together, lift_bounds, together

Numbers = NDArray[np.float64]
FEWEST = 5
"""Baskets that must hold a bundle before it is looked at."""
COLUMNS = (
    "first", "second", "third", "count", "support", "confidence", "lift", "lift_low", "lift_high",
    "lift_all", "margin", "worth", "kind",
)  # fmt: skip
_PAIRS = 2000


def bundles(
    found: Interactions, told: Attributes, size: int = 2, fewest: int = FEWEST
) -> pd.DataFrame:
    """Bundles of `size` (2 or 3) products that are bought together more often than by chance: a row
    of `COLUMNS` each, the ones of most `worth` first.

    `support` is the share of all baskets, `confidence` the highest probability of one product given
    the others, `lift` that of a product given the others against without; of three products the
    least of the three lifts, so that each adds to the other two. `lift_low` and `lift_high` are the
    ends of its interval; `lift_all` is how many times as often all are together as if each were
    bought by itself. Only bundles whose low end is above 1 are told. `margin` is that of
    all together, NaN where one is unknown; `worth` is `lift_low` x `margin`, an unknown margin
    standing at the usual one; without any margin it is `lift_low`. `kind` is `complement` where
    no two are of one category, `same_category` where some are, `unknown` where that is not known.
    """
    counted = together(found, fewest)
    two = _pairs(counted)
    rows = two if size == 2 else _triples(found, counted, two, fewest)
    return _told(rows[rows["lift_low"] > 1], told)


def _pairs(counted: Together) -> pd.DataFrame:
    """All pairs, each once, the surest first; items by their places."""
    lift, low, high = lift_bounds(counted.count, counted.expected)
    found = pd.DataFrame({"first": counted.one, "second": counted.other, "third": -1})
    found["count"] = counted.count.astype(np.int64)
    found["support"] = counted.count / max(counted.baskets, 1)
    rarer = np.minimum(counted.held[counted.one], counted.held[counted.other])
    found["confidence"] = counted.count / rarer
    found = found.assign(lift=lift, lift_low=low, lift_high=high, lift_all=lift)
    return found.sort_values("lift_low", ascending=False, kind="stable", ignore_index=True)


def _triples(
    found: Interactions, counted: Together, two: pd.DataFrame, fewest: int
) -> pd.DataFrame:
    """Every third product beside the surest pairs, all of whose pairs are told too."""
    sure = two[two["lift_low"] > 1].head(_PAIRS)
    held = baskets_of(found).held.tocsc()
    both = held[:, sure["first"].to_numpy()].multiply(held[:, sure["second"].to_numpy()])
    three = (both.T @ held).tocoo()
    pair = sure[["first", "second"]].to_numpy()[three.row]
    there = (three.data >= fewest) & (three.col != pair[:, 0]) & (three.col != pair[:, 1])
    names = ["first", "second", "third"]
    places = np.sort(np.column_stack([pair, three.col])[there], axis=1)
    rows = pd.DataFrame(places, columns=names)
    rows["count"] = three.data[there].astype(np.int64)
    return _lifted(rows.drop_duplicates(names, ignore_index=True), counted)


def _lifted(rows: pd.DataFrame, counted: Together) -> pd.DataFrame:
    """The confidence of a third product given two, and the least lift of the three."""
    pairs, each = counted.matrix(), counted.held
    count = rows["count"].to_numpy(float)
    looked = []
    for one, two in combinations(("first", "second", "third"), 2):
        other = ({"first", "second", "third"} - {one, two}).pop()
        pair = cells(pairs, rows[one], rows[two])
        expected = pair * each[rows[other]] / max(counted.baskets, 1)
        lift, low, high = lift_bounds(count, expected)
        looked.append(np.column_stack([lift, low, high, count / np.maximum(pair, 1)]))
    all_three = np.stack(looked) if len(rows) else np.zeros((3, 0, 4))
    least = all_three[:, :, 1].argmin(axis=0), np.arange(len(rows))
    lift, low, high = (all_three[:, :, place][least] for place in range(3))
    rows = rows.assign(support=count / max(counted.baskets, 1))
    rows = rows.assign(confidence=all_three[:, :, 3].max(axis=0))
    places = rows[["first", "second", "third"]].to_numpy(np.int64)
    shares = each[places] / max(counted.baskets, 1)
    rows = rows.assign(lift_all=rows["support"] / shares.prod(axis=1))
    return rows.assign(lift=lift, lift_low=low, lift_high=high)


def _told(rows: pd.DataFrame, told: Attributes) -> pd.DataFrame:
    """With margins, kinds and ids."""
    places = rows[["first", "second", "third"]].to_numpy(np.int64)
    there = places >= 0
    margin = np.where(there, np.append(told.margin, 0.0)[places], 0)
    known = told.margin[~np.isnan(told.margin)]
    usual = np.where(np.isnan(margin), np.median(known) if len(known) else np.nan, margin)
    worth = rows["lift_low"] * (usual.sum(axis=1) if len(known) else 1.0)
    ids = np.append(told.ids, np.array([None], object))[places]
    found = rows.assign(
        first=ids[:, 0], second=ids[:, 1], third=ids[:, 2], margin=margin.sum(axis=1), worth=worth,
        kind=_kinds(np.where(there, np.append(told.category, -1)[places], -1 - np.arange(1, 4)),
                    there & (np.append(told.category, 0)[places] < 0)),
    )  # fmt: skip
    return found.sort_values("worth", ascending=False, kind="stable", ignore_index=True)[
        list(COLUMNS)
    ]


def _kinds(category: NDArray[np.integer], unknown: NDArray[np.bool_]) -> NDArray[np.str_]:
    """By the categories of the products (n, 3); places that are not there differ from all."""
    same = np.zeros(len(category), bool)
    for one, two in combinations(range(3), 2):
        both = (category[:, one] >= 0) & (category[:, one] == category[:, two])
        same |= both
    found = np.where(unknown.any(axis=1), "unknown", "complement")
    return np.where(same, "same_category", found)
