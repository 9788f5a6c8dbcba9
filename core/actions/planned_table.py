"""A user's table of plans: which column says what, and its days and numbers read."""

import re
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from typing import Literal

import numpy as np
import pandas as pd

from core.actions.what_if import Change, Levers
from core.base.errors import AppError
from core.base.protocols import Problem
from core.data.dates import date_style, parse_dates
from core.data.numbers import number_style, parse_numbers
from core.data.roles import meant_by
from core.data.words import joined
from core.demand.scenario import BOUNDS

_START = (
    "start|from|first|begin|since|start_da(te|y)|date_from|date|day|ds|开始(日期|时间)?|起始日期"
    "|日期"
)
_END = "end|to|last|until|till|end_da(te|y)|date_to|结束(日期|时间)?|截止(日期)?"
_OFF = "discount(_(pct|percent|share|rate))?|(price_)?off|reduction|折扣|降价|降幅"
_SORT = "promo(tion)?(_(type|sort|kind|name))?|促销(类型|方式)?|活动(类型)?"
_DEMAND = "demand(_(change|shock))?|需求(变化)?"


class RowError(Exception):
    """A row that cannot be used: the code of its problem, and facts."""

    def __init__(self, code: str, **facts: object) -> None:
        super().__init__(code)
        self.problem = Problem(code=code, facts=facts)


@dataclass(frozen=True)
class PlanTable:
    """A table as texts with its columns by what they mean: `effects` are (kind, column) pairs, as
    `discount`, `demand`, `promotion`, or `set` of a known column."""

    cells: pd.DataFrame
    keys: Mapping[str, str]
    first: str
    last: str | None
    effects: tuple[tuple[str, str, str], ...]
    ignored: tuple[str, ...]


class PlanCells:
    """Days and numbers of a table, each column read in its own style."""

    def __init__(self, table: PlanTable) -> None:
        self._table = table
        names = [table.first] if table.last is None else [table.first, table.last]
        self._days = {name: _days(table.cells[name]) for name in names}
        self._numbers = {
            name: _numbers(table.cells[name]) for kind, name, _ in table.effects
            if kind != "promotion"
        }  # fmt: skip

    def day(self, name: str, place: int) -> date | None:
        """The day in a cell; None where it is empty."""
        text = self._table.cells[name].iloc[place]
        found = self._days[name][place]
        if text and np.isnat(found):
            raise RowError("planned_no_day", column=name, cell=text)
        return None if not text else found.astype("datetime64[D]").item()

    def number(self, name: str, place: int) -> float:
        """The number in a cell that is not empty; 20% is 0.2."""
        found = float(self._numbers[name][place])
        if not np.isfinite(found):
            raise RowError("planned_no_number", column=name,
                            cell=self._table.cells[name].iloc[place])  # fmt: skip
        return found


def change_by(kind: Literal["price", "demand"], column: str, amount: float, cell: str) -> Change:
    """The change that multiplies by `amount`. Raises RowError where that is out of bounds."""
    bounds = BOUNDS[kind]
    if not bounds.hold(amount):
        low, high = (f"{100 * (end - 1):g}" for end in (bounds.low or 0.0, bounds.high or 0.0))
        raise RowError("planned_too_far", cell=cell, low=low, high=high)
    return Change(kind=kind, column=column, amount=amount)


def check_span(first: date, last: date, levers: Levers) -> None:
    """Raises RowError where a span is none, or lies outside the forecast."""
    if last < first:
        raise RowError("planned_reversed", first=str(first), last=str(last))
    if first > levers.last or last < levers.first:
        raise RowError(
            "planned_outside", first=str(first), last=str(last),
            begin=str(levers.first), end=str(levers.last),
        )  # fmt: skip


def understood(cells: pd.DataFrame, levers: Levers) -> PlanTable:
    """Which column says what. Raises AppError planned_without_days, planned_without_effect."""
    names = {str(name): joined(str(name)) for name in cells.columns}
    keys = {}
    for key in levers.keys:
        column = next((name for name, word in names.items() if _is_key(word, key)), None)
        if column is not None:
            keys[key] = column
    first, last = (_one(names, pattern) for pattern in (_START, _END))
    if first is None:
        raise AppError("planned_without_days", columns=list(names))
    rest = [name for name in names if name not in {*keys.values(), first, last}]
    effects = [(name, _effect(name, names[name], levers)) for name in rest]
    used = tuple((found[0], name, found[1]) for name, found in effects if found is not None)
    if not used:
        known = ["discount", "price"] if levers.price else []
        known += ["promotion"] if levers.flags else []
        raise AppError("planned_without_effect", columns=list(names), known=[*known, "demand"])
    ignored = tuple(name for name, found in effects if found is None)
    return PlanTable(cells, keys, first, last, used, ignored)


def _is_key(word: str, key: str) -> bool:
    return word == joined(key) or (meant_by(word) is not None and meant_by(word) == meant_by(key))


def _one(names: Mapping[str, str], pattern: str) -> str | None:
    return next((name for name, word in names.items() if re.fullmatch(pattern, word)), None)


def _effect(name: str, word: str, levers: Levers) -> tuple[str, str] | None:
    """What a column does: its kind, and the known column it is of; None for nothing known. A
    discount or price is told of even where no price is known, since rows must say so."""
    if name in levers.columns:
        return "set", name
    if re.fullmatch(_OFF, word):
        return "discount", levers.price or ""
    if meant_by(name) == "price":
        return "set", levers.price or ""
    if re.fullmatch(_DEMAND, word):
        return "demand", ""
    stems = {flag.partition(" = ")[0] for flag in levers.flags}
    if re.fullmatch(_SORT, word) or name in stems:
        return "promotion", ""
    return None


def _days(cells: pd.Series) -> np.ndarray:
    texts = cells.tolist()
    told = [text for text in texts if text]
    order = date_style(told, np.ones(len(told), dtype=np.int64)).order
    return parse_dates(texts, order)[0]


def _numbers(cells: pd.Series) -> np.ndarray:
    """Each cell as a number, one with a percent sign as a share."""
    texts = cells.tolist()
    told = [text.rstrip("%％ ") for text in texts if text]
    style = number_style(told, np.ones(len(told), dtype=np.int64))
    found = parse_numbers([text.rstrip("%％ ") for text in texts], style).values
    return np.where(["%" in text or "％" in text for text in texts], found / 100, found)
