"""Where the header of a table stands, from its first records."""

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass

SAMPLE = 200
DEEPEST = 50
_MOST = 0.9


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

    The header is the first record, unless a title stands above: records with
    at most half of the usual number of cells filled, or a longer one over a
    table that is regular otherwise.

    >>> find_layout([["Sales 2024"], ["day", "sold"], ["1", "2"], ["2", "5"]]).preamble
    1
    """
    widths = Counter(len(record) for record in sample)
    width, often = widths.most_common(1)[0]
    preamble = _preamble(sample, width)
    header = tuple(sample[preamble])
    rest = sample[preamble + 1 :]
    if len(rest) >= 2 and len(header) == width - 1 and all(cell.strip() for cell in header):
        longer = [record for record in rest if len(record) == width]
        ends = sum(1 for record in longer if not record[-1].strip())
        if len(longer) >= _MOST * len(rest) and ends < _MOST * len(longer):
            return Layout(preamble, ("", *header), missing_first=True)
    if len(header) > width and often >= _MOST * len(rest):
        named = len(header) - next(
            (place for place, cell in enumerate(reversed(header)) if cell.strip()), len(header)
        )
        return Layout(preamble, header[: max(width, named)])
    return Layout(preamble, header)


def _preamble(sample: Sequence[Sequence[str]], width: int) -> int:
    above = 0
    while above < min(DEEPEST, len(sample) - 2) and _is_above(sample, above, width):
        above += 1
    if above == DEEPEST or (above and len(sample[above]) != width):
        return 0
    regular = all(len(record) == width for record in sample[above + 1 :])
    if above == 0 and regular and len(sample) >= 4 and _is_title(sample[0], width):
        return 1
    return above


def _is_above(sample: Sequence[Sequence[str]], place: int, width: int) -> bool:
    filled = sum(1 for cell in sample[place] if cell.strip())
    if len(sample[place]) < width:
        return width >= 2 and (place > 0 or filled <= max(1, width // 2))
    below = sum(1 for cell in sample[place + 1] if cell.strip())
    return width >= 3 and filled <= 1 and below >= width - 1


def _is_title(record: Sequence[str], width: int) -> bool:
    """Longer than the table by cells with content: a sentence cut at its commas."""
    return len(record) > width >= 2 and any(cell.strip() for cell in record[width:])
