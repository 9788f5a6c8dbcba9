"""Whether the intervals of a forecast held what they promise, over the windows of its backtest."""

from collections.abc import Mapping

from core.base.model import Value
from core.base.runs import Score

BANDS = {"coverage_95": 0.95, "coverage_80": 0.8}
"""Two-sided coverage by metric, and what it should be; the one of safety stocks first."""
TOLERANCE = 0.04
"""Shares further off than this are told."""


class Missed(Value):
    """An interval of `level` that held the share `covered` of what was sold."""

    level: float
    covered: float

    @property
    def narrow(self) -> bool:
        """Whether less was in it than it promises."""
        return self.covered < self.level


def missed(scores: Mapping[str, Score]) -> tuple[Missed, ...]:
    """The bands that were off by more than `TOLERANCE`, the wider band first."""
    found = [
        Missed(level=level, covered=scores[name].value)
        for name, level in BANDS.items()
        if name in scores
    ]
    return tuple(one for one in found if abs(one.covered - one.level) > TOLERANCE)
