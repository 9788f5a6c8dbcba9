"""What of a shop is looked at: a value that an address, a saved view and a cache key can hold."""

from datetime import date, timedelta
from typing import Literal

from pydantic import model_validator

from core.base.model import Value

Grain = Literal["day", "week", "month"]
Calendar = Literal["iso", "us", "retail"]


class Period(Value):
    """The days `first` to `last`, both included. ValueError where it ends before it begins."""

    first: date
    last: date

    @model_validator(mode="after")
    def _in_order(self) -> "Period":
        if self.last < self.first:
            raise ValueError("a period ends before it begins")
        return self

    @property
    def days(self) -> int:
        """How many days it has."""
        return (self.last - self.first).days + 1

    def moved(self, days: int) -> "Period":
        """The same period so many days later."""
        by = timedelta(days=days)
        return Period(first=self.first + by, last=self.last + by)


class View(Value):
    """A dataset (id) seen through filters: no `period` means all of it, no stores or categories all
    of them. `currency` is the one that is looked at where there are several."""

    dataset: str
    period: Period | None = None
    stores: tuple[str, ...] = ()
    categories: tuple[str, ...] = ()
    currency: str = ""
