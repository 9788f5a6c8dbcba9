"""Small helpers to build big columns quickly."""

from datetime import date
from typing import Any

import numpy as np
import pandas as pd
import pyarrow as pa
from numpy.typing import NDArray

Array = NDArray[Any]
_DAY = 86_400


def ids(prefix: str, width: int, count: int) -> NDArray[np.object_]:
    """`count` ids: the prefix and a number from 1, filled with zeros to `width` digits."""
    numbers = np.char.zfill(np.arange(1, count + 1).astype(str), width)
    return np.char.add(prefix, numbers).astype(object)


def take(names: NDArray[np.object_], codes: Array) -> pd.api.extensions.ExtensionArray:
    """The text column `names[codes]`; a negative code is a missing value."""
    codes = np.asarray(codes, dtype=np.int32)
    chosen = pa.array(codes, mask=codes < 0)
    dictionary = pa.DictionaryArray.from_arrays(chosen, pa.array(names, pa.string()))
    return pd.arrays.ArrowStringArray(dictionary.dictionary_decode())


def instants(first_day: date, days: Array, seconds: Array | int = 0) -> Array:
    """Timestamps, datetime64[us], of second `seconds` of day `days` (both (n,))."""
    total = np.asarray(days, np.int64) * _DAY + np.asarray(seconds).astype(np.int64)
    moments = np.datetime64(first_day, "us") + (total * 1_000_000).astype("timedelta64[us]")
    return np.asarray(moments)


def draw(weights: Array, uniform: Array) -> NDArray[np.int64]:
    """Positions drawn in proportion to `weights` (n,), one for each uniform number in [0, 1)."""
    cumulative = np.cumsum(weights)
    found = np.searchsorted(cumulative, uniform * cumulative[-1], side="right")
    return np.asarray(np.minimum(found, len(cumulative) - 1), np.int64)


def within(lengths: Array) -> NDArray[np.int64]:
    """0, 1, ..., l-1 for each length l, one after the other."""
    ends = np.cumsum(lengths, dtype=np.int64)
    total = int(lengths.sum())
    return np.asarray(np.arange(total) - np.repeat(ends - lengths, lengths), np.int64)
