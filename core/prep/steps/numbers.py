"""Columns read as numbers: float64 cells, NaN where missing. Infinities count as missing."""

from collections.abc import Sequence

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from core.base.errors import AppError

BOUND = 1e30
"""Cells are held within +-BOUND, so that squares and float32 stay finite."""


def read_numbers(
    frame: pd.DataFrame, names: Sequence[str]
) -> tuple[NDArray[np.float64], dict[str, int]]:
    """The cells (n, k) of the columns `names`, and how many were infinite, by column.

    Booleans become 0 and 1. Raises `prep_not_numbers` for a column of words.
    """
    cells = np.empty((len(frame), len(names)), order="F")
    infinite: dict[str, int] = {}
    for j, name in enumerate(names):
        cells[:, j] = _floats(frame[name])
        endless = np.isinf(cells[:, j])
        if endless.any():
            infinite[name] = int(endless.sum())
            cells[endless, j] = np.nan
    np.clip(cells, -BOUND, BOUND, out=cells)
    return cells, infinite


def _floats(series: pd.Series) -> NDArray[np.float64]:
    if pd.api.types.is_datetime64_any_dtype(series.dtype):
        example = "" if series.isna().all() else str(series.dropna().iloc[0])
        raise AppError("prep_not_numbers", column=str(series.name), example=example)
    try:
        return series.to_numpy(dtype=np.float64, na_value=np.nan)
    except (TypeError, ValueError) as error:
        words = series.dropna()[pd.to_numeric(series.dropna(), errors="coerce").isna()]
        example = str(words.iloc[0])[:60] if len(words) else ""
        raise AppError("prep_not_numbers", column=str(series.name), example=example) from error
