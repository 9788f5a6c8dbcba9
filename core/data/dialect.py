"""How a text file separates its cells, found from its first lines.

Each delimiter is scored as in van den Burg, Nazabal and Sutton, "Wrangling
messy CSV files by detecting row and type patterns" (2019): the regularity of
the row lengths times the share of cells that look like something known.
"""

import csv
import re
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass

CANDIDATES = ",;\t|"
RECORDS = 300
_EPSILON = 1e-3
_KNOWN = re.compile(
    r"""
    \s*                                                        # nothing
    | \s*[^\w\s]{0,3}\s*[+-]?[\d][\d.,' \xa0]*(e[+-]?\d+)?\s*[^\w\s]{0,2}[A-Za-z]{0,3}\s*  # number
    | \s*\d{1,4}[-/.年]\d{1,2}[-/.月]\d{1,4}日?([T ]+[\d:.]+\s*([AP]M)?(Z|[+-][\d:]+)?)?\s*  # date
    | \s*\d{1,2}:\d{2}(:\d{2}(\.\d+)?)?\s*([AP]M)?\s*          # time
    | \s*[^\s,;\t|]+@[^\s,;\t|]+\s* | \s*https?://[^\s;\t|]+\s*  # address
    | [^,;\t|]{0,60}                                           # words
    """,
    re.VERBOSE | re.IGNORECASE | re.DOTALL,
)


@dataclass(frozen=True)
class Dialect:
    """`delimiter` is empty for a file of one column; `skip_space` when quotes follow a blank."""

    delimiter: str
    skip_space: bool = False

    def reader_options(self) -> dict[str, str | bool]:
        """Keyword arguments for `csv.reader`. A lone column is split at a character no text has."""
        return {"delimiter": self.delimiter or "\x1f", "skipinitialspace": self.skip_space}


def find_dialect(lines: Sequence[str], wish: str | None, first: str = ",") -> Dialect:
    """The dialect of a file from its first `lines` (line ends kept); `first` wins a tie.

    >>> find_dialect(["a;b\\n", "1,5;2\\n", "2,5;3\\n"], None).delimiter
    ';'
    """
    if wish is not None:
        return Dialect(wish, _quotes_after_blank(lines, wish))
    candidates = first + CANDIDATES.replace(first, "")
    scores = {candidate: _score(lines, candidate) for candidate in candidates}
    best = max(candidates, key=lambda candidate: scores[candidate])
    if scores[best] <= 0:
        return Dialect("")
    return Dialect(best, _quotes_after_blank(lines, best))


def _score(lines: Sequence[str], delimiter: str) -> float:
    records = _records(lines, delimiter)
    widths = Counter(len(record) for record in records)
    if not widths:
        return 0.0
    width, often = widths.most_common(1)[0]
    split = sum(count for size, count in widths.items() if size > 1)
    if split < len(records) / 2 or (width == 1 and often > 1):
        return 0.0
    pattern = sum(count * (size - 1) / size for size, count in widths.items()) / len(widths)
    cells = [cell for record in records for cell in record]
    known = sum(1 for cell in cells if _KNOWN.fullmatch(cell)) / max(1, len(cells))
    return max(pattern, _EPSILON) * max(known, _EPSILON)


def _records(lines: Sequence[str], delimiter: str) -> list[list[str]]:
    found: list[list[str]] = []
    try:
        for record in csv.reader(lines, delimiter=delimiter):
            if any(cell.strip() for cell in record):
                found.append(record)
            if len(found) >= RECORDS:
                break
    except csv.Error:
        return found
    return found


def _quotes_after_blank(lines: Sequence[str], delimiter: str) -> bool:
    pattern = re.compile(re.escape(delimiter) + r' +"')
    return delimiter != " " and any(pattern.search(line) for line in lines)
