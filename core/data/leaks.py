"""Columns that know the answer: equal to a two-valued column, or telling it without fail."""

from collections.abc import Sequence

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from core.base.values import Column, Finding
from core.data.words import words

PURE = 0.999
"""The share of rows for which a column must tell the answer."""
_ROWS = 50
_AHEAD = {"forecast", "forecasts", "forecasted", "predicted", "prediction", "predictions", "future"}
_AHEAD_ZH = ("预测", "预估", "未来")
_FEW = 100


def leaks(frame: pd.DataFrame, columns: Sequence[Column], target: str) -> tuple[Finding, ...]:
    """Columns of `frame` (n, k) suspected of holding the two-valued column `target`.

    A column is suspected when it equals the target (two values, each going
    with one), tells it for 99.9 % of the rows, cuts it at one value, or is
    empty just where the target has one value. Nothing is said for fewer than
    50 rows with a target, or when it has other than two values.
    """
    known = frame[target].notna().to_numpy()
    values = frame[target][known]
    if len(values) < _ROWS or values.nunique() != 2:
        return ()
    y = (values == values.iloc[0]).to_numpy(dtype=bool)
    found = []
    for column in columns:
        if column.name == target or column.role == "target":
            continue
        code = _suspicion(frame[column.name][known], column, y)
        if code is not None:
            found.append(_finding(code, column.name, int(known.sum()), target))
    return tuple(found)


def named_leaks(columns: Sequence[Column]) -> tuple[Finding, ...]:
    """Columns whose names say that they were computed ahead: forecasts and the like.

    Where the column belongs to a known export, its description has said so already.
    """
    return tuple(
        Finding(code="leak_name", severity="warning", table="", column=column.name)
        for column in columns
        if column.reason != "data.reason.known_export"
        and (_AHEAD & set(words(column.name)) or any(w in column.name for w in _AHEAD_ZH))
    )


def _finding(code: str, column: str, rows: int, target: str) -> Finding:
    return Finding(
        code=code,
        severity="warning",
        table="",
        column=column,
        count=rows,
        rows=rows,
        examples=(target,),
    )


def _suspicion(values: pd.Series, column: Column, y: NDArray[np.bool_]) -> str | None:
    empty = values.isna().to_numpy()
    if 0 < empty.sum() < len(y) and (_agree(empty, y) or _agree(~empty, y)):
        return "leak_missing"
    if values.nunique() < 2:
        return None
    if values.nunique() <= min(_FEW, len(y) // 10):
        codes = pd.factorize(values, use_na_sentinel=False)[0]
        if _purity(codes, y) >= PURE:
            return "leak_equal" if values.nunique() == 2 and not empty.any() else "leak_tells"
        return None
    if column.type in ("integer", "number", "datetime") and _cut(values[~empty], y[~empty]) >= PURE:
        return "leak_cut"
    return None


def _agree(flags: NDArray[np.bool_], y: NDArray[np.bool_]) -> bool:
    return bool(np.mean(flags == y) >= PURE)


def _purity(codes: NDArray[np.int64], y: NDArray[np.bool_]) -> float:
    """The share of rows whose group has their answer in the majority.

    A rare answer makes any column look pure; what counts is that the rarer
    answer too is told.
    """
    yes = np.bincount(codes, weights=y)
    no = np.bincount(codes, weights=~y)
    told_yes, told_no = yes[yes > no].sum(), no[no >= yes].sum()
    return float(min(told_yes / max(1, y.sum()), told_no / max(1, (~y).sum())))


def _cut(values: pd.Series, y: NDArray[np.bool_]) -> float:
    """How well one threshold divides the answers: the ROC AUC of the column, or 1 minus it."""
    positives, negatives = int(y.sum()), int((~y).sum())
    if not positives or not negatives or len(y) < _ROWS:
        return 0.0
    ranks = values.rank().to_numpy(dtype=np.float64)
    auc = (ranks[y].sum() - positives * (positives + 1) / 2) / (positives * negatives)
    return float(max(auc, 1 - auc))
