"""What the columns of a sample look like."""

from collections import Counter
from collections.abc import Sequence

from core.data.kinds import STRONG, Look, look_of

MOST = 0.8
TYPED = 200
_FEWEST, _CELLS = 20, 100_000
Record = Sequence[str]


def column_looks(rows: Sequence[Record], width: int) -> list[Look | None]:
    """The look (number, date, time) that most cells of a column share, or None, for each column."""
    found: list[Look | None] = []
    count = max(_FEWEST, min(TYPED, _CELLS // max(1, width)))
    typed = [record for record in rows[:count] if len(record) >= width - 1]
    for place in range(width):
        looks = Counter([look_of(row[place]) for row in typed if place < len(row)])
        filled = looks.total() - looks["empty"]
        look = max(STRONG, key=lambda kind: looks[kind])
        found.append(look if filled and looks[look] >= MOST * filled else None)
    return found


def are_years(row: Record) -> bool:
    """Whether the numbers in a record are all years, as over columns of a period each."""
    numbers = [cell.strip() for cell in row if look_of(cell) == "number"]
    return len(numbers) > 1 and all(
        len(number) == 4 and number.isdigit() and 1900 <= int(number) <= 2100 for number in numbers
    )


def is_sentence(record: Record, below: Record) -> bool:
    """Whether a record is a sentence cut at its commas: blanks follow them, and none below.

    >>> is_sentence(["This table shows sales", " costs and returns"], ["day", "sold"])
    True
    >>> is_sentence(["Name", " Date of sale"], ["Bo", "2024-01-01"])
    False
    """
    spaced = all(cell[:1] == " " and cell.strip() for cell in record[1:])
    words = record[0].split() if record else []
    return len(words) > 3 and spaced and not any(cell[:1] == " " for cell in below[1:])
