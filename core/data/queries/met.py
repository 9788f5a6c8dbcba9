"""Which rows of a table are meetings of a customer with an item, and why the others are none."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import date
from typing import TYPE_CHECKING, get_args

from core.base.values import Column, Role
from core.data.event_words import EventMeaning, meaning_of
from core.data.queries.cancelled import without_cancelled
from core.data.queries.cubes import prepared
from core.data.queries.engine import view

if TYPE_CHECKING:
    from ibis.expr.types import BooleanValue, IntegerValue, Table

EVENTS = ("view", "cart", "purchase", "unknown", "none")
"""What `event` counts: an unknown word, and a table that tells of no events, are the last two."""
BESIDE = "beside_"
"""What the names of columns that tell more begin with."""
_OUT = len(EVENTS)
_FROM_ORDERS: tuple[Role, ...] = (
    "user_id", "timestamp", "business_date", "is_return", "is_unpaid", "is_adjustment",
)  # fmt: skip
REASONS = (
    "kept", "no_product", "returned", "no_liking", "without_item", "without_user", "ahead",
    "without_time",
)  # fmt: skip
_SHOWN = 5


@dataclass(frozen=True)
class Tables:
    """Rows and their columns; those of their `orders` beside, and in either the column of turns and
    those that tell more (`beside`, by the name they are given)."""

    rows: "Table"
    columns: Sequence[Column]
    orders: "tuple[Table, Sequence[Column]] | None" = None
    turn: str | None = None
    beside: Mapping[str, str] = field(default_factory=dict)

    @property
    def more(self) -> dict[str, str]:
        """Columns that come along under other names."""
        found = {BESIDE + name: column for name, column in self.beside.items()}
        return found if self.turn is None else found | {"turn": self.turn}


@dataclass(frozen=True)
class Met:
    """The `rows` that are meetings: `user`, `item` and `order` as text, `event` as a place in
    `EVENTS`, `time` in microseconds since 1970, `date` in days, `turn` and `row`, and as text what
    was told `BESIDE`.

    `counts` has how many rows there are by the first of `REASONS` that holds, `cancelled` how many
    order lines were cancelled; `unknown` and `out` are words of events, the commonest first, that
    mean nothing known, or no liking, and `unknown_rows` those of the former. With `anonymous` the
    orders stand for customers; with `no_times` none of the times counts. `last` is the latest time
    of the rows ahead.
    """

    rows: "Table"
    counts: dict[str, int]
    cancelled: int
    unknown: tuple[str, ...]
    unknown_rows: int
    out: tuple[str, ...]
    anonymous: bool
    no_times: bool
    first: date | None
    last: date | None

    @property
    def every(self) -> int:
        """All rows of the table that were ever paid."""
        return sum(self.counts.values()) + self.cancelled

    def and_blank(self, users: int, items: int) -> "Met":
        """With so many more rows whose customer, or item, is blank."""
        more = {"without_user": users, "without_item": items, "kept": -users - items}
        counts = {name: n + more.get(name, 0) for name, n in self.counts.items()}
        return replace(self, counts=counts)


def met_in(tables: Tables, today: date) -> Met:
    """The meetings of a table, up to `today`."""
    import ibis

    rows, anonymous = _named(tables)
    words = _words(rows)
    rows = rows.mutate(event=_event(rows, words))
    rows, cancelled = without_cancelled(rows)
    rows = view(rows.mutate(why=_why(rows, today)))
    counts, unknown = _counts(rows)
    no_times = counts["without_time"] > counts["kept"]
    kept = rows.filter(rows.why.isin([0, len(REASONS) - 1] if no_times else [0]))
    ahead = _days(rows.filter(rows.why == REASONS.index("ahead"))) if counts["ahead"] else None
    if no_times:
        counts = counts | {"kept": counts["kept"] + counts["without_time"]}
        counts["without_time"] = 0
    start = ibis.timestamp("1970-01-01")
    time = kept.timestamp.cast("timestamp").delta(start, unit="microsecond")
    date_ = kept.day.delta(ibis.date("1970-01-01"), unit="day")
    none = ibis.null("int64")
    chosen = kept.select(
        user=kept.user_id, item=kept.item_id, order=kept.order_id, event=kept.event.cast("int8"),
        time=none if no_times else time, date=none if no_times else date_,
        turn=kept.turn, row=kept.row, **{BESIDE + n: kept[BESIDE + n] for n in tables.beside},
    )  # fmt: skip
    by = {name: [word for word, meant in words if meant == name] for name in (None, "out")}
    return Met(
        chosen, counts, cancelled.lines, tuple(by[None][:_SHOWN]), unknown,
        tuple(by["out"][:_SHOWN]), anonymous, no_times, *(ahead or (None, None)),
    )  # fmt: skip


def _named(tables: Tables) -> "tuple[Table, bool]":
    """The rows under the names of their roles, each as text where it is an id, and whether orders
    stand for customers."""
    import ibis

    rows, columns = _with_orders(tables) if tables.orders else (tables.rows, tables.columns)
    roles = {column.role: column for column in columns}
    when = roles.get("timestamp")
    if when is None or when.type != "datetime":
        rows = rows.mutate(timestamp_=ibis.null("timestamp"))
        columns = [column for column in columns if column.role != "timestamp"]
        columns.append(Column(name="timestamp_", type="datetime", role="timestamp"))
    more = tables.more
    if "is_adjustment" in roles:
        more["is_adjustment"] = roles["is_adjustment"].name
    named = prepared(rows, columns, more).mutate(row=ibis.row_number())
    ids = ("user_id", "item_id", "order_id", *(BESIDE + name for name in tables.beside))
    named = named.mutate(**{name: _text(named, name) for name in ids})
    if "turn" not in named.columns:
        named = named.mutate(turn=ibis.null("int64"))
    named = view(named)
    if named.user_id.count().to_pyarrow().as_py():
        return named, False
    return named.mutate(user_id=named.order_id), True


def _text(rows: "Table", name: str) -> object:
    import ibis

    if name not in rows.columns:
        return ibis.null("string")
    return rows[name].cast("string").nullif("")


def _with_orders(tables: Tables) -> "tuple[Table, list[Column]]":
    """The rows with what only their orders tell."""
    assert tables.orders is not None
    orders, told = tables.orders
    there = {column.role for column in tables.columns}
    key = next(column.name for column in told if column.role == "order_id")
    mine = next(column.name for column in tables.columns if column.role == "order_id")
    more = {f"order_{c.role}": c for c in told if c.role in _FROM_ORDERS and c.role not in there}
    taken = {name: orders[column.name].max() for name, column in more.items()}
    for name in tables.more.values():
        if name in orders.columns and name not in tables.rows.columns:
            taken[name] = orders[name].max()
    one = orders.aggregate(by=[orders[key].cast("string").name("order_")], **taken)
    keyed = tables.rows.mutate(key_=tables.rows[mine].cast("string"))
    rows = keyed.left_join(one, keyed.key_ == one.order_).drop("order_", "key_")
    renamed = [c.model_copy(update={"name": name}) for name, c in more.items()]
    return rows, [*tables.columns, *renamed]


def _words(rows: "Table") -> list[tuple[str, EventMeaning | None]]:
    """The words of the events, the commonest first, and what they mean."""
    if "event" not in rows.columns:
        return []
    told = rows.filter(rows.event.notnull())
    counted = told.aggregate(by=[told.event.cast("string").name("word")], n=told.count())
    ordered = counted.order_by([counted.n.desc(), "word"]).to_pyarrow()
    return [(word, meaning_of(word)) for word in ordered["word"].to_pylist()]


def _event(rows: "Table", words: Sequence[tuple[str, EventMeaning | None]]) -> "IntegerValue":
    """The place of a row's event in `EVENTS`, or `_OUT`."""
    import ibis

    if "event" not in rows.columns:
        return ibis.literal(EVENTS.index("none"))
    event, places = rows.event.cast("string"), {**{n: p for p, n in enumerate(EVENTS)}, "out": _OUT}
    by = {name: [word for word, meant in words if meant == name] for name in get_args(EventMeaning)}
    known = [(event.isin(said), places[name]) for name, said in by.items() if said]
    unknown = EVENTS.index("unknown")
    return ibis.cases(*known, else_=unknown) if known else ibis.literal(unknown)


