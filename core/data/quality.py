"""What is odd about a table: coded findings (text `data.finding.<code>`), none of them a change."""

from collections.abc import Callable, Iterator, Sequence

import numpy as np
import pandas as pd

from core.base.values import Column, Finding, Severity, now
from core.data.leaks import leaks

_FEW_ROWS = 50
_MANY_CATEGORIES = 1_000
_SKEWED = 3.0
_FAR = 3.0
_DUPLICATE_COLUMNS = 200


def check(table: str, frame: pd.DataFrame, columns: Sequence[Column]) -> tuple[Finding, ...]:
    """Findings about a typed table (n, k), worst first."""
    found = [*_of_table(table, frame, columns)]
    for column in columns:
        for look in _LOOKS:
            finding = look(table, frame[column.name], column)
            if finding is not None:
                found.append(finding)
    found += _leaks(table, frame, columns)
    return worst_first(found)


def worst_first(findings: Sequence[Finding]) -> tuple[Finding, ...]:
    """Errors, then warnings, then notes; otherwise in their order."""
    order = {"error": 0, "warning": 1, "info": 2}
    return tuple(sorted(findings, key=lambda finding: order[finding.severity]))


def _finding(
    code: str,
    severity: Severity,
    place: tuple[str, str | None],
    counts: tuple[int, int],
    examples: Sequence[object] = (),
) -> Finding:
    """A finding at (table, column) about (count, rows)."""
    shown = tuple(str(example)[:80] for example in examples[:5])
    return Finding(
        code=code, severity=severity, table=place[0], column=place[1],
        count=counts[0], rows=counts[1], examples=shown,
    )  # fmt: skip


def _of_table(table: str, frame: pd.DataFrame, columns: Sequence[Column]) -> Iterator[Finding]:
    rows = len(frame)
    if rows < _FEW_ROWS:
        yield _finding("few_rows", "warning", (table, None), (rows, rows))
    empty = int(frame.isna().all(axis=1).sum()) if len(columns) > 1 else 0
    if empty:
        yield _finding("empty_rows", "warning", (table, None), (empty, rows))
    again = frame.duplicated().to_numpy()
    if again.any():
        places = (np.flatnonzero(again)[:5] + 1).tolist()
        count = int(again.sum())
        severity: Severity = "warning" if count >= 0.01 * rows else "info"
        yield _finding("duplicate_rows", severity, (table, None), (count, rows), places)
    yield from _twins(table, frame, columns)


def _twins(table: str, frame: pd.DataFrame, columns: Sequence[Column]) -> Iterator[Finding]:
    """Columns that repeat an earlier one cell by cell."""
    if len(frame) < 2 or len(columns) > _DUPLICATE_COLUMNS:
        return
    seen: dict[tuple[str, int, int, int], list[str]] = {}
    for column in columns:
        if column.distinct < 2:
            continue
        total = int(pd.util.hash_pandas_object(frame[column.name], index=False).sum())
        twins = seen.setdefault((column.type, column.missing, column.distinct, total), [])
        twin = next((name for name in twins if frame[name].equals(frame[column.name])), None)
        if twin is not None:
            rows = len(frame)
            yield _finding("same_column", "warning", (table, column.name), (rows, rows), [twin])
        twins.append(column.name)


def _missing(table: str, values: pd.Series, column: Column) -> Finding | None:
    rows, count = len(values), int(values.isna().sum())
    if not count:
        return None
    if count == rows:
        return _finding("all_missing", "warning", (table, column.name), (count, rows))
    severity: Severity = "warning" if count > 0.2 * rows else "info"
    places = np.flatnonzero(values.isna().to_numpy())[:5] + 1
    return _finding("missing", severity, (table, column.name), (count, rows), places.tolist())


def _constant(table: str, values: pd.Series, column: Column) -> Finding | None:
    known = values.dropna()
    if len(known) < 2 or known.nunique() != 1:
        return None
    place = (table, column.name)
    return _finding("constant", "warning", place, (len(known), len(values)), [known.iloc[0]])


