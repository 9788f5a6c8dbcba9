"""Text to yes and no, for columns that write both in one pair of words. 0 and 1 stay numbers."""

from collections.abc import Sequence

import numpy as np
from numpy.typing import NDArray

PAIRS = (
    ("true", "false"), ("yes", "no"), ("y", "n"), ("t", "f"), ("on", "off"),
    ("是", "否"), ("真", "假"), ("有", "无"), ("对", "错"),
)  # fmt: skip
_LETTERS = {"y", "n", "t", "f", "on", "off", "有", "无", "对", "错"}
_TRUE = {yes for yes, _ in PAIRS} | {"1", "1.0"}
_FALSE = {no for _, no in PAIRS} | {"0", "0.0"}


def boolean_style(values: Sequence[str]) -> str | None:
    """The pair as the column writes it ("Yes/No"), or None when it is not a yes/no column.

    One word alone is enough where it can mean nothing else (TRUE, No, 否).

    >>> boolean_style(["No", "Yes"]), boolean_style(["M", "F"]), boolean_style(["0", "1"])
    ('Yes/No', None, None)
    """
    written = {value.lower(): value for value in values}
    for yes, no in PAIRS:
        if not written or not set(written) <= {yes, no}:
            continue
        if len(written) == 1 and set(written) & _LETTERS:
            return None
        like = next(iter(written.values()))
        return f"{written.get(yes) or _like(yes, like)}/{written.get(no) or _like(no, like)}"
    return None


def parse_booleans(values: Sequence[str]) -> tuple[NDArray[np.bool_], NDArray[np.bool_]]:
    """Yes or no for each value (u,), and which could be read; 1 and 0 are understood too."""
    words = [value.lower() for value in values]
    yes = np.array([word in _TRUE for word in words], dtype=bool)
    no = np.array([word in _FALSE for word in words], dtype=bool)
    return yes, yes | no


def _like(word: str, other: str) -> str:
    if other.isupper():
        return word.upper()
    return word.title() if other.istitle() else word
