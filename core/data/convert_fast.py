"""Columns of many different cells, converted at once where every cell is written plainly."""

from dataclasses import dataclass

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc
from numpy.typing import NDArray

from core.base.frames import ARROW
from core.base.values import ColumnType
from core.data.cells import NULLS, NULLS_IN_NUMBERS, cells_of
from core.data.convert import convert

_MANY = 2_000
_PLAIN = r"^(?:[\p{L}\p{N}!-<>-~](?:[\p{L}\p{N}\p{P}\p{S} ]*[\p{L}\p{N}!-~])?)?$"
"""Nothing to trim at the ends, nothing unseen within."""
_NUMBER = r"^-?[0-9]*\.?[0-9]+$"
_INTEGER = r"^-?[0-9]{1,18}$"
_INSTANT = r"^[0-9]{4}-[0-9]{2}-[0-9]{2}(?:[ T][0-9]{2}:[0-9]{2}(?::[0-9]{2}(?:\.[0-9]{1,6})?)?)?$"
_FORMS: dict[ColumnType, str] = {"integer": _INTEGER, "number": _NUMBER, "datetime": _INSTANT}


@dataclass(frozen=True)
class Column:
    """`values` (n,) as stored; flags a row (n,) as in `Converted`, None where no row has them."""

    values: pa.Array
    bad: NDArray[np.bool_] | None = None
    infinite: NDArray[np.bool_] | None = None
    worded: NDArray[np.bool_] | None = None


def convert_column(texts: pa.Array, kind: ColumnType, style: str) -> Column:
    """The text cells (n,) as `kind`, written in `style`: as `convert` has it, only sooner."""
    if _has_many(texts):
        if kind in ("text", "category", "id") and style == "":
            found = _texts(texts)
        else:
            found = _plain(texts, kind) if style == "" else None
        if found is not None:
            return found
    slow = convert(cells_of(pa.chunked_array([texts])), kind, style)
    values = pa.Array.from_pandas(slow.values, type=ARROW[kind])
    flags = [f if f.any() else None for f in (slow.bad, slow.infinite, slow.worded)]
    return Column(values, *flags)


def _has_many(texts: pa.Array) -> bool:
    head = texts.slice(0, 2 * _MANY)
    return len(texts) > 2 * _MANY and pc.count_distinct(head).as_py() > _MANY / 4


def _texts(texts: pa.Array) -> Column | None:
    if not pc.all(pc.match_substring_regex(texts, _PLAIN), min_count=0).as_py():
        return None
    missing = pc.is_in(pc.utf8_lower(texts), pa.array(sorted(NULLS)))
    known = pc.if_else(missing, pa.scalar(None, pa.string()), texts)
    return Column(known, worded=_worded(texts, missing))


def _plain(texts: pa.Array, kind: ColumnType) -> Column | None:
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
        texts = pc.if_else(plain, texts, pa.scalar(None, pa.string()))
    try:
        values = pc.cast(texts, ARROW[kind])
    except pa.ArrowInvalid:  # a day that is in no calendar: cell by cell
        return None
    if kind == "datetime" and _before(values):
        return None
    return Column(values, worded=None if missing is None else _worded(texts, missing))


def _before(values: pa.Array) -> bool:
    """Whether some instant is in the year 0, which no calendar has."""
    first = pc.min(values).as_py() if len(values) > values.null_count else None
    return first is not None and first.year < 1


def _worded(texts: pa.Array, missing: pa.Array) -> NDArray[np.bool_] | None:
    words = pc.and_(missing, pc.greater(pc.utf8_length(texts), 0))
    flags: NDArray[np.bool_] = pc.fill_null(words, False).to_numpy(zero_copy_only=False)
    return flags if flags.any() else None
