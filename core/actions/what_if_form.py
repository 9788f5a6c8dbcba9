"""A scenario as people fill it in: a few levers for one scope, and a table with a row a plan."""

from collections.abc import Iterator, Sequence
from datetime import date
from typing import Any

import pandas as pd

from core.actions.planned import Planned
from core.actions.planned_table import RowError, change_by, check_span
from core.actions.what_if import Change, Levers
from core.base.model import Value
from core.base.protocols import Problem

PRICE_BY, PRICE_TO, DEMAND_BY, CLOSED = "price_by", "price_to", "demand_by", "closed"
ON, SET = "on:", "set:"
LOWEST, HIGHEST = -60.0, 100.0
"""Percent by which levers change prices and demand at most."""


class Form(Value):
    """The levers: prices and demand `price` and `demand` percent up, promotions on (`flags`), the
    shop `closed`; from `first` to `last`, for series with these `values` of their keys."""

    price: float = 0.0
    demand: float = 0.0
    flags: tuple[str, ...] = ()
    closed: bool = False
    first: date | None = None
    last: date | None = None
    values: dict[str, tuple[str, ...]] = {}


def changes_of(form: Form, levers: Levers) -> tuple[Change, ...]:
    """The changes that the levers ask for."""
    scope = {"first": form.first, "last": form.last, "values": form.values}
    found = []
    if form.price and levers.price:
        amount = round(1 + form.price / 100, 6)
        found.append(Change(kind="price", column=levers.price, amount=amount))
    found += [Change(kind="set", column=flag) for flag in form.flags]
    if form.demand:
        found.append(Change(kind="demand", amount=round(1 + form.demand / 100, 6)))
    if form.closed:
        found.append(Change(kind="closed"))
    return tuple(change.model_copy(update=scope) for change in found)


def form_of(changes: Sequence[Change], levers: Levers) -> tuple[Form, tuple[Change, ...]]:
    """The levers that stand for the first changes, and the changes for the table: those that no
    lever stands for, or with another scope."""
    form, rest = Form(), list(changes)
    while rest:
        with_it = _with(form, rest[0], levers)
        if with_it is None or changes_of(with_it, levers) != _so_far(changes, rest):
            break
        form, rest = with_it, rest[1:]
    return form, tuple(rest)


def _so_far(changes: Sequence[Change], rest: Sequence[Change]) -> tuple[Change, ...]:
    return tuple(changes[: len(changes) - len(rest) + 1])


def _with(form: Form, change: Change, levers: Levers) -> Form | None:
    """The levers with one change more; None where there is no such lever, or it is used."""
    scope = {"first": change.first, "last": change.last, "values": change.values}
    percent = round(100 * (change.amount - 1), 4)
    there = LOWEST <= percent <= HIGHEST
    update: dict[str, Any] | None = None
    if change.kind == "price" and change.column == levers.price and not form.price and there:
        update = {"price": percent}
    elif change.kind == "set" and change.column in levers.flags and change.amount == 1:
        update = {"flags": (*form.flags, change.column)}
    elif change.kind == "demand" and not form.demand and there:
        update = {"demand": percent}
    elif change.kind == "closed":
        update = {"closed": True}
    return None if update is None else form.model_copy(update={**update, **scope})


def options(levers: Levers) -> list[str]:
    """What a row of the table can plan."""
    prices = [PRICE_BY, PRICE_TO] if levers.price else []
    flags = [ON + flag for flag in levers.flags]
    return [*prices, *flags, *(SET + name for name in levers.others), DEMAND_BY, CLOSED]


def to_rows(changes: Sequence[Change], levers: Levers) -> pd.DataFrame:
    """A row for each change: the keys as lists of values, `first`, `last`, `what` (one of
    `options`), and `amount`: percent of price_by and demand_by."""
    rows = []
    for change in changes:
        what, amount = _told(change, levers)
        keys = {key: list(change.values.get(key, ())) for key in levers.keys}
        rows.append({**keys, "first": change.first, "last": change.last, "what": what,
                     "amount": amount})  # fmt: skip
    names = [*levers.keys, "first", "last", "what", "amount"]
    frame = pd.DataFrame(rows, columns=names)
    return frame.astype({"amount": float})


def _told(change: Change, levers: Levers) -> tuple[str, float | None]:
    percent = round(100 * (change.amount - 1), 4)
    if change.kind == "price":
        return PRICE_BY, percent
    if change.kind == "demand":
        return DEMAND_BY, percent
    if change.kind == "closed":
        return CLOSED, None
    if change.column == levers.price:
        return PRICE_TO, change.amount
    if change.column in levers.flags and change.amount == 1:
        return ON + change.column, None
    return SET + change.column, change.amount


def of_rows(rows: pd.DataFrame, levers: Levers) -> Planned:
    """The changes of such rows; what cannot be used is told with its row, an empty row is none."""
    changes: list[Change] = []
    problems: list[Problem] = []
    for place, row in enumerate(rows.to_dict("records")):
        if not _text(row.get("what")) and _number(row.get("amount")) is None:
            continue
        try:
            changes += _change({str(name): cell for name, cell in row.items()}, levers)
        except RowError as error:
            facts = {"row": place + 1, **error.problem.facts}
            problems.append(error.problem.model_copy(update={"facts": facts}))
    return Planned(tuple(changes), tuple(problems), len(rows), ())


def _change(row: dict[str, Any], levers: Levers) -> Iterator[Change]:
    what, amount = _text(row.get("what")), _number(row.get("amount"))
    if not what:
        raise RowError("planned_no_kind")
    first, last = _day(row.get("first")), _day(row.get("last"))
    check_span(first or levers.first, last or max(levers.last, first or levers.first), levers)
    cells = {key: row.get(key) for key in levers.keys}
    values = {
        key: tuple(str(one) for one in cell)
        for key, cell in cells.items()
        if isinstance(cell, list | tuple) and cell
    }
    change = _of(what, amount, levers)
    yield change.model_copy(update={"first": first, "last": last, "values": values})


def _of(what: str, amount: float | None, levers: Levers) -> Change:
    if what == CLOSED:
        return Change(kind="closed")
    if what.startswith(ON):
        return Change(kind="set", column=what.removeprefix(ON))
    if amount is None:
        raise RowError("planned_no_amount")
    if what == DEMAND_BY:
        return change_by("demand", "", round(max(1 + amount / 100, 0.0), 6), f"{amount:g}")
    if what.startswith(SET):
        return Change(kind="set", column=what.removeprefix(SET), amount=amount)
    if amount <= (-100 if what == PRICE_BY else 0):
        raise RowError("planned_price", column=levers.price or "", cell=f"{amount:g}")
    if what == PRICE_BY:
        return change_by("price", levers.price or "", round(1 + amount / 100, 6), f"{amount:g}")
    return Change(kind="set", column=levers.price or "", amount=amount)


def _text(cell: object) -> str:
    return cell if isinstance(cell, str) else ""


def _number(cell: object) -> float | None:
    return float(cell) if isinstance(cell, int | float) and not pd.isna(cell) else None


def _day(cell: object) -> date | None:
    if isinstance(cell, str):
        return date.fromisoformat(cell[:10]) if cell else None
    if cell is None or not isinstance(cell, date) or pd.isna(cell):
        return None
    return cell.date() if isinstance(cell, pd.Timestamp) else cell
