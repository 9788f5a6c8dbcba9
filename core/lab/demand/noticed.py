"""What was noticed in the rows of sales, told beside what is left out of a forecast."""

from collections.abc import Sequence
from typing import Any

from core.base.protocols import Problem
from core.data.queries.odd_rows import OddRows
from core.demand.mixed import Mixed


def noticed(
    rows: OddRows, apart: Mixed | None, by: Sequence[str], returns: str
) -> tuple[Problem, ...]:
    """A sentence each: rows of mixed frequency, twice for a day, ahead of today, below zero
    (`returns` says what was done with those), without what the series are `by`, a day or a
    quantity."""
    found = []
    if apart is not None:
        code = "mixed_months" if apart.freq == "M" else "mixed_weeks"
        days = {"first": apart.first, "last": apart.last}
        found.append(_told(code, n=apart.series, example=apart.example or "all", **days))
    if rows.repeated:
        found.append(_told("rows_repeated", n=rows.repeated, groups=rows.days))
    if rows.ahead:
        found.append(_told("rows_ahead", n=rows.ahead, last=str(rows.last)))
    if rows.plans:
        found.append(_told("rows_plans", n=rows.plans))
    if rows.below:
        units = f"{-rows.units:,.10g}"
        code = "rows_below_zero_net" if returns == "net" else "rows_below_zero_out"
        found.append(_told(code, n=rows.below, units=units))
    if rows.keyless:
        found.append(_told("rows_keyless", n=rows.keyless, every=rows.every, columns=list(by)))
    if rows.undated:
        found.append(_told("rows_undated", n=rows.undated, every=rows.every))
    if rows.unknown:
        found.append(_told("rows_unknown", n=rows.unknown, every=rows.every))
    return tuple(found)


def _told(code: str, **facts: Any) -> Problem:
    return Problem(code=code, severity="warning", facts=facts)
