"""What the records of a table have in common, to tell its rows from other lines."""

from collections.abc import Sequence
from statistics import median

from core.data.kinds import STRONG, look_of
from core.data.layout import Layout
from core.data.looks import column_looks

_USUALLY = 0.95
_FITTING = STRONG | {"empty"}
Cells = Sequence[str]


class Shape:
    """The shape of a table, from its layout and its first records (header first).

    `firsts` are the first cells of the header's rows.
    """

    def __init__(self, layout: Layout, sample: Sequence[Cells]) -> None:
        self.width = len(layout.header)
        self._pad = layout.pad
        self._headers = [_trimmed(cells) for cells in sample[: layout.rows]]
        self.firsts = {cells[0] for cells in self._headers if cells}
        body = [cells for cells in sample[layout.rows :] if len(cells) == self.width]
        self._looks = column_looks(body, self.width)
        self._typical = median(map(_filled, body)) if body else 0
        self._keys = self._always_filled(body)

    def plain(self, cells: Cells) -> bool:
        """Whether a record can be nothing but a row: it counts, and has its other cells."""
        return (
            len(cells) == self.width > 1
            and cells[0][:1].isdigit()
            and cells[1] > " "
            and cells[0] not in self.firsts
        )

    def blank(self, cells: Cells) -> bool:
        """Whether nothing was written. In a table of one column, `""` is an empty cell."""
        if self.width == 1 and len(cells) == 1:
            return not cells[0].strip() and cells[0:1] != [""]
        return not any(cell.strip() for cell in cells)

    def misfit(self, cells: Cells) -> str | None:
        """Why a record is no row; empty cells too many or left out by the file are let go."""
        if len(cells) > self.width:
            return "too_many_cells" if any(cell.strip() for cell in cells[self.width :]) else None
        return "too_few_cells" if len(cells) < self.width and not self._pad else None

    def lean(self, cells: Cells) -> bool:
        """Whether only the first cell holds something where rows have several, or none of the cells
        looks like its column."""
        if self._typical < 2 or not cells[0].strip():
            return False
        if not any(cell.strip() for cell in cells[1:]):
            return True
        typed = [cell for cell, look in zip(cells, self._looks, strict=False) if look]
        return len(typed) > 0 and all(look_of(cell) not in _FITTING for cell in typed)

    def is_header(self, cells: Cells) -> bool:
        """Whether a record repeats a row of the header."""
        if len(cells) < 2 or cells[0].strip() not in self.firsts:
            return False
        return _trimmed(cells) in self._headers

    def other_header(self, cells: Cells) -> bool:
        """Whether names stand where the table has numbers or dates, in at least two columns."""
        if len(cells) != self.width or not self._headers:
            return False
        looks = [look_of(cell) for cell, column in zip(cells, self._looks, strict=True) if column]
        words = sum(1 for look in looks if look not in STRONG and look != "empty")
        return words >= 2 and words == len(looks) and all(cell.strip() for cell in cells)

    def is_ruler(self, cells: Cells) -> bool:
        """Whether a record draws a line under the header, as databases print it."""
        return len(cells) > 1 and all(len(cell) > 1 and not cell.strip(" -=+:") for cell in cells)

    def keys_empty(self, cells: Cells, label: int) -> bool:
        """Whether a cell of words or dates is empty that rows always fill, the label's aside."""
        return any(not cells[place].strip() for place in self._keys if place not in (label,))

    def _always_filled(self, body: Sequence[Cells]) -> list[int]:
        if len(body) < 3:
            return []
        return [
            place
            for place in range(self.width)
            if self._looks[place] != "number"
            and sum(1 for cells in body if cells[place].strip()) >= _USUALLY * len(body)
        ]


def _filled(cells: Cells) -> int:
    return sum(1 for cell in cells if cell.strip())


def _trimmed(cells: Cells) -> tuple[str, ...]:
    return tuple(cell.strip() for cell in cells)