def _why(rows: "Table", today: date) -> "IntegerValue":
    """The place of the first of `REASONS` that a row is no meeting for; 0 for one that is."""
    import ibis

    checks: list[BooleanValue] = [
        ~rows.is_product if "is_product" in rows.columns else ibis.literal(False),
        _back(rows),
        rows.event == _OUT,
        rows.item_id.isnull(),
        rows.user_id.isnull(),
        rows.day > today,
        rows.timestamp.isnull(),
    ]
    known = [(check.fill_null(False), place + 1) for place, check in enumerate(checks)]
    return ibis.cases(*known, else_=0)


def _back(rows: "Table") -> "BooleanValue":
    """Whether a row is a return, a correction, or of nothing."""
    import ibis

    marks = [name for name in ("is_return", "is_adjustment") if name in rows.columns]
    found: list[BooleanValue] = [rows[name].fill_null(False) for name in marks]
    if "quantity" in rows.columns:
        found.append((rows.quantity <= 0).fill_null(False))
    return ibis.or_(*found) if found else ibis.literal(False)


def _counts(rows: "Table") -> tuple[dict[str, int], int]:
    """How many rows there are for each of `REASONS`, and those kept whose event is unknown."""
    told = rows.mutate(unknown=rows.event == EVENTS.index("unknown"))
    counted = told.aggregate(by=["why", "unknown"], n=told.count()).to_pandas()
    sums = counted.groupby("why")["n"].sum()
    unknown = counted.loc[(counted["why"] == 0) & counted["unknown"], "n"].sum()
    return {name: int(sums.get(place, 0)) for place, name in enumerate(REASONS)}, int(unknown)


def _days(rows: "Table") -> tuple[date, date]:
    found = rows.aggregate(first=rows.day.min(), last=rows.day.max()).to_pandas().iloc[0]
    import pandas as pd

    return pd.Timestamp(found["first"]).date(), pd.Timestamp(found["last"]).date()
