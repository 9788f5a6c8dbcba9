"""Who met which item, when and how: a row for each meeting, in whole numbers.

Ids become places while they are read, so that tens of millions of rows fit into memory; beyond it
the engine spills to disk.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING

import numpy as np
from numpy.typing import NDArray

from core.base.values import Column
from core.data.queries.engine import connect, table, view
from core.data.queries.met import BESIDE, Met, Tables, met_in
from core.data.queries.places import Coded, Places, places_of, words_of

if TYPE_CHECKING:
    import pyarrow as pa
    from ibis.expr.types import IntegerValue, Table

Ids = NDArray[np.object_]
_MEMORY = "600MB"
MOST_WORDS = 10_000
_DAY = 86_400_000_000.0
_KEYS = ["user", "item", "event", "time", "basket"]


@dataclass(frozen=True)
class Lines:
    """A typed Parquet file whose rows are meetings; `orders` is the file of their orders, with its
    columns, where customer or time stand only there. `turn` is a column of either that counts the
    orders of a customer, for want of times; `beside` are those that tell more of a meeting, by the
    names they are given."""

    path: Path
    columns: Sequence[Column]
    orders: tuple[Path, Sequence[Column]] | None = None
    turn: str | None = None
    beside: Mapping[str, str] = field(default_factory=dict)


@dataclass(frozen=True)
class Words:
    """What a column says of each meeting: `code` (n,) is the place of its word in `words`, the
    commonest first, -1 where it is empty, or of a word behind the first `MOST_WORDS`."""

    code: NDArray[np.int16]
    words: tuple[str, ...]


@dataclass(frozen=True)
class Meetings:
    """The meetings (n,) by time, those of one time as in the file: `user` and `item` as places in
    `users` and `items`, `event` as one in `met.EVENTS`, `day` in days since 1970, NaN where no time
    is known, and `basket`, the same number for what was met together. `told` counts the rows that
    are not read as they stand, of which `repeated` say all the same as another; `beside` is what
    else the lines tell of each."""

    user: NDArray[np.int32]
    item: NDArray[np.int32]
    event: NDArray[np.int8]
    day: NDArray[np.float64]
    basket: NDArray[np.int32]
    users: Ids
    items: Ids
    told: Met
    repeated: int
    beside: Mapping[str, Words] = field(default_factory=dict)

    def __len__(self) -> int:
        return len(self.user)


def meetings(lines: Lines, today: date) -> Meetings:
    """Reads them. Order lines without returns, cancelled orders, what was never paid and what is no
    product; events without what is no liking; rows of a customer, an item and a time, up to
    `today`. Where fewer than half of the rows have a time none of them counts.

    A basket is an order of a customer, else a day, else a row. Of rows that tell the same customer,
    item, event, time and basket the first stays. Where no row has a customer, each order is one.
    """
    paths = [lines.path] if lines.orders is None else [lines.path, lines.orders[0]]
    backend = connect(*paths, memory=_MEMORY)
    try:
        orders = lines.orders and (table(backend, lines.orders[0]), lines.orders[1])
        rows = table(backend, lines.path)
        tables = Tables(rows, lines.columns, orders or None, lines.turn, lines.beside)
        met = met_in(tables, today)
        kept = view(met.rows)
        items = places_of(backend, kept, "item")
        told = kept.semi_join(items.table, kept.item == items.table.raw)
        users = places_of(backend, told, "user")
        coded, words = _coded(kept, users, items), {}
        for name in lines.beside:
            known = words_of(backend, coded, BESIDE + name, MOST_WORDS)
            coded, words[name] = _with_words(coded, known, BESIDE + name), known.words
        found = _alone(coded).to_pyarrow()
    finally:
        backend.disconnect()
    return _made(found, met.and_blank(users.blank, items.blank), (users.ids, items.ids), words)


def _alone(rows: "Table") -> "Table":
    """The first of all rows that tell the same, by time."""
    beside = [name for name in rows.columns if name.startswith(BESIDE)]
    more = {name: rows[name].argmin(rows.row) for name in beside}
    first = rows.aggregate(by=_KEYS, row=rows.row.min(), turn=rows.turn.min(), **more)
    return first.order_by(["time", "turn", "row"]).select(*_KEYS, *beside)


def _made(
    found: "pa.Table", met: Met, ids: tuple[Ids, Ids], words: Mapping[str, tuple[str, ...]]
) -> Meetings:
    """Takes the columns out one by one: there may be tens of millions of rows."""
    count = len(found)
    columns = dict(zip(found.column_names, found.columns, strict=True))
    del found
    day = columns.pop("time").to_numpy() / _DAY
    user, item, event, basket = (columns.pop(name).to_numpy() for name in _KEYS if name != "time")
    repeated = met.counts["kept"] - count
    beside = {
        name: Words(columns.pop(BESIDE + name).to_numpy(), known) for name, known in words.items()
    }
    return Meetings(user, item, event, day, _numbered(basket), *ids, met, repeated, beside)


def _numbered(keys: NDArray[np.int64]) -> NDArray[np.int32]:
    """The keys as numbers from 0, in their order."""
    order = np.argsort(keys, kind="stable")
    new = np.diff(keys[order], prepend=keys[order[:1]]) != 0
    numbers = np.empty(len(keys), np.int32)
    numbers[order] = np.cumsum(new, dtype=np.int32)
    return numbers


def _coded(rows: "Table", users: Places, items: Places) -> "Table":
    """The rows with places for ids, and a number that is the same for what is of one basket."""
    first = rows.join(users.table, rows.user == users.table.raw).drop("raw", "user")
    second = first.rename(user="place")
    both = second.join(items.table, second.item == items.table.raw).drop("raw", "item")
    coded = both.rename(item="place")
    return coded.mutate(basket=_basket(coded)).drop("order", "date")


def _with_words(rows: "Table", words: "Coded", column: str) -> "Table":
    """The rows with the places of their words in the column, -1 for none."""
    both = rows.left_join(words.table, rows[column] == words.table.raw).drop("raw", column)
    return both.mutate(**{column: both.place.fill_null(-1).cast("int16")}).drop("place")


def _basket(rows: "Table") -> "IntegerValue":
    """Different numbers (64 bits) for different baskets."""
    import ibis

    user = rows.user.cast("int64")
    of_day = user * (1 << 20) + rows.date
    of_order = rows.order.hash() ^ (user * 2_654_435_761)
    rest = ibis.coalesce(of_day, rows.row)
    return ibis.ifelse(rows.order.isnull(), rest, of_order)
