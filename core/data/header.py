"""Whether a table's first record is its header: names look otherwise than what they name."""

from collections import Counter
from collections.abc import Sequence
from itertools import pairwise

from core.data.kinds import STRONG, look_of
from core.data.looks import MOST, TYPED, Record, are_years, column_looks


def has_header(sample: Sequence[Record], width: int) -> bool:
    """Whether the first of `sample` (non-blank records of a table) names the columns: it does,
    unless its cells look like those below.

    >>> has_header([["day", "sold"], ["1", "2"], ["2", "5"]], 2)
    True
    >>> has_header([["tea", "2"], ["rice", "5"]], 2)
    False
    """
    if len(sample) < 2:
        return not any(look_of(cell) in STRONG for record in sample for cell in record)
    return _names(sample[0], sample[1:], width)


def join_header(rows: Sequence[Record]) -> tuple[str, ...]:
    """One name a column: the cells above it joined by blanks, upper ones carried to the right.

    >>> join_header([["control", "", "fire", ""], ["X", "Y", "X", "Y"]])
    ('control X', 'control Y', 'fire X', 'fire Y')
    """
    width = max(len(row) for row in rows)
    if len(rows) == 1:
        return tuple(rows[0])
    levels = [_carried(row, width) for row in rows[:-1]]
    levels.append([*rows[-1], *[""] * (width - len(rows[-1]))])
    names = []
    for cells in zip(*levels, strict=True):
        parts = [cell.strip() for cell in cells if cell.strip()]
        names.append(
            " ".join(part for i, part in enumerate(parts) if i == 0 or part != parts[i - 1])
        )
    return tuple(names)


def _carried(row: Record, width: int) -> list[str]:
    cells, last = [], ""
    for cell in [*row, *[""] * (width - len(row))]:
        last = cell if cell.strip() else last
        cells.append(last)
    return cells


def _names(first: Record, below: Sequence[Record], width: int) -> bool:
    """Whether the cells of `first` rather name the columns than belong to them."""
    looks = column_looks(below, width)
    labels = _is_sequence(first) and not _is_sequence(below[0]) and not _counts_on(first, below)
    points = 0.0
    for place, cell in enumerate(first[:width]):
        look = look_of(cell)
        if look == "empty":
            continue
        if looks[place] is None:
            points += _against_words(cell, [row[place] for row in below if place < len(row)])
        elif look in STRONG:
            points += 0.5 if labels or look != looks[place] else -1.0
        else:
            points += 1.0
    return points >= 0


def _against_words(cell: str, column: Sequence[str]) -> float:
    """For or against a name, from a column of words: does it come again, is it shaped like them?"""
    known = [other.strip() for other in column[:TYPED] if other.strip()]
    if len(known) > 2 and cell.strip() in known:
        return -1.0
    shape = _shape(cell)
    shapes = Counter(_shape(other) for other in known)
    usual, often = shapes.most_common(1)[0] if shapes else ("", 0)
    if often < MOST * len(known) or not any(mark in usual for mark in "9./-_"):
        return 0.0
    return -0.5 if shape == usual else 0.5


def _shape(text: str) -> str:
    """A cell's pattern: digits as 9, letters as a, runs shortened; marks as they stand."""
    marks = ["9" if mark.isdigit() else "a" if mark.isalpha() else mark for mark in text.strip()]
    return "".join(mark for i, mark in enumerate(marks) if i == 0 or mark != marks[i - 1])


def _is_sequence(row: Record) -> bool:
    """Whether at least three numbers in a record count up in equal steps, or all are years; beside
    an empty corner, whether they grow."""
    numbers = [cell.strip() for cell in row if look_of(cell) == "number"]
    if are_years(row):
        return len(set(_steps(numbers))) == 1
    if len(numbers) < 3 or not all(number.replace(".", "", 1).isdigit() for number in numbers):
        return False
    steps = set(_steps(numbers))
    if not row[0].strip() and len(numbers) == len(row) - 1:
        return min(steps) > 0
    return len(steps) == 1 and steps != {0.0} and (len(numbers) > 3 or float(numbers[0]) == 0.0)


def _counts_on(first: Record, below: Sequence[Record]) -> bool:
    """Whether the first column numbers the records, from `first` on."""
    cells = [record[0].strip() for record in [first, *below[:TYPED]] if record]
    return all(cell.isdigit() for cell in cells) and set(_steps(cells)) == {1.0}


def _steps(numbers: Sequence[str]) -> list[float]:
    return [round(float(right) - float(left), 6) for left, right in pairwise(numbers)]
