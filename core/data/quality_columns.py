"""What is odd about one column: a look each, all on the same counted values."""

from collections.abc import Callable, Iterable
from dataclasses import dataclass

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from core.base.values import Column, Finding, Severity, now
from core.data.notes import found
from core.data.words import words

_ENOUGH = 50
_DISTINCT = 10
_MANY_CATEGORIES = 1_000
_SKEWED = 3.0
_FAR = 3.0
_MISSING = 0.2
_CODES = 60
_CODED = {
    "browser", "region", "zone", "district", "state", "country", "city", "type", "code", "class",
    "group", "segment", "cluster", "channel", "category", "cat", "department", "dept", "status",
    "systems", "os", "device", "platform", "gender", "brand", "method",
    "编码", "代码", "类型", "地区", "区域", "渠道", "类别", "状态", "性别",
}  # fmt: skip
"""Words in the names of columns whose whole numbers have no order."""


@dataclass(frozen=True)
class Seen:
    """A column of a table: `values` (n,), those that are `known`, and the finite `numbers` of a
    measure (empty for other types)."""

    table: str
    column: Column
    values: pd.Series
    known: pd.Series
    numbers: NDArray[np.float64]

    @property
    def place(self) -> tuple[str, str]:
        """Where a finding is."""
        return self.table, self.column.name

    @property
    def rows(self) -> int:
        """How many rows the table has."""
        return len(self.values)


def looks(table: str, values: pd.Series, column: Column) -> list[Finding]:
    """All findings about one column (n,)."""
    known = values.dropna()
    measured = known if column.type in ("integer", "number") else known.iloc[:0]
    numbers = measured.to_numpy(dtype=np.float64) if len(measured) else np.empty(0)
    seen = Seen(table, column, values, known, numbers[np.isfinite(numbers)])
    endless = len(numbers) - len(seen.numbers)
    findings = [look(seen) for look in _LOOKS]
    if endless:
        findings.append(found("infinities", "warning", seen.place, (endless, seen.rows)))
    return [finding for finding in findings if finding is not None]


def gaps(
    place: tuple[str, str], count: int, rows: int, examples: Iterable[object] = ()
) -> Finding | None:
    """The finding of a column at `place` (table, column) with `count` of `rows` cells missing."""
    if not count:
        return None
    if count == rows:
        return found("all_missing", "warning", place, (count, rows))
    severity: Severity = "warning" if count > _MISSING * rows else "info"
    return found("missing", severity, place, (count, rows), examples)


def _missing(seen: Seen) -> Finding | None:
    empty = seen.values.isna().to_numpy()
    examples = (np.flatnonzero(empty)[:5] + 1).tolist()
    return gaps(seen.place, int(empty.sum()), seen.rows, examples)


def _constant(seen: Seen) -> Finding | None:
    if len(seen.known) < 2 or seen.known.nunique() != 1:
        return None
    counts = (len(seen.known), seen.rows)
    return found("constant", "warning", seen.place, counts, [seen.known.iloc[0]])


def _identifier(seen: Seen) -> Finding | None:
    """Ids are named; so are whole numbers and short texts that are all different."""
    if seen.column.type == "id":
        return found("identifier", "info", seen.place, (seen.known.nunique(), seen.rows))
    if seen.column.type not in ("integer", "category", "text") or seen.column.role == "text":
        return None
    if len(seen.known) < _ENOUGH or not seen.known.is_unique:
        return None
    return found("suspected_identifier", "warning", seen.place, (len(seen.known), seen.rows))


def _categories(seen: Seen) -> Finding | None:
    if seen.column.type != "category":
        return None
    distinct = seen.known.nunique()
    if distinct <= _MANY_CATEGORIES:
        return None
    return found("many_categories", "warning", seen.place, (distinct, seen.rows))


def _outliers(seen: Seen) -> Finding | None:
    """Cells further than three interquartile ranges outside the middle half (Tukey's far out)."""
    if not _is_measure(seen):
        return None
    limits = _limits(seen.numbers)
    if limits is None:
        return None
    far = seen.numbers[(seen.numbers < limits[0]) | (seen.numbers > limits[1])]
    if not len(far):
        return None
    extremes = far[np.argsort(-abs(far - sum(limits) / 2), kind="stable")]
    shown = [f"{value:g}" for value in dict.fromkeys(extremes.tolist())]
    return found("outliers", "info", seen.place, (len(far), seen.rows), shown)


def far_out(values: pd.Series) -> NDArray[np.bool_]:
    """Which cells of a measure (n,) `outliers` is about."""
    numbers = values.to_numpy(dtype=np.float64, na_value=np.nan)
    limits = _limits(numbers[np.isfinite(numbers)])
    if limits is None:
        return np.zeros(len(numbers), dtype=bool)
    return np.isfinite(numbers) & ((numbers < limits[0]) | (numbers > limits[1]))


def _limits(numbers: NDArray[np.float64]) -> tuple[float, float] | None:
    low, high = np.quantile(numbers, [0.25, 0.75])
    margin = _FAR * (high - low)
    return (low - margin, high + margin) if margin else None


def _skewed(seen: Seen) -> Finding | None:
    """Skewness beyond 3 (the third standardised moment)."""
    if not _is_measure(seen):
        return None
    centred = seen.numbers - seen.numbers.mean()
    spread = float(np.sqrt(np.mean(centred**2)))
    skew = float(np.mean(centred**3)) / spread**3 if spread else 0.0
    if not abs(skew) > _SKEWED:
        return None
    return found("skewed", "info", seen.place, (len(seen.numbers), seen.rows), [f"{skew:.1f}"])


def _is_measure(seen: Seen) -> bool:
    if is_code(seen.column):
        return False
    return len(seen.numbers) >= _ENOUGH and len(np.unique(seen.numbers)) >= _DISTINCT


def is_code(column: Column) -> bool:
    """Whether whole numbers are likely names of things, such as browsers or regions."""
    return (
        column.type == "integer"
        and column.role in (None, "category")
        and 0 < column.distinct <= _CODES
        and not _CODED.isdisjoint(words(column.name))
    )


def _future(seen: Seen) -> Finding | None:
    if seen.column.type != "datetime":
        return None
    tomorrow = pd.Timestamp(now().replace(tzinfo=None)) + pd.Timedelta(days=1)
    ahead = seen.known[seen.known > tomorrow]
    if not len(ahead):
        return None
    return found("future_dates", "warning", seen.place, (len(ahead), seen.rows), [ahead.max()])


def _sign(seen: Seen) -> Finding | None:
    """Prices of zero or below, quantities below zero."""
    below, zero = int((seen.numbers < 0).sum()), int((seen.numbers == 0).sum())
    if seen.column.role == "quantity" and below:
        return found("negative_quantity", "info", seen.place, (below, seen.rows))
    if seen.column.role != "price" or not (below or zero):
        return None
    if below:
        return found("negative_price", "warning", seen.place, (below, seen.rows))
    return found("zero_price", "warning", seen.place, (zero, seen.rows))


_LOOKS: tuple[Callable[[Seen], Finding | None], ...] = (
    _missing,
    _constant,
    _identifier,
    _categories,
    _outliers,
    _skewed,
    _future,
    _sign,
)
