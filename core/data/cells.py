"""A column of text as its different values: each is parsed once, however often it occurs."""

import re
from dataclasses import dataclass

import numpy as np
import pandas as pd
import pyarrow as pa
import pyarrow.compute as pc
from numpy.typing import NDArray

_EDGES = "\u200b\u2060\ufeff\u200e\u200f"
_WRAPPED = re.compile(r'="(.*)"', re.DOTALL)

NULLS = frozenset({"", "na", "n/a", "nan", "null", "#n/a", "<na>", "#null!", "\\n"})
"""Words that mean "missing" in any column, in lower case."""
NULLS_IN_NUMBERS = NULLS | frozenset(
    {
        "-", "--", "---", "–", "—", ".", "..", "?", "none", "nil", "missing", "unknown",
        "undefined", "#div/0!", "#value!", "#ref!", "#name?", "#num!", "nat",
        "无", "空", "暂无", "未知", "缺失",
    }
)  # fmt: skip
"""Words that mean "missing" where a number, a date or a yes/no is expected."""


@dataclass(frozen=True)
class Cells:
    """`values` (u,) are the different trimmed texts, `codes` (n,) the place of each row's, -1 for
    a null; `counts` (u,) how often each occurs."""

    values: list[str]
    codes: NDArray[np.int64]
    counts: NDArray[np.int64]

    @property
    def rows(self) -> int:
        """How many rows the column has."""
        return len(self.codes)

    def known(self, nulls: frozenset[str] = NULLS) -> NDArray[np.bool_]:
        """Which of `values` are not words for "missing", (u,)."""
        return np.array([value.lower() not in nulls for value in self.values], dtype=bool)

    def spread(self, flags: NDArray[np.bool_]) -> NDArray[np.bool_]:
        """A flag a value (u,) as a flag a row (n,); False for nulls."""
        return np.append(flags, False)[self.codes]

    def count(self, flags: NDArray[np.bool_]) -> int:
        """How many rows have a flagged value."""
        return int(self.counts[flags].sum())


def cells_of(column: pd.Series | pa.ChunkedArray) -> Cells:
    """The cells of a text column (n,): trimmed, `="..."` taken off, invisible marks removed."""
    array = column if isinstance(column, pa.ChunkedArray) else _arrow(column)
    encoded = pc.dictionary_encode(array, null_encoding="mask").combine_chunks()
    if isinstance(encoded, pa.ChunkedArray):
        encoded = (
            encoded.chunk(0)
            if encoded.num_chunks
            else pa.array([], pa.string()).dictionary_encode()
        )
    raw = encoded.dictionary.to_pylist()
    codes = encoded.indices.fill_null(-1).to_numpy(zero_copy_only=False).astype(np.int64)
    places: dict[str, int] = {}
    moved = np.array([places.setdefault(clean(text), len(places)) for text in raw] + [-1], np.int64)
    codes = moved[codes]
    values = list(places)
    counts = np.bincount(codes[codes >= 0], minlength=len(values)).astype(np.int64)
    return Cells(values, codes, counts)


def _arrow(column: pd.Series) -> pa.ChunkedArray:
    texts = column.astype("string")
    return pa.chunked_array([pa.Array.from_pandas(texts, type=pa.string())])


def clean(text: str) -> str:
    """A cell's text without white space and invisible marks at its ends.

    >>> clean('\\t="0042" ')
    '0042'
    """
    trimmed = text.strip().strip(_EDGES).strip()
    if trimmed.startswith('="'):
        wrapped = _WRAPPED.fullmatch(trimmed)
        if wrapped:
            return wrapped[1].strip()
    return trimmed
