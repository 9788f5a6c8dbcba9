"""Where a table begins in its file, and what its header is, from the first records."""

import re
from collections import Counter
from collections.abc import Collection, Sequence
from dataclasses import dataclass
from itertools import groupby
from math import log2
from statistics import median

from core.data.fit import fit_header, leaves_out
from core.data.header import has_header, join_header
from core.data.header_block import find_block
from core.data.kinds import STRONG, look_of
from core.data.looks import Record, column_looks, is_sentence

SAMPLE = 200
DEEPEST = 50
_COMMENT = re.compile(r"\s*#+\s*[^\W\d]")
_FULL = 0.75


@dataclass(frozen=True)
class Layout:
    """`preamble` non-blank records stand above the table, `rows` of it are header, `header` are its
    cells (`col_0`, ... without one).

    `missing_first`: the header lacks the name of the first column, as R writes
    it. `nameless` columns at the right have cells but no name. `pad`: short
    records lack empty cells at their end. `tables` are places of records where
    another table above begins.
    """

    preamble: int
    header: tuple[str, ...]
    rows: int = 1
    missing_first: bool = False
    nameless: int = 0
    pad: bool = False
    tables: tuple[int, ...] = ()


def find_layout(
    sample: Sequence[Record],
    rows: int | None = None,
    first: int | None = None,
    gaps: Collection[int] = (),
) -> Layout:
    """The layout of a table from its first non-blank records.

    `rows` (how many are header) and `first` (the place of the first record of
    the table) are what the user knows. `gaps` are places of records that stand
    below blank lines.

    >>> find_layout([["Sales 2024"], ["day", "sold"], ["1", "2"], ["2", "5"]]).preamble
    1
    """
    own = sample[first or 0 :]
    width = _width(own)
    block = find_block(own, width)
    above = first
    if above is None:
        above = block[0] if block else _preamble(sample, width, gaps)
    table = sample[above:]
    if rows is None and block and block[0] + (first or 0) == above:
        rows = block[1]
    if rows is None:
        rows = int(has_header(table, width))
    body = table[rows:]
    others = _tables(sample[:above]) if first is None else ()
    if rows == 0:
        names = tuple(f"col_{place}" for place in range(width))
        return Layout(above, names, 0, pad=leaves_out(body, width), tables=others)
    header = join_header(table[:rows])
    header, missing, nameless = fit_header(header, body, width)
    return Layout(above, header, rows, missing, nameless, leaves_out(body, len(header)), others)


def _width(sample: Sequence[Record]) -> int:
    """The usual number of cells: the most frequent, in the longest runs; wider ones count more,
    for the lines above a small table are many and narrow. Comments count where all is comment."""
    sizes = [len(record) for record in sample if not _is_comment(record)]
    counts, longest = Counter(sizes), Counter[int]()
    for size, run in groupby(sizes):
        longest[size] = max(longest[size], len(list(run)))
    if not counts:
        return 1
    return max(counts, key=lambda size: counts[size] + (longest[size] - 1) * log2(max(size, 1.4)))


def _is_comment(record: Record) -> bool:
    return _COMMENT.match(record[0]) is not None if record else False


def _preamble(sample: Sequence[Record], width: int, gaps: Collection[int]) -> int:
    """How many records stand above the table: those before the first that could begin it."""
    typical = median(_filled(record) for record in sample[len(sample) // 2 :])
    deepest = min(DEEPEST, len(sample) - 1)
    if len(sample[0]) > width >= 2 and len(sample) > 3 and _has_names(sample[1:], width):
        return 1
    return next(
        (
            place
            for place in range(deepest)
            if _begins(sample, place, width, typical)
            or (place + 1 not in gaps and _narrower(sample, place, width))
        ),
        0 if width == 1 or deepest == DEEPEST else deepest if len(sample[deepest]) == width else 0,
    )


def _has_names(sample: Sequence[Record], width: int) -> bool:
    """Whether words stand over every column of numbers or dates."""
    looks = column_looks(sample[1:], width)
    over = [look_of(cell) for cell, look in zip(sample[0], looks, strict=False) if look]
    return len(over) > 0 and len(sample[0]) == width and not STRONG.intersection(over)


def _begins(sample: Sequence[Record], place: int, width: int, typical: float) -> bool:
    """Whether the table can begin at a record: as full as its rows, or with names all over it."""
    record = sample[place]
    filled = _filled(record)
    if width == 1:
        return not _is_comment(record)
    if is_sentence(record, sample[place + 1]):
        return False
    fits = len(record) == width or (place == 0 and len(record) > width)
    if fits and filled >= _FULL * typical and filled > 1:
        return True
    spread = filled > 1 and any(cell.strip() for cell in record[max(2, width // 2) :])
    return len(record) == width and spread


def _narrower(sample: Sequence[Record], place: int, width: int) -> bool:
    """Whether a record with fewer cells names the columns below: they have no header of their
    own."""
    filled, below = _filled(sample[place]), sample[place + 1 :]
    return filled > 1 and len(below[0]) == width and not has_header(below, width)


def _filled(record: Record) -> int:
    return sum(1 for cell in record if cell.strip())


def _tables(above: Sequence[Record]) -> tuple[int, ...]:
    """Where runs of at least three records of one width begin: tables of their own."""
    found, start = [], 0
    for place in range(1, len(above) + 1):
        if place == len(above) or len(above[place]) != len(above[start]):
            if place - start >= 3 and len(above[start]) >= 3 and _filled(above[start]) >= 3:
                found.append(start)
            start = place
    return tuple(found)
