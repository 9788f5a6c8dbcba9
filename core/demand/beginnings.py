"""What series sold after they had begun like a young one: at its age, having sold about as much.

Nearest neighbours in the logarithm of what was sold until then (Fix and Hodges 1951): no single
large first order is carried on, since those who began like that did not carry on either.
"""

from dataclasses import dataclass, field

import numpy as np
from numpy.typing import NDArray

from core.demand.panel import Floats

ENOUGH = 20
"""Beginnings that must be seen; with fewer, nothing is told of how series go on."""
_SHARE = 0.25
"""Share of the beginnings that are held to be like one; at least half of `ENOUGH`."""

Rows = NDArray[np.int64]


@dataclass(frozen=True)
class Beginnings:
    """What was sold (s, t), NaN before the first; the `season` of all periods (t,); when each
    series began (s,); over how many periods it is asked what came after."""

    y: Floats
    season: Floats
    first: Rows
    span: int
    _by_age: dict[int, tuple[Rows, Floats, Floats]] = field(default_factory=dict)

    def of(self, alike: NDArray[np.bool_], age: int, level: float) -> Floats | None:
        """The levels (k,) that those of the `alike` (s,) had in the `span` after their first `age`
        periods, whose level until then was nearest to `level`; None where too few began within the
        data and were seen long enough."""
        if age not in self._by_age:
            self._by_age[age] = self._seen(age)
        rows, early, later = self._by_age[age]
        chosen = alike[rows]
        count = int(chosen.sum())
        if count < ENOUGH:
            return None
        apart = np.abs(np.log1p(early[chosen]) - np.log1p(level))
        near = np.argsort(apart, kind="stable")[: max(ENOUGH // 2, round(_SHARE * count))]
        return later[chosen][near]

    def _seen(self, age: int) -> tuple[Rows, Floats, Floats]:
        """The series whose beginning is in the data (n,), their level in the first `age` periods
        and in the `span` after."""
        ends = self.first + age
        whole = (self.first >= self.span) & (ends + self.span <= self.y.shape[1])
        rows = np.flatnonzero(whole)
        early = [self._level(row, int(self.first[row]), int(ends[row])) for row in rows.tolist()]
        later = [
            self._level(row, int(ends[row]), int(ends[row]) + self.span) for row in rows.tolist()
        ]
        return rows, np.array(early), np.array(later)

    def _level(self, row: int, start: int, end: int) -> float:
        """Sales over the season's sum, in the periods that are known; zero where none is."""
        values = self.y[row, start:end]
        known = ~np.isnan(values)
        total = max(float(values[known].sum()), 0.0)
        return total / float(self.season[start:end][known].sum()) if known.any() else 0.0
