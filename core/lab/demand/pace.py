"""How long the families of a run really take beside what was estimated of them: estimates are of an
idle machine, budgets are of the reader's time."""

import time
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field

from core.jobs.reporter import JobReporter

Clock = Callable[[], float]


@dataclass
class Pace:
    """Counts seconds that were estimated against seconds that passed. `costs` are the estimates of
    what is to be tried, by its place, each of `fits` fits."""

    costs: dict[int, float]
    fits: int
    reporter: JobReporter
    clock: Clock = time.monotonic
    begun: float = field(init=False)
    done: float = 0.0
    _fitted: int = 0

    def __post_init__(self) -> None:
        self.begun = self.clock()

    @property
    def passed(self) -> float:
        """Seconds since the first began."""
        return self.clock() - self.begun

    @property
    def factor(self) -> float:
        """So many seconds pass for one that was estimated; 1 while nothing is known."""
        worked = self.done + self._share
        return self.passed / worked if worked > 0 else 1.0

    @property
    def _current(self) -> float:
        return next(iter(self.costs.values()), 0.0)

    @property
    def _share(self) -> float:
        """What is estimated of the fits of the present one that are made."""
        return self._current * min(self._fitted / max(self.fits, 1), 1.0)

    def fitted(self) -> None:
        """One more fit of the first of `costs` is made: tells how long all will take yet."""
        self._fitted += 1
        left = (sum(self.costs.values()) - self._share) * self.factor
        self.reporter.log("time_left", seconds=round(left))

    def over(self, place: int, tried: bool) -> None:
        """The family at `place` is done, or left out where it was not `tried`."""
        cost = self.costs.pop(place)
        self._fitted = 0
        if tried:
            self.done += cost

    def reaches(self, place: int, budget: float) -> bool:
        """Whether there is time for a family in what is left of the budget, at this pace."""
        return self.costs[place] * self.factor <= budget - self.passed


def reserved(costs: Sequence[float], most: float) -> int | None:
    """The place of the likeliest family behind the first that costs no more than `most`: it is
    tried however long the dearer ones before it took. None where there is none."""
    return next((place for place, cost in enumerate(costs) if place and cost <= most), None)
