"""Total rows inside a table: known by their label, and by numbers that add up."""

import math
import re
from collections.abc import Sequence

from core.data.kinds import look_of
from core.data.numbers import parse_numbers

LABEL = re.compile(
    r"(?:(?:grand|overall|column|report|sub)[\s-]*)?totals?|sum|sums?\s+total|(?:zwischen|gesamt)?summe"
    r"|gesamt|insgesamt|(?:sous[\s-])?total(?:\s+g[ée]n[ée]ral)?|totale|suma|subtotal|total\s+geral|итого"
    r"|合\s*计|总\s*计|小\s*计|总\s*和|共\s*计|累\s*计|合\s*計|総\s*計|總\s*計|小\s*計|汇\s*总",
    re.IGNORECASE,
)  # fmt: skip
_WORD = re.compile(r"\btotals?\b|\bsumme\b|合计|总计|小计|合計|総計", re.IGNORECASE)
TOTAL_WORDS = ("total", "sum", "gesamt")
"""One of these is in every total's label that is written in ASCII, in lower case."""
MAYBE_TOTAL = "|".join(TOTAL_WORDS) + "|итого|[计計和汇]"
"""What every total's label has; other texts have it too."""
_KEPT = 2_000


def label_of(cells: Sequence[str]) -> int | None:
    """The place of a total's label: the first cell that holds something, numbers after it only."""
    first = next((place for place, cell in enumerate(cells) if cell.strip()), None)
    if first is None or not (_WORD.search(cells[first]) or is_label(cells[first])):
        return None
    looks = {look_of(cell) for cell in cells[first + 1 :]}
    return first if "number" in looks and looks <= {"number", "empty"} else None


def is_label(cell: str) -> bool:
    """Whether a cell says nothing but "total".

    >>> is_label("Grand total:"), is_label("合计"), is_label("Total Prosecutions")
    (True, True, False)
    """
    return LABEL.fullmatch(cell.strip().rstrip(":：").strip()) is not None


class Sums:
    """The rows since the last total and since the start, as far as a total can be checked."""

    def __init__(self) -> None:
        self._rows: list[Sequence[str]] | None = []
        self._since = 0

    def add(self, cells: Sequence[str]) -> None:
        """A row of the table."""
        if self._rows is not None:
            self._rows.append(cells)
            if len(self._rows) > _KEPT:
                self._rows = None

    @property
    def closed(self) -> bool:
        """Whether there were more rows than are checked."""
        return self._rows is None

    def match(self, cells: Sequence[str], label: int) -> bool:
        """Whether every number of the total row is the sum of the rows above it."""
        rows = self._rows
        if not rows:
            return False
        spans = [rows, rows[self._since :]] if 0 < self._since < len(rows) else [rows]
        return any(_adds_up(span, cells, label) for span in spans if len(span) > 1)

    def close(self) -> None:
        """A total row was found: the next may be of the rows below it."""
        self._since = len(self._rows or ())


def _adds_up(rows: Sequence[Sequence[str]], cells: Sequence[str], label: int) -> bool:
    told = 0
    for place, cell in enumerate(cells):
        if place <= label or look_of(cell) != "number":
            continue
        column = [row[place].strip() for row in rows] + [cell.strip()]
        best = min(_gap(column, style) for style in ("", "comma"))
        if best > 0.006 * len(rows) ** 0.5:
            return False
        told += 1
    return told > 0


def _gap(column: list[str], style: str) -> float:
    """How far the last cell is from the sum of the others; infinite when it cannot be read."""
    numbers = parse_numbers(column, style)
    values = [value if ok else 0.0 for value, ok in zip(numbers.values, numbers.ok, strict=True)]
    if not numbers.ok[-1] or not any(values):
        return math.inf
    return abs(sum(values[:-1]) - values[-1])
