"""What items are like, as numbers that a network can use: words, categories and amounts."""

from dataclasses import dataclass

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from core.recommend.interactions import Floats
from core.recommend.terms import pressed, tf_idf, words_of

MOST_LEVELS = 40
"""Values of a column that have a place of their own; rarer ones are told by their words alone."""
MOST_WORDS = 30_000
SPREAD = 3.0
"""Standard deviations at which amounts are cut."""


@dataclass(frozen=True)
class ItemFeatures:
    """`x` (items, k): words in a few dimensions, the common values of columns, amounts centred and
    scaled; `told` (items,) where anything at all is known of an item."""

    x: Floats
    told: NDArray[np.bool_]


def item_features(items: pd.DataFrame, dimensions: int) -> ItemFeatures:
    """The features of a table with a row for each item, its words in at most so many `dimensions`;
    without a useful column there are none (items, 0). What is on hand says nothing of what an item
    is like."""
    items = items.drop(columns="on_hand", errors="ignore")
    amounts = items.select_dtypes(["number", "bool", "boolean"])
    texts = items.drop(columns=amounts.columns)
    parts = [
        pressed(tf_idf(words_of(texts), MOST_WORDS), dimensions, 0),
        *(_levels(texts[name]) for name in texts),
        *(_amount(amounts[name]) for name in amounts),
    ]
    told = np.asarray(items.notna().to_numpy().any(axis=1))
    x = np.hstack(parts).astype(np.float32)
    return ItemFeatures(x, told & bool(x.shape[1]))


def _levels(column: pd.Series) -> Floats:
    """1 in the place of its value (items, levels); values that only one item has get none."""
    counts = column.value_counts()
    common = counts.index[counts >= 2][:MOST_LEVELS]
    codes = pd.Categorical(column, categories=common).codes
    return (codes[:, None] == np.arange(len(common))).astype(np.float32)


def _amount(column: pd.Series) -> Floats:
    """The amount and whether it is known (items, 2), on the scale of its logarithm where all are
    above zero; nothing of a column that says the same everywhere."""
    values = column.to_numpy(float, na_value=np.nan)
    values[~np.isfinite(values)] = np.nan
    known = ~np.isnan(values)
    if not known.any() or (known.all() and np.ptp(values) == 0):
        return np.zeros((len(values), 0), np.float32)
    if (values[known] > 0).all():
        values = np.log(values)
    spread = float(np.std(values[known])) or 1.0
    scaled = np.clip((values - values[known].mean()) / spread, -SPREAD, SPREAD)
    return np.column_stack([np.where(known, scaled, 0), known]).astype(np.float32)
