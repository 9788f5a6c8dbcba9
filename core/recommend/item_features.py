"""What items are like, as numbers that a network can use: words, categories and amounts."""

from dataclasses import dataclass

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from core.recommend.interactions import Floats

MOST_LEVELS = 40
"""Values of a column that have a place of their own; rarer ones are told by their words alone."""
MOST_WORDS = 30_000
SPREAD = 3.0
"""Standard deviations at which amounts are cut."""
LEAST_WORDS = 2


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
    texts = [items[name] for name in items if not pd.api.types.is_numeric_dtype(items[name])]
    amounts = [items[name] for name in items if pd.api.types.is_numeric_dtype(items[name])]
    parts = [
        _words(texts, len(items), dimensions),
        *(_levels(column) for column in texts),
        *(_amount(column) for column in amounts),
    ]
    told = np.zeros(len(items), bool)
    for column in (*texts, *amounts):
        told |= column.notna().to_numpy()
    x = np.hstack(parts).astype(np.float32)
    return ItemFeatures(x, told & bool(x.shape[1]))


def _words(texts: list[pd.Series], count: int, most: int) -> Floats:
    """TF-IDF of the words of all columns, in a few dimensions by singular values, each item of
    length 1 (Deerwester et al. 1990); of languages without spaces, letters two by two."""
    from sklearn.decomposition import TruncatedSVD
    from sklearn.feature_extraction.text import TfidfVectorizer

    joined = pd.Series([""] * count)
    for column in texts:
        joined = joined.str.cat(column.reset_index(drop=True).fillna("").astype(str), sep=" ")
    rare = LEAST_WORDS if count >= 50 else 1
    counter = TfidfVectorizer(
        analyzer=_terms, min_df=rare, max_features=MOST_WORDS, sublinear_tf=True, dtype=np.float32
    )
    try:
        found = counter.fit_transform(joined)
    except ValueError:
        return np.zeros((count, 0), np.float32)
    dimensions = min(most, found.shape[1] - 1, count - 1)
    if dimensions < 1:
        return np.zeros((count, 0), np.float32)
    short = TruncatedSVD(dimensions, random_state=0).fit_transform(found)
    long = np.linalg.norm(short, axis=1, keepdims=True)
    return np.asarray(short / np.maximum(long, 1e-6), np.float32)


def _terms(text: str) -> list[str]:
    """Words of letters and digits in small letters, and the pairs of neighbours in words without
    spaces between."""
    words = "".join(letter if letter.isalnum() else " " for letter in text.lower()).split()
    found: list[str] = []
    for word in words:
        if word.isascii():
            found.append(word)
        else:
            found += [word[at : at + 2] for at in range(max(len(word) - 1, 1))]
    return found


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
