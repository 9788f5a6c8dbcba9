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

POSITIVE = ("lead_time", "review_period", "pack_size", "shelf_life", "volume")
NOT_NEGATIVE = (
    "on_hand", "on_order", "due_in", "lead_time_sd", "minimum_order", "max_stock", "unit_cost",
    "price", "holding_rate", "ordering_cost", "stockout_cost",
)  # fmt: skip
NUMBERS = POSITIVE + NOT_NEGATIVE
"""The columns of numbers that are known of an item. Times are in days; `due_in` is when what is on
order comes; `minimum_order`, `pack_size`, `max_stock` are in units; `unit_cost`, `price`,
`ordering_cost` (of a line) and `stockout_cost` (of a unit short) are money; `volume` is the room
that a unit takes; `shelf_life` counts from arrival."""
BY_SUPPLIER = ("lead_time", "lead_time_sd", "review_period", "ordering_cost")


@dataclass(frozen=True)
class Given:
    """What was given: `items` by id and `suppliers` by name, columns of `NUMBERS` (and `supplier`),
    NaN where nothing is known; `out` are the items that cannot be planned, `problems` say why
    (errors) and what else is to be known (warnings)."""

    items: pd.DataFrame
    suppliers: pd.DataFrame
    problems: tuple[Problem, ...] = ()
    out: frozenset[str] = frozenset()


def nothing_given() -> Given:
    """No table at all."""
    items = pd.DataFrame(columns=[*NUMBERS, "supplier"], index=pd.Index([], dtype=object))
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
        _problem("item_of_wrong_supplier", "error", item=str(item), supplier=str(name))
        for item, name in found.loc[astray, "supplier"].items()
    ]
    return Given(found[~astray], theirs, (*wrong, *problems), frozenset(_bad(problems)))


def _bad(problems: Iterable[Problem]) -> set[str]:
    """The names in the errors among `problems`."""
    return {str(problem.facts["item"]) for problem in problems if problem.severity == "error"}


def _read(
    frame: pd.DataFrame, key: str, columns: tuple[str, ...]
) -> tuple[pd.DataFrame, list[Problem]]:
    """The table by `key`: `columns` as numbers, and who supplies it; and what is wrong with it."""
    if key not in frame:
        raise AppError("items_without_id", column=key, columns=[str(name) for name in frame])
    names = frame[key].astype("string").str.strip()
    cells = frame.reindex(columns=[*columns, "supplier"])
    cells["supplier"] = cells["supplier"].astype("string").str.strip().replace("", pd.NA)
    cells.index = pd.Index(names, dtype=object)
    problems = list(_ignored(frame, {key, *cells}))
    blank = pd.isna(cells.index) | (cells.index == "")
    if blank.any():
        problems.append(_problem("rows_without_id", "warning", rows=int(blank.sum()), column=key))
    once, twice = _repeated(cells[~blank])
    numbers = pd.DataFrame({column: _numbers(once[column]) for column in columns})
    wrong = [*twice, *_wrong_cells(once[[*columns]], numbers)]
    numbers["supplier"] = [None if pd.isna(name) else str(name) for name in once["supplier"]]
    return numbers[~numbers.index.isin(_bad(wrong))], problems + wrong


def _ignored(frame: pd.DataFrame, known: set[str]) -> Iterator[Problem]:
    names = [str(name) for name in frame if str(name) not in known]
    if names:
        yield _problem("columns_not_used", "warning", columns=names)


def _repeated(cells: pd.DataFrame) -> tuple[pd.DataFrame, list[Problem]]:
    """One row an item: rows that are alike are one, of different ones nobody knows which holds."""
    again = cells.index.duplicated(keep=False)
    problems = []
    for item, rows in cells[again].groupby(level=0, sort=False):
        alike = len(rows.drop_duplicates()) == 1
        code, severity = ("item_repeated", "warning") if alike else ("item_twice", "error")
        problems.append(_problem(code, severity, item=str(item), rows=len(rows)))
    return cells[~cells.index.duplicated()], problems


def _numbers(cells: pd.Series) -> pd.Series:
    found = pd.to_numeric(cells.replace(r"^\s*$", np.nan, regex=True), errors="coerce")
    return found.astype(np.float64).replace([np.inf, -np.inf], np.nan)


def _wrong_cells(cells: pd.DataFrame, numbers: pd.DataFrame) -> Iterator[Problem]:
    for column in cells:
        written, number = cells[column], numbers[column]
        empty = written.isna() | (written.astype("string").str.strip() == "")
        below = number <= 0 if column in POSITIVE else number < 0
        code = "item_value_not_positive" if column in POSITIVE else "item_value_negative"
        for which, mask in (("item_value_no_number", number.isna() & ~empty), (code, below)):
            for item, cell in written[mask.to_numpy(dtype=bool)].items():
                yield _problem(
                    which, "error", item=str(item), column=str(column), value=str(cell).strip()
                )


def _problem(code: str, severity: str, **facts: object) -> Problem:
    return Problem.model_validate({"code": code, "severity": severity, "facts": facts})
