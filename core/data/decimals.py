"""Numbers such as 1.201, with a mark of decimals or of thousands: other columns tell which."""

from collections.abc import Mapping, Sequence

import numpy as np

from core.base.values import Column, ColumnType, Finding
from core.data.cells import Cells, cells_of
from core.data.convert import find_style
from core.data.notes import note
from core.data.numbers import decimal_mark, is_open, parse_numbers
from core.data.propose import as_numbers, propose
from core.data.raw import RawTable, column_of

NUMERIC = ("integer", "number")
UNCLEAR = "decimal_unclear"


def mark_of(column: Column, cells: Cells) -> str:
    """Which mark the decimals of a proposed column have, see `decimal_mark`; "" without numbers."""
    return decimal_mark(cells.values, cells.counts) if column.type in NUMERIC else ""


def settled(
    raws: Sequence[RawTable],
    columns: Sequence[Column],
    marks: Sequence[str],
    said: Mapping[str, str],
) -> tuple[list[Column], list[Finding]]:
    """The columns (k,), those with an open mark read as the others of the table have theirs, and
    those that the user `said` the mark of (comma, point) in any case.

    Findings tell of those that stay open, and how they are read.
    """
    every = [said.get(column.name, mark) for column, mark in zip(columns, marks, strict=True)]
    told = set(every) & {"comma", "point"}
    mark = told.pop() if len(told) == 1 else ""
    read, notes = list(columns), []
    for place, column in enumerate(columns):
        if column.name in said:
            cells = cells_of(column_of(raws, place))
            read[place] = as_said(column, cells, said[column.name])
    for place in (place for place, one in enumerate(every) if one == "open"):
        cells, column = cells_of(column_of(raws, place)), columns[place]
        found = propose(column.name, cells, mark)
        if mark and found.type in NUMERIC:
            read[place] = column.model_copy(update={
                "type": found.type, "style": found.style, "reason": f"data.reason.{found.reason}",
            })  # fmt: skip
        else:
            notes.append(_unclear(column, cells))
    return read, notes


def as_said(column: Column, cells: Cells, mark: str) -> Column:
    """A column of numbers read with this mark of decimals; any other stays as it is."""
    if column.type not in NUMERIC:
        return column
    percent = " percent" if "percent" in column.style else ""
    found = as_numbers(cells, (("comma" if mark == "comma" else "") + percent).strip())
    return column.model_copy(update={
        "type": found.type, "style": found.style, "reason": f"data.reason.decimal_{mark}",
    })  # fmt: skip


def style_as(cells: Cells, column: Column, kind: ColumnType) -> str:
    """How cells are written, read as `kind`: as before where both are numbers."""
    if kind in NUMERIC and column.type in NUMERIC:
        return column.style
    return find_style(cells, kind)


def _unclear(column: Column, cells: Cells) -> Finding:
    """How the first of the open cells are read: `1.201 = 1201`."""
    places = [place for place, value in enumerate(cells.values) if is_open(value)]
    flags = np.isin(np.arange(len(cells.values)), places)
    shown = [cells.values[place] for place in places[:3]]
    read = parse_numbers(shown, column.style).values
    pairs = [f"{text} = {value:.12g}" for text, value in zip(shown, read, strict=True)]
    found = note(UNCLEAR, "warning", cells.count(flags), cells.count(cells.known()), pairs)
    return found.model_copy(update={"column": column.name})
