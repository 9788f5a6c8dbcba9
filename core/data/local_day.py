"""The day of a sale on the shop's own clock, where times are written with their offset."""

import re
from collections.abc import Sequence

import numpy as np
import pandas as pd

from core.base.recipe import RecipeStep
from core.base.values import Finding
from core.data.cells import NULLS_IN_NUMBERS, Cells
from core.data.dates import EPOCHS
from core.data.notes import note
from core.data.role_names import MOMENTS, NOT_MOMENTS
from core.data.words import joined

_SHIFTED = re.compile(
    r"\d{4}-\d{2}-\d{2}[T ]\d{1,2}:\d{2}(?::\d{2}(?:[.,]\d+)?)? ?[+-]\d{2}:?\d{2}"
)
_ZONED = re.compile(r".*\d{1,2}:\d{2}.*(?:Z|UTC|GMT|[+-]\d{2}:?\d{2})")
MIXED = "mixed_zones"
INTO = "business_date"


def local_day_step(names: Sequence[str], sample: pd.DataFrame) -> RecipeStep | None:
    """The step that adds the shop's date to a file whose times have their offset from UTC.

    Of several such columns it is the one whose name says when it was sold, else
    the first that is no other date. `sample` are the first rows as text.
    """
    if INTO in names:
        return None
    shifted = [name for name in names if name in sample.columns and _is_shifted(sample[name])]
    sold = [name for name in shifted if re.fullmatch(MOMENTS, joined(name))]
    others = [name for name in shifted if not re.fullmatch(NOT_MOMENTS, joined(name))]
    chosen = next(iter([*sold, *others]), None)
    if chosen is None:
        return None
    return RecipeStep(code="local_date", columns=(chosen,), facts={"into": INTO})


def zone_of_cells(cells: Cells, style: str) -> str:
    """`UTC` where the cells of a date column tell their zone or count from 1970, so that they are
    kept in UTC; empty where they are kept as they stand."""
    if style in EPOCHS:
        return "UTC"
    return "UTC" if any(map(_ZONED.fullmatch, cells.values)) else ""


def mixed_zones(cells: Cells) -> Finding | None:
    """What tells that some times say their zone and others do not, with examples of both."""
    known = cells.known(NULLS_IN_NUMBERS)
    zoned = np.array([_ZONED.fullmatch(value) is not None for value in cells.values], dtype=bool)
    if not (zoned & known).any() or (zoned | ~known).all():
        return None
    shown = [cells.values[place] for flags in (zoned & known, known & ~zoned)
             for place in np.flatnonzero(flags)[:2]]  # fmt: skip
    return note(MIXED, "warning", cells.count(known & ~zoned), cells.count(known), shown)


def _is_shifted(cells: pd.Series) -> bool:
    filled = cells.dropna().str.strip()
    filled = filled[filled != ""]
    return len(filled) > 0 and bool(filled.str.fullmatch(_SHIFTED).all())
