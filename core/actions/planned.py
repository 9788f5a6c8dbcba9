"""Planned promotions and prices: a table of the user's, turned into changes row by row.

A row that cannot be used is left out whole and told with its number; the others are served.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from pathlib import Path

import pandas as pd

from core.actions.planned_table import (
    PlanCells,
    PlanTable,
    RowError,
    change_by,
    check_span,
    understood,
)
from core.actions.what_if import Change, Levers
from core.base import private
from core.base.protocols import Problem
from core.data import reading
from core.data.options import ReadOptions

_YES = frozenset({"1", "yes", "y", "true", "x", "on", "是", "有"})
_ROOM = 10
"""Values that an error names."""


@dataclass(frozen=True)
class Planned:
    """The `changes` of a table, what was wrong with rows (`problems`), how many `rows` there were,
    and the columns that say nothing the forecast knows an effect of (`ignored`)."""

    changes: tuple[Change, ...]
    problems: tuple[Problem, ...]
    rows: int
    ignored: tuple[str, ...]


def planned_file(path: Path, levers: Levers) -> Planned:
    """The changes that a file plans: columns of what the forecast is by (empty: all), `start` and
    `end`, and any of `discount` (20, 20% or 0.2), `price`, `promotion`, `demand` (+10), or columns
    the forecast knows.

    Raises AppError planned_without_days, planned_without_effect, and those of reading a file.
    """
    with private.folder() as outside:
        cells = reading.start(path, ReadOptions(), outside / "raw").result().frame()
    return planned(cells, levers)


def planned(cells: pd.DataFrame, levers: Levers) -> Planned:
    """The same of a table of texts."""
    table = understood(cells.fillna("").astype(str).map(str.strip), levers)
    changes: list[Change] = []
    problems: list[Problem] = []
    read = PlanCells(table)
    for place in range(len(cells)):
        try:
            changes += _row(table, read, place, levers)
        except RowError as error:
            facts = {"row": place + 1, **error.problem.facts}
            problems.append(error.problem.model_copy(update={"facts": facts}))
    return Planned(tuple(changes), tuple(problems), len(cells), table.ignored)


def _row(table: PlanTable, read: PlanCells, place: int, levers: Levers) -> Iterator[Change]:
    first, last = _span(table, read, place, levers)
    values = _values(table, place, levers)
    found = [
        change
        for kind, name, column in table.effects
        if (text := table.cells[name].iloc[place])
        and (change := _change((kind, name, column), read, place, (text, levers))) is not None
    ]
    if not found:
        raise RowError("planned_nothing", columns=[name for _, name, _ in table.effects])
    for change in found:
        yield change.model_copy(update={"first": first, "last": last, "values": values})


def _span(table: PlanTable, read: PlanCells, place: int, levers: Levers) -> tuple[date, date]:
    first = read.day(table.first, place)
    last = read.day(table.last, place) if table.last else None
    if first is None:
        raise RowError("planned_no_day", column=table.first, cell="")
    if last is None:
        last = first if table.last is None else levers.last
    check_span(first, last, levers)
    return first, last


def _values(table: PlanTable, place: int, levers: Levers) -> dict[str, tuple[str, ...]]:
    found: dict[str, tuple[str, ...]] = {}
    for key, name in table.keys.items():
        text = table.cells[name].iloc[place]
        if not text:
            continue
        if text not in levers.keys[key]:
            raise RowError("planned_unknown", column=name, cell=text)
        found[key] = (text,)
    return found


def _change(
    effect: tuple[str, str, str], read: PlanCells, place: int, given: tuple[str, Levers]
) -> Change | None:
    """What one cell asks for; None for a promotion that is off."""
    (kind, name, column), (text, levers) = effect, given
    if kind == "promotion":
        return _promotion(name, text, levers)
    if kind == "demand":
        share = _share(read.number(name, place), text)
        return change_by("demand", "", max(1 + share, 0.0), text)
    if not column:
        raise RowError("planned_no_price", column=name)
    if kind == "discount":
        share = _share(read.number(name, place), text)
        if not 0 <= share < 1:
            raise RowError("planned_discount", column=name, cell=text)
        return change_by("price", column, 1 - share, text)
    amount = read.number(name, place)
    if column == levers.price and amount <= 0:
        raise RowError("planned_price", column=name, cell=text)
    return Change(kind="set", column=column, amount=amount)


def _promotion(name: str, text: str, levers: Levers) -> Change | None:
    word = text.casefold()
    if word in ("0", "no", "false", "none", "-", "否", "无"):
        return None
    for flag in levers.flags:
        if word in (flag.casefold(), flag.partition(" = ")[2].casefold()):
            return Change(kind="set", column=flag)
    if word in _YES and len(levers.flags) == 1:
        return Change(kind="set", column=levers.flags[0])
    known = [flag.partition(" = ")[2] or flag for flag in levers.flags][:_ROOM]
    raise RowError("planned_promotion", column=name, cell=text, known=known)


def _share(number: float, text: str) -> float:
    """A share: 0.2 and 20% as they stand, 20 as percent."""
    return number if "%" in text or "％" in text or abs(number) < 1 else number / 100
