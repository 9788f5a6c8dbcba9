"""The header of a table with numbers or dates: the last names before the first data."""

import re
from collections.abc import Sequence

from core.data.kinds import STRONG, Look, look_of
from core.data.looks import Record, are_years, column_looks, is_sentence

_DEEPEST = 20
MOST_ROWS = 5
_NAMED = 0.75
_SIGN = re.compile(r"[^\W\d_]|[%‰°#\u20a0-\u20bf$£¥¢]")
"""What a sign of a unit has: a letter, a currency, a share, a degree, a number's mark."""


def find_block(sample: Sequence[Record], width: int) -> tuple[int, int] | None:
    """Where a header begins in `sample` (non-blank records) and how many records it has; None when
    no record stands above it that has the cells of the data but not their looks.

    A record is header when it names the columns of numbers and dates; so are the
    ones above that group them, and units below. Pairs such as `Operator,Bo` above are none.
    """
    deepest = min(_DEEPEST, len(sample) // 2)
    looks = column_looks(sample[deepest:], width)
    if not any(looks):
        return None
    top = _before_data(sample[: deepest + 1], looks)
    named = [place for place in top if _names(sample[place], looks)]
    if sum(look is not None for look in looks) == 1:
        named = named[:1] + [place for place in named[1:] if _sure(sample, place)]
    if not named:
        return None
    last = named[-1]
    while last + 1 in top and _alone(sample[last + 1], looks):
        last += 1
    first = named[-1]
    while first and last - first + 1 < MOST_ROWS and _groups(sample, first, width):
        first -= 1
    return (first, last - first + 1) if len(top) > 1 or first < last else None


def _before_data(sample: Sequence[Record], looks: Sequence[Look | None]) -> list[int]:
    """Places of the records with all cells, before the first of data, that hold anything else in
    columns of numbers or dates."""
    found: list[int] = []
    for place, record in enumerate(sample):
        cells = [(look_of(cell), look) for cell, look in zip(record, looks, strict=False) if look]
        filled = [(look, column) for look, column in cells if look != "empty"]
        same = sum(look == column for look, column in filled)
        needed = len(filled) if len(looks) < 3 else len(filled) / 2
        labels = are_years(record) and (not found or place == found[-1] + 1)
        if filled and same >= needed and not labels:
            return found if len(record) >= len(looks) - 1 else []
        if filled and len(record) == len(looks):
            found.append(place)
    return []


def _names(record: Record, looks: Sequence[Look | None]) -> bool:
    """Whether words stand in most columns of numbers or dates."""
    years = are_years(record)
    cells = [look_of(cell) for cell, look in zip(record, looks, strict=True) if look]
    named = sum(look != "empty" and (years or look not in STRONG) for look in cells)
    return named >= _NAMED * len(cells)


def _sure(sample: Sequence[Record], place: int) -> bool:
    """Whether a word over a single column of numbers is no row's odd cell: the record above groups
    columns, or this one has units."""
    return is_unit(sample[place]) or not all(cell.strip() for cell in sample[place - 1])


def _alone(record: Record, looks: Sequence[Look | None]) -> bool:
    """Whether a record under the names has units, or words over numbers only, `Restated`, beside
    columns of words. Over a single column of numbers a word may be a row's odd cell."""
    if is_unit(record):
        return True
    if sum(look is not None for look in looks) == 1:
        return False
    own = [look_of(cell) for cell, look in zip(record, looks, strict=True) if not look]
    return bool(own) and all(look == "empty" for look in own) and not record[0].strip()


def _groups(sample: Sequence[Record], place: int, width: int) -> bool:
    """Whether the record above `place` belongs to the same header: it groups the columns, has a
    name for nearly each of them, or the record at `place` has units."""
    above = [cell.strip() for cell in sample[place - 1]]
    filled = [cell for cell in above if cell]
    looks = {look_of(cell) for cell in filled}
    if is_sentence(sample[place - 1], sample[place]):
        return False
    if len(filled) < 2 or len(above) != width or ("number" in looks and not are_years(above)):
        return False
    gaps = len(filled) < width or len(set(filled)) < len(filled)
    spread = any(above[max(2, width // 2) :])
    return (gaps and spread) or len(filled) >= max(3, _NAMED * width) or is_unit(sample[place])


def is_unit(row: Record) -> bool:
    """Whether every cell that holds something is bracketed, or a bare sign of a unit."""
    filled = [cell.strip() for cell in row if cell.strip()]
    signs = all(len(cell) <= 3 and not cell.isalnum() and _SIGN.search(cell) for cell in filled)
    return bool(filled) and (_bracketed(row) or signs)


def _bracketed(row: Record) -> bool:
    filled = [cell.strip() for cell in row if cell.strip()]
    return all(cell[0] in "([{" and cell[-1] in ")]}" for cell in filled)
