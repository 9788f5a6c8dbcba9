"""Which way each feature goes: as a number, a 0/1 flag, a date or a category."""

from dataclasses import dataclass

import pandas as pd

from core.base.errors import AppError
from core.base.specs import PrepSpec
from core.base.values import Column


@dataclass(frozen=True)
class Kinds:
    """Column names by the way they go; every feature stands in exactly one."""

    numbers: tuple[str, ...] = ()
    flags: tuple[str, ...] = ()
    dates: tuple[str, ...] = ()
    categories: tuple[str, ...] = ()

    @property
    def all(self) -> tuple[str, ...]:
        """All columns, in the order of `cells.Cells.missing`."""
        return self.numbers + self.flags + self.dates + self.categories


def kinds_of(spec: PrepSpec, columns: tuple[Column, ...], frame: pd.DataFrame) -> Kinds:
    """Sorts the features `columns` but the excluded ones; `frame` holds the training rows.

    Integers with few distinct training values become categories where the
    spec says so. Raises `prep_no_columns`, `prep_columns_missing`, and
    `prep_column_refused` for ids and text, which features.usable refuses.
    """
    chosen = [column for column in columns if column.name not in spec.exclude]
    if not chosen:
        raise AppError("prep_no_columns", excluded=list(spec.exclude))
    require(frame, tuple(column.name for column in chosen))
    ways: dict[str, list[str]] = {"numbers": [], "flags": [], "dates": [], "categories": []}
    for column in chosen:
        ways[_way(column, spec, frame)].append(column.name)
    return Kinds(**{way: tuple(names) for way, names in ways.items()})


def require(frame: pd.DataFrame, names: tuple[str, ...]) -> None:
    """Raises `prep_columns_missing` where `frame` lacks some of the columns `names`."""
    missing = [name for name in names if name not in frame.columns]
    if missing:
        raise AppError("prep_columns_missing", columns=missing)


def _way(column: Column, spec: PrepSpec, frame: pd.DataFrame) -> str:
    if column.type in ("id", "text"):
        raise AppError("prep_column_refused", column=column.name)
    if column.type == "integer":
        few = spec.integers_as_categories
        as_category = few > 0 and frame[column.name].nunique() <= few
        return "categories" if as_category else "numbers"
    return {
        "number": "numbers",
        "boolean": "flags",
        "datetime": "dates",
        "category": "categories",
    }[column.type]
