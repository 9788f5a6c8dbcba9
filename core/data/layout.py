"""Where a table begins in its file, and what its header is, from the first records."""

import re
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from itertools import groupby
from math import log2
from statistics import median

from core.data.header import has_header, join_header
from core.data.header_block import find_block
from core.data.kinds import look_of
from core.data.looks import Record, column_looks

SAMPLE = 200
DEEPEST = 50
_MOST = 0.9
_NEAR = 50
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
    sample: Sequence[Record], rows: int | None = None, first: int | None = None
) -> Layout:
    """The layout of a table from its first non-blank records.

    `rows` (how many are header) and `first` (the place of the first record of
    the table) are what the user knows.

    >>> find_layout([["Sales 2024"], ["day", "sold"], ["1", "2"], ["2", "5"]]).preamble
    1
    """
    own = sample[first or 0 :]
    width = _width(own)
    block = find_block(own, width)
    above = first
    if above is None:
        above = block[0] if block else _preamble(sample, width)
    table = sample[above:]
    if rows is None and block and block[0] + (first or 0) == above:
        rows = block[1]
    if rows is None:
        rows = int(has_header(table, width))
    body = table[rows:]
    others = _tables(sample[:above]) if first is None else ()
    if rows == 0:
        names = tuple(f"col_{place}" for place in range(width))
        return Layout(above, names, 0, pad=_omits(body, width), tables=others)
    header = join_header(table[:rows])
    header, missing, nameless = _fitted(header, body, width)
    return Layout(above, header, rows, missing, nameless, _omits(body, len(header)), others)


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


def _fitted(
    header: tuple[str, ...], body: Sequence[Record], width: int
) -> tuple[tuple[str, ...], bool, int]:
    """The header as wide as the body; whether its first name lacked, and how many others."""
    body = body[:_NEAR]
    width = Counter(len(record) for record in body).most_common(1)[0][0] if body else width
    longer = [record for record in body if len(record) == width]
    usual = len(body) >= 1 and len(longer) >= _MOST * len(body)
    ends = sum(1 for record in longer if not record[-1].strip())
    if len(header) < width and usual and (len(body) >= 2 or len(header) == width - 1):
        whole = len(header) == width - 1 and all(cell.strip() for cell in header)
        if whole and ends < _MOST * len(longer):
            return ("", *header), True, 0
        lacking = width - len(header)
        return (*header, *[""] * lacking), False, lacking
    if len(header) > width and usual:
        named = len(header) - next(
            (place for place, cell in enumerate(reversed(header)) if cell.strip()), len(header)
        )
        return header[: max(width, named)], False, 0
    return header, False, 0


def _preamble(sample: Sequence[Record], width: int) -> int:
    """How many records stand above the table: those before the first that could begin it."""
    typical = median(_filled(record) for record in sample[len(sample) // 2 :])
    deepest = min(DEEPEST, len(sample) - 1)
    regular = all(len(record) == width for record in sample[1:])
    if regular and len(sample) >= 4 and _is_title(sample[0], width):
        return 1
    return next(
        (place for place in range(deepest) if _begins(sample, place, width, typical)),
        0 if width == 1 or deepest == DEEPEST else deepest if len(sample[deepest]) == width else 0,
    )


def _begins(sample: Sequence[Record], place: int, width: int, typical: float) -> bool:
    """Whether the table can begin at a record: as full as its rows, with names spread over it, or
    with fewer cells, where what follows has no header of its own."""
    record = sample[place]
    filled = _filled(record)
    if width == 1:
        return not _is_comment(record)
    fits = len(record) == width or (place == 0 and len(record) > width)
    if fits and filled >= _FULL * typical and filled > 1:
        return True
    spread = filled > 1 and any(cell.strip() for cell in record[max(2, width // 2) :])
    if len(record) == width and spread:
        return True
    below = sample[place + 1 :]
    return filled > 1 and len(below[0]) == width and not has_header(below, width)


def _filled(record: Record) -> int:
    return sum(1 for cell in record if cell.strip())


def _is_title(record: Record, width: int) -> bool:
    """Longer than the table by cells with content: a sentence cut at its commas."""
    return len(record) > width >= 2 and any(cell.strip() for cell in record[width:])


def _tables(above: Sequence[Record]) -> tuple[int, ...]:
    """Where runs of at least three records of one width begin: tables of their own."""
    found, start = [], 0
    for place in range(1, len(above) + 1):
        if place == len(above) or len(above[place]) != len(above[start]):
            if place - start >= 3 and len(above[start]) >= 3 and _filled(above[start]) >= 3:
                found.append(start)
            start = place
    return tuple(found)


def _omits(body: Sequence[Record], width: int) -> bool:
    """Whether the file leaves out empty cells at the end of its records.

    Records of several lengths up to the header's, none of them ending in an
    empty cell, and what they hold is of its columns' looks.
    """
    short = [record for record in body if len(record) < width]
    full = [record for record in body if len(record) == width]
    if len(short) < 2 or len(short) < 0.05 * len(body) or len(short) + len(full) < len(body):
        return False
    if len({len(record) for record in short}) < 2 or not full:
        return False
    if any(not record[-1].strip() for record in body if record):
        return False
    looks = column_looks(full, width)
    typed = [
        look_of(cell) in (look, "empty")
        for record in short
        for cell, look in zip(record, looks, strict=False)
        if look is not None
    ]
    return len(typed) > 0 and all(typed)
