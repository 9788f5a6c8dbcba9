"""What values a declared field takes: its bare type, and the bounds of its numbers."""

from dataclasses import dataclass
from types import NoneType, UnionType
from typing import Annotated, Any, Literal, Union, get_args, get_origin

from pydantic.fields import FieldInfo

Sort = Literal[
    "none", "closed", "open", "low_closed", "high_closed", "from", "above", "to", "below"
]


@dataclass(frozen=True)
class Bounds:
    """Where numbers may lie; an open end itself is outside. None is no bound."""

    low: float | None = None
    high: float | None = None
    low_open: bool = False
    high_open: bool = False

    def hold(self, value: float) -> bool:
        """Whether `value` lies within; not a number never does."""
        over = self.low is None or (value > self.low if self.low_open else value >= self.low)
        under = self.high is None or (value < self.high if self.high_open else value <= self.high)
        return over and under and value == value

    @property
    def sort(self) -> Sort:
        """Which sentence tells these bounds."""
        if self.low is None and self.high is None:
            return "none"
        if self.high is None:
            return "above" if self.low_open else "from"
        if self.low is None:
            return "below" if self.high_open else "to"
        if self.low_open == self.high_open:
            return "open" if self.low_open else "closed"
        return "high_closed" if self.low_open else "low_closed"


def bare(kind: Any, metadata: list[Any]) -> tuple[Any, bool, list[Any]]:
    """The type without Annotated and None, whether None is allowed, and all metadata."""
    optional = False
    while True:
        origin = get_origin(kind)
        if origin is Annotated:
            kind, *more = get_args(kind)
            metadata = metadata + more
            metadata += [m for info in more if isinstance(info, FieldInfo) for m in info.metadata]
        elif origin in (Union, UnionType):
            kinds = [k for k in get_args(kind) if k is not NoneType]
            optional = optional or len(kinds) < len(get_args(kind))
            kind = kinds[0]
        else:
            return kind, optional, metadata


def bounds(field: FieldInfo) -> Bounds:
    """The bounds of a number, or of each number of a list.

    Whole numbers have closed ends: below 10 is up to 9.
    """
    kind, _, metadata = bare(field.annotation, list(field.metadata))
    if get_origin(kind) in (tuple, list):
        kind, _, metadata = bare(get_args(kind)[0], [])
    return _of(metadata, kind is int)


def _of(metadata: list[Any], whole: bool) -> Bounds:
    low = high = None
    low_open = high_open = False
    for mark in metadata:
        if getattr(mark, "ge", None) is not None:
            low, low_open = mark.ge, False
        if getattr(mark, "gt", None) is not None:
            low, low_open = (mark.gt + 1, False) if whole else (mark.gt, True)
        if getattr(mark, "le", None) is not None:
            high, high_open = mark.le, False
        if getattr(mark, "lt", None) is not None:
            high, high_open = (mark.lt - 1, False) if whole else (mark.lt, True)
    return Bounds(low, high, low_open, high_open)


def most(field: FieldInfo) -> int | None:
    """How many items a list may have; None where that is not said."""
    _, _, metadata = bare(field.annotation, list(field.metadata))
    found = [mark.max_length for mark in metadata if getattr(mark, "max_length", None) is not None]
    return min(found, default=None)