def _identifier(table: str, values: pd.Series, column: Column) -> Finding | None:
    """Ids are named; so are whole numbers that are all different."""
    if column.type == "id":
        return _finding("identifier", "info", (table, column.name), (column.distinct, len(values)))
    known = values.dropna()
    unique = column.type in ("integer", "category", "text") and known.is_unique
    if unique and len(known) >= _FEW_ROWS and column.role != "text":
        place = (table, column.name)
        return _finding("suspected_identifier", "warning", place, (len(known), len(values)))
    return None


def _categories(table: str, values: pd.Series, column: Column) -> Finding | None:
    if column.type == "category" and column.distinct > _MANY_CATEGORIES:
        place = (table, column.name)
        return _finding("many_categories", "warning", place, (column.distinct, len(values)))
    return None


def _numbers(values: pd.Series, column: Column) -> np.ndarray | None:
    """The known numbers of a measure, or None."""
    if column.type not in ("integer", "number"):
        return None
    numbers = values.dropna().to_numpy(dtype=np.float64)
    return numbers if len(numbers) else None


def _infinite(table: str, values: pd.Series, column: Column) -> Finding | None:
    numbers = _numbers(values, column)
    count = 0 if numbers is None else int(np.isinf(numbers).sum())
    if not count:
        return None
    return _finding("infinities", "warning", (table, column.name), (count, len(values)))


def _outliers(table: str, values: pd.Series, column: Column) -> Finding | None:
    """Cells further than three interquartile ranges outside the middle half (Tukey's far out)."""
    numbers = _numbers(values, column)
    if numbers is None or len(numbers) < _FEW_ROWS or column.distinct < 10:
        return None
    low, high = np.quantile(numbers[np.isfinite(numbers)], [0.25, 0.75])
    margin = _FAR * (high - low)
    far = numbers[(numbers < low - margin) | (numbers > high + margin)]
    if margin == 0 or not len(far):
        return None
    extremes = far[np.argsort(-abs(far - (low + high) / 2))]
    shown = [f"{value:g}" for value in dict.fromkeys(extremes.tolist())]
    return _finding("outliers", "info", (table, column.name), (len(far), len(values)), shown)


def _skewed(table: str, values: pd.Series, column: Column) -> Finding | None:
    numbers = _numbers(values, column)
    if numbers is None or len(numbers) < _FEW_ROWS or column.distinct < 10:
        return None
    skew = float(pd.Series(numbers[np.isfinite(numbers)]).skew())  # type: ignore[arg-type]
    if not abs(skew) > _SKEWED:
        return None
    place = (table, column.name)
    return _finding("skewed", "info", place, (len(numbers), len(values)), [f"{skew:.1f}"])


def _future(table: str, values: pd.Series, column: Column) -> Finding | None:
    if column.type != "datetime":
        return None
    ahead = values[values > pd.Timestamp(now().replace(tzinfo=None)) + pd.Timedelta(days=1)]
    if not len(ahead):
        return None
    shown = [ahead.max()]
    return _finding(
        "future_dates", "warning", (table, column.name), (len(ahead), len(values)), shown
    )


def _sign(table: str, values: pd.Series, column: Column) -> Finding | None:
    """Prices of zero or below, quantities below zero."""
    numbers = _numbers(values, column)
    if numbers is None or column.role not in ("price", "quantity"):
        return None
    below, zero = int((numbers < 0).sum()), int((numbers == 0).sum())
    place, rows = (table, column.name), len(values)
    if column.role == "quantity":
        return _finding("negative_quantity", "info", place, (below, rows)) if below else None
    if below:
        return _finding("negative_price", "warning", place, (below, rows))
    return _finding("zero_price", "warning", place, (zero, rows)) if zero else None


def _leaks(table: str, frame: pd.DataFrame, columns: Sequence[Column]) -> list[Finding]:
    """Leaks of the column that looks like the target; which it is, the user says at training."""
    target = next((column.name for column in columns if column.role == "target"), None)
    if target is None:
        return []
    found = leaks(frame, columns, target)
    return [finding.model_copy(update={"table": table}) for finding in found]


_LOOKS: tuple[Callable[[str, pd.Series, Column], Finding | None], ...] = (
    _missing,
    _constant,
    _identifier,
    _categories,
    _infinite,
    _outliers,
    _skewed,
    _future,
    _sign,
)
