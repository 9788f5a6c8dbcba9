"""Which training rows are dropped, and which other lines cannot be scored. Nothing else drops."""

from dataclasses import dataclass

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from core.base.errors import AppError
from core.base.specs import PrepSpec
from core.prep.cells import Cells, read
from core.prep.kinds import Kinds
from core.prep.steps.duplicates import first_of_each
from core.prep.steps.outliers import Limits, fit_limits

Mask = NDArray[np.bool_]


@dataclass(frozen=True)
class Training:
    """Training rows on their way through the dropping steps.

    `rows` (m,) are positions among the rows that came in. `whole` are the cells
    after duplicates and incomplete rows went, from which outlier `limits` come;
    `cells` and `y` those of the rows that survive. `dropped` counts by step.
    """

    rows: NDArray[np.int64]
    whole: Cells
    cells: Cells
    y: NDArray[np.int8]
    limits: Limits | None
    dropped: dict[str, int]


def drop(spec: PrepSpec, kinds: Kinds, frame: pd.DataFrame, y: NDArray[np.int8]) -> Training:
    """Drops what the spec says, from training rows.

    Raises `prep_no_rows_left` and `prep_one_class_left`.
    """
    rows = np.arange(len(frame))
    if spec.duplicates == "drop":
        rows = rows[first_of_each(frame[list(kinds.all)], y)]
    whole = read(kinds, frame if len(rows) == len(frame) else frame.iloc[rows])
    dropped = {"duplicates": len(frame) - len(rows)}
    gone = unscorable(spec, kinds, whole)
    dropped["missing"] = int(gone.sum())
    if gone.any():
        _require_rows(~gone, kinds, whole)
        whole, rows = whole.take(~gone), rows[~gone]
    cells, limits = whole, _limits(spec, whole)
    if limits is not None and limits.action == "drop":
        inside = ~np.asarray(limits.outside(whole.numbers).any(axis=1))
        cells, rows = whole.take(inside), rows[inside]
    dropped["outliers"] = len(whole) - len(cells)
    _require_classes(y, y[rows], dropped)
    return Training(rows, whole, cells, y[rows], limits, dropped)


def unscorable(spec: PrepSpec, kinds: Kinds, cells: Cells) -> Mask:
    """Rows (n,) that lack a value which the spec demands (`drop_rows`)."""
    demanded = np.concatenate(
        [
            np.full(len(names), how == "drop_rows", dtype=bool)
            for names, how in (
                (kinds.numbers, spec.missing_numbers),
                (kinds.flags, spec.missing_categories),
                (kinds.dates, spec.missing_numbers),
                (kinds.categories, spec.missing_categories),
            )
        ]
    )
    if not demanded.any():
        return np.zeros(len(cells), dtype=bool)
    return np.asarray(cells.missing[:, demanded].any(axis=1))


def _limits(spec: PrepSpec, cells: Cells) -> Limits | None:
    if spec.outliers == "none":
        return None
    return fit_limits(cells.numbers, spec.outliers, spec.outlier_limit, spec.outlier_action)


def _require_rows(kept: Mask, kinds: Kinds, cells: Cells) -> None:
    if kept.any():
        return
    missing = cells.missing.sum(axis=0)
    worst = int(missing.argmax())
    raise AppError(
        "prep_no_rows_left", rows=len(cells), column=kinds.all[worst], missing=int(missing[worst])
    )


def _require_classes(
    before: NDArray[np.int8], after: NDArray[np.int8], dropped: dict[str, int]
) -> None:
    """Dropping must not take the last row of an answer that was there."""
    if len(np.unique(after)) == len(np.unique(before)):
        return
    raise AppError(
        "prep_one_class_left",
        rows=len(after),
        duplicates=dropped["duplicates"],
        missing=dropped["missing"],
        outliers=dropped["outliers"],
    )
