"""The question of the room: what will sell, by what, over which periods, and how it is judged."""

from dataclasses import dataclass
from typing import ClassVar, Literal

from pydantic import Field

from core.base.specs import SHORT, Settings

LONGEST = 400
"""Periods that can be forecast at most."""


class Question(Settings):
    """What is asked. `by` are the roles or the columns that the series are of; without any, all
    sales are one series.

    `future` are columns whose values are known ahead; `empty_shelves` are told by a table of stock,
    where there is one, or suspected too where long runs sell nothing against all odds. `step` is
    the distance of two cutoffs of the backtest, a horizon where it is not given.
    """

    texts: ClassVar[str] = "demand.question"

    horizon: int = Field(28, ge=1, le=LONGEST, json_schema_extra=SHORT)
    by: tuple[str, ...] = Field(("item_id",), json_schema_extra=SHORT)
    freq: Literal["auto", "D", "W", "M"] = Field("auto", json_schema_extra=SHORT)
    missing: Literal["zero", "unknown"] = Field("zero", json_schema_extra=SHORT)
    returns: Literal["out", "net"] = Field("out", json_schema_extra=SHORT)
    windows: int = Field(3, ge=1, le=24, json_schema_extra=SHORT)
    future: tuple[str, ...] = Field((), json_schema_extra=SHORT)
    empty_shelves: Literal["stock", "suspected", "ignored"] = "stock"
    step: int | None = Field(None, ge=1, le=LONGEST)
    table: str | None = None


@dataclass(frozen=True)
class DemandTask:
    """The room's entry."""

    name: str = "demand"
    question: type[Question] = Question


TASK = DemandTask()
