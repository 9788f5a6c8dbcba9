"""What replacing the days of a file would change in a table: counted before anything is saved."""

from collections.abc import Iterator, Sequence
from datetime import date
from typing import Literal

from core.actions.changes import TotalChange
from core.actions.days_lacking import rows_cut, stores_missing
from core.actions.put_behind import Pair
from core.base.model import Value
from core.base.values import Finding, Role
from core.data.days import Span, day_columns, frames_within, rows_by_day
from core.data.keys import unique
from core.data.notes import found
from core.data.totals import Sums, summed_columns, sums_of, totals_of

LISTS = frozenset(
    {
        "products", "customers", "stores", "suppliers", "stock", "categories",
        "item_attributes", "item_totals",
    }
)  # fmt: skip
"""Kinds of tables that list what there is, whatever day their columns name."""
_THINGS: frozenset[Role | None] = frozenset({"user_id", "item_id", "store_id"})
_MONEY = ("gross", "returns", "net", "unpaid")
_NAMED = 10


NoDays = Literal["list", "undated"]
"""Why the days of a file cannot be replaced: the table is a list, or the rows have no dates."""


class DaysChange(Value):
    """What replacing the days of a file, `span`, would do to a table.

    `gone` of its rows are of these days, `rest` of others, `undated` of none and
    stay; the file has `came` rows of these days, `again` of them on days that the
    table has. Of the days of the span the file lacks `lacking`; on `emptied` of
    these (the first are `examples`) the table has `emptied_rows`. Of `stores` (the
    first are `named`) the table has rows of these days, and the file none. `cut`
    rows of the table are of the first day before the file begins, or of the last
    after it ends, where these are more than a tenth of that day.
    """

    span: Span
    gone: int
    rest: int
    undated: int
    came: int
    again: int
    lacking: int
    emptied: int
    emptied_rows: int
    examples: tuple[date, ...] = ()
    stores: int = 0
    named: tuple[str, ...] = ()
    cut: int = 0

    @property
    def thin(self) -> bool:
        """Whether on the days that the table has less than half of the rows come that go."""
        return 2 * self.again < self.gone

    @property
    def part(self) -> bool:
        """Whether the file seems to have a part of its days only."""
        return self.thin or self.stores > 0 or self.cut > 0

    def findings(self) -> Iterator[Finding]:
        """What is told of it once it is done."""
        held = self.gone + self.rest + self.undated
        shown = f"{self.span.first} – {self.span.last}"
        yield found("days_replaced", "info", ("", None), (self.gone, held), [shown])
        if self.thin:
            yield found("days_thin", "warning", ("", None), (self.again, self.gone), [shown])
        if self.stores:
            yield found("days_stores", "warning", ("", None), (self.stores, 0), self.named)
        if self.cut:
            yield found("days_cut", "warning", ("", None), (self.cut, self.gone), [shown])
        if self.emptied:
            counts = (self.emptied, self.span.days)
            yield found("days_emptied", "warning", ("", None), counts, self.examples)
        if self.undated:
            yield found("days_undated", "info", ("", None), (self.undated, held))


def days_change(pair: Pair) -> DaysChange | NoDays:
    """The counts, or why there are none."""
    if _is_list(pair):
        return "list"
    before, names = pair.before, day_columns(pair.before.columns)
    mine = _dated(pair, names)
    if not mine:
        return "undated"
    span = Span(first=min(mine), last=max(mine))
    held = rows_by_day(pair.held, names)
    inside = {d: n for d, n in held.items() if d is not None and span.first <= d <= span.last}
    emptied = [day for day in inside if day not in mine]
    stores = stores_missing(pair, span)
    gone, undated = sum(inside.values()), held.get(None, 0)
    return DaysChange(
        span=span,
        gone=gone,
        rest=before.rows - gone - undated,
        undated=undated,
        came=sum(mine.values()),
        again=sum(mine[day] for day in inside if day in mine),
        lacking=span.days - len(mine),
        emptied=len(emptied),
        emptied_rows=sum(inside[day] for day in emptied),
        examples=tuple(emptied[:_NAMED]),
        stores=len(stores),
        named=tuple(stores[:_NAMED]),
        cut=rows_cut(pair, span),
    )


def _is_list(pair: Pair) -> bool:
    """Whether a table lists what there is: by its kind, else because each row is another thing."""
    before = pair.before
    kind = before.kind if before.kind not in ("", "plain") else pair.new.kind
    if kind != "plain":
        return kind in LISTS
    roles = {column.role for column in before.columns}
    things = [column for column in before.columns if column.role in _THINGS]
    return "order_id" not in roles and any(unique(before, column) for column in things)


def _dated(pair: Pair, names: Sequence[str]) -> dict[date, int]:
    """The rows of the file by their day, where they have one."""
    counts = rows_by_day(pair.rows.path, names) if names else {}
    return {day: count for day, count in counts.items() if day is not None}


def money_of_days(pair: Pair, span: Span) -> tuple[TotalChange, ...]:
    """Money and quantities of these days, in the table (`before`) and in the file (`after`)."""
    columns = pair.before.columns
    wanted, names = summed_columns(columns), day_columns(columns)
    if not wanted:
        return ()
    both: list[Sums] = [
        sums_of(frames_within(path, names, span, wanted), columns)
        for path in (pair.held, pair.rows.path)
    ]
    currencies = {currency for sums in both for currency in sums}
    sides = [{currency: sums.get(currency, {}) for currency in currencies} for sums in both]
    before, after = (totals_of({"": sums}, {"": columns}) for sums in sides)
    units = {column.name for column in columns if column.role == "quantity"}
    return tuple(
        TotalChange(name=name, before=before.get(name, 0.0), after=after.get(name, 0.0))
        for name in dict.fromkeys((*after, *before))
        if name in units or name.split(".")[0] in _MONEY
    )
