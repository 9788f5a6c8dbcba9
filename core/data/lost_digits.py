"""Long numbers that lost digits: a spreadsheet wrote fewer than they had (6.9E+18, 4.00638E+12), or
they have more than are kept."""

import re
from collections.abc import Iterator, Sequence
from decimal import Decimal

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc
from numpy.typing import NDArray

from core.base.values import Finding
from core.data.arrow_text import bytes_of
from core.data.identifiers import name_strength
from core.data.notes import note

_POWER = re.compile(r"([1-9])(?:[.,](\d{1,16}))?[eE]\+(1[1-9]|2\d)")
_MAY_BE_POWER = r"^\s*[1-9](?:[.,]\d{1,16})?[eE]\+(?:1[1-9]|2\d)\s*$"
_LONG, _ROUNDED = r"^\d{16,25}(?:\.0)?$", r"^\d{15}0{1,10}(?:\.0)?$"
_MAY_BE_LONG = r"^-?\d{11,}(?:\.\d+)?$"
_MATTERS = Decimal("0.00005")
_EXACT = 15
"""Digits that a spreadsheet keeps of any number."""
_SHARE = 0.5
_FEWEST, _NEARLY_ALL = 5, 0.9


def rounded(texts: pa.Array, values: pa.Array) -> NDArray[np.bool_] | None:
    """Which cells (u,) have more digits than the float64 `values` (u,) read from them, so that the
    ten-thousandths that money is counted in differ; None for no cell."""
    if (pc.max(pc.binary_length(texts)).as_py() or 0) <= _EXACT:
        return None
    flags = pc.and_(pc.match_substring_regex(texts, _MAY_BE_LONG), pc.is_valid(values))
    found: NDArray[np.bool_] = pc.fill_null(flags, False).to_numpy(zero_copy_only=False).copy()
    for place in np.flatnonzero(found):
        told, kept = Decimal(texts[place].as_py()), Decimal(values[place].as_py())
        found[place] = abs(told - kept) >= _MATTERS
    return found if found.any() else None


class LostDigits:
    """Looks at every block of a table as it was read, by columns of text."""

    def __init__(self, width: int) -> None:
        self._filled = [0] * width
        self._powers: list[list[int]] = [[] for _ in range(width)]
        self._rounded: list[list[int]] = [[] for _ in range(width)]
        self._long = [0] * width

    def look(self, columns: Sequence[pa.Array], lines: pa.Array) -> None:
        """The next rows: their columns (k) of text (n,), and the lines (n,) they begin on."""
        for place, texts in enumerate(columns):
            lengths = pc.binary_length(texts)
            self._filled[place] += pc.sum(pc.greater(lengths, 0)).as_py() or 0
            plain = bytes_of(texts)
            if b"+" in plain and (b"E+" in plain or b"e+" in plain):
                flags = pc.fill_null(pc.match_substring_regex(texts, _MAY_BE_POWER), False)
                told = zip(texts.filter(flags).to_pylist(), lines.filter(flags), strict=True)
                self._powers[place] += [line.as_py() for text, line in told if _is_short(text)]
            if (pc.max(lengths).as_py() or 0) > _EXACT:
                self._long[place] += _count(texts, _LONG)
                flags = pc.fill_null(pc.match_substring_regex(texts, _ROUNDED), False)
                self._rounded[place] += lines.filter(flags).to_pylist()

    def notes(self, names: Sequence[str], rows: int) -> Iterator[Finding]:
        """A finding for each column of ids that lost digits, with the first lines of them."""
        for place, name in enumerate(names):
            lost = self._powers[place]
            if name_strength(name) is None and len(lost) < _SHARE * self._filled[place]:
                lost = []
            if self._long[place] >= _FEWEST:
                rounded = self._rounded[place]
                lost = lost + (rounded if len(rounded) >= _NEARLY_ALL * self._long[place] else [])
            if lost:
                found = note("digits_lost", "error", len(lost), rows, sorted(lost))
                yield found.model_copy(update={"column": name})


def _is_short(text: str) -> bool:
    """Whether a number written as a power of ten has fewer digits than its value."""
    found = _POWER.fullmatch(text.strip())
    return found is not None and 1 + len(found[2] or "") < 1 + int(found[3])


def _count(texts: pa.Array, pattern: str) -> int:
    return int(np.count_nonzero(pc.fill_null(pc.match_substring_regex(texts, pattern), False)))
