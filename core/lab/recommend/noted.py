"""What of the rows was not read as it stands, a sentence each."""

from typing import Any

from core.base.protocols import Problem
from core.data.queries.meetings import Meetings
from core.lab.recommend.sources import Source
from core.recommend.task import Question


def noted_of(met: Meetings, source: Source, question: Question) -> tuple[Problem, ...]:
    """Rows that are no meetings, were counted once, or count otherwise than one may think."""
    told, counts = met.told, met.told.counts
    every = told.every
    found = []
    if told.anonymous:
        table, n = source.table.name, len(met.users)
        found.append(_told("baskets_as_customers", table=table, n=n))
    if n := counts["without_user"]:
        found.append(_told("meetings_without_user", n=n, every=every, percent=_percent(n, every)))
    if n := counts["without_item"]:
        found.append(_told("meetings_without_item", n=n, every=every))
    if told.no_times and source.timed:
        found.append(_told("meetings_no_times", table=source.table.name))
    elif n := counts["without_time"]:
        found.append(_told("meetings_without_time", n=n, every=every))
    if n := counts["ahead"]:
        found.append(_told("meetings_after_today", n=n, last=str(told.last)))
    if n := counts["returned"] + told.cancelled:
        found.append(_told("meetings_returned", n=n, cancelled=told.cancelled))
    if n := counts["no_product"]:
        found.append(_told("meetings_no_product", n=n))
    if n := counts["no_liking"]:
        found.append(_told("events_left_out", n=n, words=list(told.out)))
    if n := told.unknown_rows:
        found.append(_told("events_unknown", n=n, words=list(told.unknown) or ["–"]))
    if met.repeated:
        found.append(_told("meetings_repeated", n=met.repeated, every=every))
    if (source.table.kind or source.table.name) in ("ratings", "reviews"):
        found.append(_told("ratings_alike"))
    if question.half_life and told.no_times:
        found.append(_told("half_life_without_times"))
    if question.protocol == "leave_one_out" and source.turn is None and _no_order(met):
        found.append(_told("order_of_file"))
    return tuple(found)


def _no_order(met: Meetings) -> bool:
    """Whether all meetings are of one time, or of none."""
    return len(met) > 0 and not bool(met.day.max() > met.day.min())


def _percent(n: int, every: int) -> str:
    return f"{100 * n / every:.0f}" if n >= 0.01 * every else "<1"


def _told(code: str, **facts: Any) -> Problem:
    return Problem(code=code, severity="warning", facts=facts)
