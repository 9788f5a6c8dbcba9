"""Columns of many different cells, converted at once where every cell is written plainly."""

import string
from dataclasses import dataclass, replace

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc
from numpy.typing import NDArray

from core.base.frames import ARROW
from core.base.values import ColumnType
from core.data.arrow_text import bytes_of
from core.data.cells import NULLS, NULLS_IN_NUMBERS, cells_of
from core.data.convert import convert

_MANY = 500
_PLAIN = r"^(?:[\p{L}\p{N}!-<>-~](?:[\p{L}\p{N}\p{P}\p{S} ]*[\p{L}\p{N}!-~])?)?$"
"""Nothing to trim at the ends, nothing unseen within."""
_SIMPLE = (string.ascii_letters + string.digits + "_-.").encode()
_NUMBER = r"^-?[0-9]*\.?[0-9]+$"
_INTEGER = r"^-?[0-9]{1,18}$"
_INSTANT = (
    r"^[1-9][0-9]{3}-[0-9]{2}-[0-9]{2}(?:[ T][0-9]{2}:[0-9]{2}(?::[0-9]{2}(?:\.[0-9]{1,6})?)?)?$"
)
_NONE = pa.array([], pa.int32())
_FORMS: dict[ColumnType, str] = {"integer": _INTEGER, "number": _NUMBER, "datetime": _INSTANT}
Flags = NDArray[np.bool_] | None


@dataclass(frozen=True)
class Typed:
    """A column by its different cells: `values` (u,) as stored, `codes` (n,) the place of each
    row's (null for a null). Flags by cell (u,), None where none has them, and `signs` are as in
    `Converted`."""

    values: pa.Array
    codes: pa.Array
    bad: Flags = None
    infinite: Flags = None
    worded: Flags = None
    signs: frozenset[str] = frozenset()

    def rows(self) -> pa.Array:
        """The stored values by row, (n,); text stays by its different cells."""
        if not pa.types.is_string(self.values.type):
            return self.values.take(self.codes)
        if not self.values.null_count:
            return pa.DictionaryArray.from_arrays(self.codes, self.values)
        known = self.values.is_valid().to_numpy(zero_copy_only=False)
        moved = pa.array(np.cumsum(known) - 1, pa.int32(), mask=~known)
        return pa.DictionaryArray.from_arrays(moved.take(self.codes), self.values.drop_null())

    def spread(self, flags: Flags) -> Flags:
        """Flags by row, (n,)."""
        if flags is None:
            return None
        places = self.codes.fill_null(len(flags)).to_numpy(zero_copy_only=False)
        found: NDArray[np.bool_] = np.append(flags, False)[places]
        return found


def convert_column(texts: pa.DictionaryArray, kind: ColumnType, style: str) -> Typed:
    """The text cells (n,) as `kind`, written in `style`: as `convert` has it, only sooner."""
    cells = texts.dictionary
    found = None
    if len(cells) > _MANY and style == "":
        words = kind in ("text", "category", "id")
        found = _texts(cells) if words else _plain(cells, kind)
    return replace(found or _slow(cells, kind, style), codes=texts.indices)


def _slow(cells: pa.Array, kind: ColumnType, style: str) -> Typed:
    slow = convert(cells_of(pa.chunked_array([cells])), kind, style)
    values = pa.Array.from_pandas(slow.values, type=ARROW[kind])
    bad, endless, worded = (
        flags if flags.any() else None for flags in (slow.bad, slow.infinite, slow.worded)
    )
    return Typed(values, _NONE, bad, endless, worded, slow.signs)


def _texts(texts: pa.Array) -> Typed | None:
    simple = not bytes_of(texts).translate(None, _SIMPLE)
    if not simple and not pc.all(pc.match_substring_regex(texts, _PLAIN), min_count=0).as_py():
        return None
    missing = pc.is_in(pc.utf8_lower(texts), pa.array(sorted(NULLS)))
    known = pc.if_else(missing, pa.scalar(None, pa.string()), texts)
    return Typed(known, _NONE, worded=_worded(texts, missing))


def _plain(texts: pa.Array, kind: ColumnType) -> Typed | None:
    """Numbers and instants in their plainest form, blanks and words for "missing" among them."""
    form = _FORMS.get(kind)
    if form is None:
        return None
    plain = pc.match_substring_regex(texts, form)
    missing = None
    if not pc.all(plain, min_count=0).as_py():
        missing = pc.is_in(pc.utf8_lower(texts), pa.array(sorted(NULLS_IN_NUMBERS)))
        if not pc.all(pc.or_(plain, missing), min_count=0).as_py():
            return None
    known = texts if missing is None else pc.if_else(plain, texts, pa.scalar(None, pa.string()))
    try:
        values = pc.cast(known, ARROW[kind])
    except pa.ArrowInvalid:  # a day that is in no calendar: cell by cell
        return None
    if kind == "number" and not pc.all(pc.is_finite(values), min_count=0).as_py():
        return None
    return Typed(values, _NONE, worded=None if missing is None else _worded(texts, missing))


def _worded(texts: pa.Array, missing: pa.Array) -> Flags:
    words = pc.and_(missing, pc.greater(pc.utf8_length(texts), 0))
    flags: NDArray[np.bool_] = pc.fill_null(words, False).to_numpy(zero_copy_only=False)
    return flags if flags.any() else None
