"""Where the header of a table stands, from its first records."""

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass

SAMPLE = 200
DEEPEST = 50


@dataclass(frozen=True)
class Layout:
    """`preamble` non-blank records stand above the header; `header` are its cells.

    `missing_first`: the header lacks the name of the first column, as R writes it.
    """

    preamble: int
    header: tuple[str, ...]
    missing_first: bool = False


def find_layout(sample: Sequence[Sequence[str]]) -> Layout:
    """The layout of a table from its first non-blank records.

    The header is the first record, unless short records stand above a longer
    table: those with at most half of the usual number of cells filled are preamble.

    >>> find_layout([["Sales 2024"], ["day", "sold"], ["1", "2"], ["2", "5"]]).preamble
    1
    """
    width = Counter(len(record) for record in sample).most_common(1)[0][0]
    preamble = 0
    while preamble < min(DEEPEST, len(sample) - 2) and _above(sample, preamble, width):
        preamble += 1
    if preamble == DEEPEST or (preamble and len(sample[preamble]) != width):
        preamble = 0
    header = tuple(sample[preamble])
    rest = sample[preamble + 1 :]
    longer = sum(1 for record in rest if len(record) == len(header) + 1)
    if len(rest) >= 2 and longer >= 0.9 * len(rest) and all(cell.strip() for cell in header):
        return Layout(preamble, ("", *header), missing_first=True)
    return Layout(preamble, header)


def _above(sample: Sequence[Sequence[str]], place: int, width: int) -> bool:
    filled = sum(1 for cell in sample[place] if cell.strip())
    if len(sample[place]) < width:
        return width >= 2 and filled <= max(1, width // 2)
    below = sum(1 for cell in sample[place + 1] if cell.strip())
    return width >= 3 and filled <= 1 and below >= width - 1
