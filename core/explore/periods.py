"""The days that are looked at, and those they are compared with."""

from dataclasses import dataclass

from core.base.view import Period, View

USUAL = 28
YEAR = 364
"""Fifty-two weeks: the same days of the week a year before."""


@dataclass(frozen=True)
class Periods:
    """The days that are looked at (`now`), as many just `before`, and the same ones a `year` before
    (52 weeks, so that weekdays match); None where the data does not reach back so far. `all` are
    the days of the data."""

    all: Period
    now: Period
    before: Period | None
    year: Period | None

    @property
    def named(self) -> dict[str, Period]:
        """Those there are, by name."""
        found = {"now": self.now, "before": self.before, "year": self.year}
        return {name: period for name, period in found.items() if period is not None}


def periods(view: View, data: Period) -> Periods:
    """The periods of a view. Without one of its own, the last `USUAL` days of the `data` (days),
    or all of them where there are fewer than twice as many."""
    now = view.period or data
    if view.period is None and data.days >= 2 * USUAL:
        now = Period(first=data.moved(data.days - USUAL).first, last=data.last)
    before, year = now.moved(-now.days), now.moved(-YEAR)
    return Periods(
        all=data,
        now=now,
        before=before if before.first >= data.first else None,
        year=year if year.first >= data.first and year != before else None,
    )
