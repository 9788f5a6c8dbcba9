"""What is known of every item beside who met it, in arrays, for all rules and reasons."""

from dataclasses import dataclass
from functools import cached_property

import numpy as np
import pandas as pd
from numpy.typing import NDArray
from scipy import sparse

from core.recommend.family import Known
from core.recommend.interactions import Floats, Ids

Codes = NDArray[np.int32]
Numbers = NDArray[np.float64]
TOLD = ("category", "brand", "price", "margin", "on_hand")
_LATENT = 32


@dataclass(frozen=True)
class Attributes:
    """Attributes of the items, in the order of their `ids`.

    `category` and `brand` (items,) are places in `categories` and `brands`, -1 where unknown;
    `price`, `margin` (money a unit) and `on_hand` (items,) are NaN where unknown; `columns` are
    those of `TOLD` that are there at all. `met` (users, items) is 1 where a customer met an item.
    """

    ids: Ids
    category: Codes
    categories: tuple[str, ...]
    brand: Codes
    brands: tuple[str, ...]
    price: Numbers
    margin: Numbers
    on_hand: Numbers
    columns: frozenset[str]
    met: sparse.csr_matrix

    def __len__(self) -> int:
        return len(self.ids)

    @cached_property
    def customers(self) -> Numbers:
        """How many customers met each item (items,)."""
        return np.bincount(self.met.indices, minlength=len(self)).astype(float)

    @cached_property
    def margin_share(self) -> Numbers:
        """The place of each margin among the known ones, 0 the lowest and 1 the highest (items,);
        an unknown one stands in the middle."""
        known = ~np.isnan(self.margin)
        found = np.full(len(self), 0.5)
        if known.sum() > 1:
            rank = pd.Series(self.margin[known]).rank().to_numpy()
            found[known] = (rank - 1) / (known.sum() - 1)
        return found

    @cached_property
    def latent(self) -> Floats:
        """What items are like by who met them: rows of length 1 (items, d), or 0 of unmet ones;
        the leading directions of customers of equal length (a truncated SVD)."""
        from sklearn.utils.extmath import randomized_svd

        size = np.sqrt(np.maximum(self.customers, 1))
        scaled = sparse.csr_matrix(self.met @ sparse.diags(1 / size)).T
        many = min(_LATENT, min(scaled.shape))
        left, strength, _ = randomized_svd(scaled, many, n_iter=3, random_state=0)
        found = left * strength
        norm = np.linalg.norm(found, axis=1, keepdims=True)
        return np.where(norm > 1e-6, found / np.maximum(norm, 1e-6), 0).astype(np.float32)


def attributes_of(known: Known) -> Attributes:
    """The attributes that `known.items` tells."""
    items = known.items
    category, categories = _codes(items, "category")
    brand, brands = _codes(items, "brand")
    met = known.interactions.matrix()
    met.data[:] = 1.0
    return Attributes(
        known.interactions.items,
        category,
        categories,
        brand,
        brands,
        _numbers(items, "price"),
        _numbers(items, "margin"),
        _numbers(items, "on_hand"),
        frozenset(name for name in TOLD if name in items.columns),
        met,
    )


def _codes(items: pd.DataFrame, name: str) -> tuple[Codes, tuple[str, ...]]:
    if name not in items.columns:
        return np.full(len(items), -1, np.int32), ()
    codes, words = pd.factorize(items[name].astype("string"), sort=True)
    return codes.astype(np.int32), tuple(str(word) for word in words)


def _numbers(items: pd.DataFrame, name: str) -> Numbers:
    if name not in items.columns:
        return np.full(len(items), np.nan)
    found = pd.to_numeric(items[name], errors="coerce")
    return np.asarray(found.astype("Float64").to_numpy(float, na_value=np.nan), np.float64)
