"""The user's table of items, and of suppliers: numbers read, rows that cannot be used told.

Nothing is filled in here. A cell that is empty is not known; a row with a wrong cell is left out
whole, with the reason, since a plan on half of it would look like one on all of it.
"""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass

import numpy as np
import pandas as pd

from core.base.errors import AppError
from core.base.protocols import Problem

POSITIVE = ("review_period", "pack_size", "shelf_life", "volume")
NOT_NEGATIVE = (
    "on_hand", "on_order", "due_in", "lead_time_sd", "minimum_order", "max_stock", "unit_cost",
    "price", "holding_rate", "ordering_cost", "stockout_cost",
)  # fmt: skip
NUMBERS = ("lead_time", *POSITIVE, *NOT_NEGATIVE)
"""The columns of numbers that are known of an item. Times are in days; `due_in` is when what is on
order comes; `minimum_order`, `pack_size`, `max_stock` are in units; `unit_cost`, `price`,
`ordering_cost` (of a line) and `stockout_cost` (of a unit short) are money; `volume` is the room
that a unit takes; `shelf_life` counts from arrival. A `lead_time` of 0 is delivered at once; one
below is no lead time, and the default stands in for it."""
TEXTS = ("supplier", "currency")
"""The columns of words: who delivers, and what the money of the item is in."""
BY_SUPPLIER = ("lead_time", "lead_time_sd", "review_period", "ordering_cost")


@dataclass(frozen=True)
class Given:
    """What was given: `items` by id and `suppliers` by name, columns of `NUMBERS` (and `TEXTS`),
    NaN where nothing is known; `out` are the items that cannot be planned, `problems` say why
    (errors) and what else is to be known (warnings)."""

    items: pd.DataFrame
    suppliers: pd.DataFrame
    problems: tuple[Problem, ...] = ()
    out: frozenset[str] = frozenset()


def nothing_given() -> Given:
    """No table at all."""
    items = pd.DataFrame(columns=[*NUMBERS, *TEXTS], index=pd.Index([], dtype=object))
    return Given(items, pd.DataFrame(columns=[*BY_SUPPLIER], index=pd.Index([], dtype=object)))


def read_given(items: pd.DataFrame, suppliers: pd.DataFrame | None = None) -> Given:
    """Reads the table of items (`series_id` and any of the columns above), and of suppliers
    (`supplier` and any of `BY_SUPPLIER`); cells may be text.

    Raises AppError `items_without_id` where the column of names is lacking.
    """
    found, problems = _read(items, "series_id", NUMBERS)
    none = pd.DataFrame(columns=["supplier"], dtype=object)
    theirs, wrong = _read(none if suppliers is None else suppliers, "supplier", BY_SUPPLIER)
    astray = found["supplier"].isin(_bad(wrong))
    problems += [
        problem("item_of_wrong_supplier", "error", item=str(item), supplier=str(name))
        for item, name in found.loc[astray, "supplier"].items()
    ]
    return Given(found[~astray], theirs, (*wrong, *problems), frozenset(_bad(problems)))


def _bad(problems: Iterable[Problem]) -> set[str]:
    """The names in the errors among `problems`."""
    return {str(problem.facts["item"]) for problem in problems if problem.severity == "error"}


def _read(
    frame: pd.DataFrame, key: str, columns: tuple[str, ...]
) -> tuple[pd.DataFrame, list[Problem]]:
    """The table by `key`: `columns` as numbers, those of `TEXTS`; and what is wrong with it."""
    if key not in frame:
        raise AppError("items_without_id", column=key, columns=[str(name) for name in frame])
    names = frame[key].astype("string").str.strip()
    words = TEXTS if key == "series_id" else ()
    cells = frame.reindex(columns=[*columns, *words])
    for name in words:
        cells[name] = cells[name].astype("string").str.strip().replace("", pd.NA)
    if "currency" in words:
        cells["currency"] = cells["currency"].str.upper()
    cells.index = pd.Index(names, dtype=object)
    problems = list(_ignored(frame, {key, *cells}))
    blank = pd.isna(cells.index) | (cells.index == "")
    if blank.any():
        problems.append(problem("rows_without_id", "warning", rows=int(blank.sum()), column=key))
    once, twice = _repeated(cells[~blank])
    numbers = pd.DataFrame({column: _numbers(once[column]) for column in columns})
    wrong = [*twice, *_wrong_cells(once[[*columns]], numbers)]
    problems += _no_lead_times(numbers)
    for name in words:
        numbers[name] = [None if pd.isna(cell) else str(cell) for cell in once[name]]
    return numbers[~numbers.index.isin(_bad(wrong))], problems + wrong


def _ignored(frame: pd.DataFrame, known: set[str]) -> Iterator[Problem]:
    names = [str(name) for name in frame if str(name) not in known]
    if names:
        yield problem("columns_not_used", "warning", columns=names)


def _repeated(cells: pd.DataFrame) -> tuple[pd.DataFrame, list[Problem]]:
    """One row an item: rows that are alike are one, of different ones nobody knows which holds."""
    again = cells.index.duplicated(keep=False)
    problems = []
    for item, rows in cells[again].groupby(level=0, sort=False):
        alike = len(rows.drop_duplicates()) == 1
        code, severity = ("item_repeated", "warning") if alike else ("item_twice", "error")
        problems.append(problem(code, severity, item=str(item), rows=len(rows)))
    return cells[~cells.index.duplicated()], problems


def _numbers(cells: pd.Series) -> pd.Series:
    found = pd.to_numeric(cells.replace(r"^\s*$", np.nan, regex=True), errors="coerce")
    return found.astype(np.float64).replace([np.inf, -np.inf], np.nan)


def _wrong_cells(cells: pd.DataFrame, numbers: pd.DataFrame) -> Iterator[Problem]:
    for column in cells:
        written, number = cells[column], numbers[column]
        empty = written.isna() | (written.astype("string").str.strip() == "")
        positive = column in POSITIVE
        below = number <= 0 if positive else (number < 0) & (column in NOT_NEGATIVE)
        code = "item_value_not_positive" if positive else "item_value_negative"
        for which, mask in (("item_value_no_number", number.isna() & ~empty), (code, below)):
            for item, cell in written[mask.to_numpy(dtype=bool)].items():
                yield problem(
                    which, "error", item=str(item), column=str(column), value=str(cell).strip()
                )


def _no_lead_times(numbers: pd.DataFrame) -> list[Problem]:
    """Takes lead times below zero for none, and tells them."""
    below = numbers["lead_time"] < 0
    told = [
        problem("lead_time_negative", "warning", item=str(item), value=f"{days:g}")
        for item, days in numbers.loc[below, "lead_time"].items()
    ]
    numbers.loc[below, "lead_time"] = np.nan
    return told


def problem(code: str, severity: str = "error", **facts: object) -> Problem:
    """What is to be known of items: an error where some are left out, else a warning."""
    return Problem.model_validate({"code": code, "severity": severity, "facts": facts})
