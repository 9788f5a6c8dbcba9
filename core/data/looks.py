"""What the columns of a sample look like."""

from collections import Counter
from collections.abc import Sequence

from core.data.kinds import STRONG, Look, look_of

MOST = 0.8
TYPED = 200
Record = Sequence[str]


def column_looks(rows: Sequence[Record], width: int) -> list[Look | None]:
    """The look (number, date, time) that most cells of a column share, or None, for each column."""
    found: list[Look | None] = []
    typed = [record for record in rows[:TYPED] if len(record) >= width - 1]
    for place in range(width):
        looks = Counter(look_of(row[place]) for row in typed if place < len(row))
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
