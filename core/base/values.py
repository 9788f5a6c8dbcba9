"""Values that cross between rooms: columns, findings, datasets."""

from datetime import UTC, date, datetime
from typing import Literal

from pydantic import Field

from core.base.model import Value
from core.base.recipe import Recipe

ColumnType = Literal["integer", "number", "boolean", "category", "text", "datetime", "id"]
"""How a column is stored: Int64, float64, boolean, string (category, text, id), datetime64[us]."""

Role = Literal[
    "user_id", "item_id", "store_id", "order_id", "timestamp", "quantity", "price",
    "event", "rating", "text", "category", "target",
    "amount", "currency", "refund", "is_return", "is_product", "is_unpaid", "is_adjustment",
    "business_date",
]  # fmt: skip
"""`amount` is the money of the whole row, `price` of one unit; `refund` is money given back.
`is_unpaid` marks what was never paid, `is_adjustment` corrections that are no sale and no return;
`business_date` is the day of the `timestamp` on the shop's own clock."""

OF_SALES: frozenset[Role] = frozenset({
    "quantity", "amount", "refund", "currency", "rating", "event",
    "is_return", "is_product", "is_unpaid", "is_adjustment",
})  # fmt: skip
"""Roles of columns that say what was sold, or follow from it: nobody knows them ahead."""

Kind = Literal[
    "order_lines", "visits", "events", "products", "customers", "stores", "stock",
    "promotions", "suppliers", "reviews", "calendar", "orders", "payments", "prices",
    "ratings", "sales_panel", "item_totals", "item_attributes", "categories", "sessions",
    "settlements", "plain",
]  # fmt: skip
Severity = Literal["info", "warning", "error"]


def now() -> datetime:
    """The present instant, in UTC."""
    return datetime.now(UTC)


class Column(Value):
    """One column of a table. `reason` is the text key that says why type and role were proposed.

    `style` says how its cells are written, for reading the next file alike:
    `comma` (decimal comma), `percent`, `day_first`, `month_first`, `compact`, `Yes/No`.
    `personal` says that the cells tell who a person is, or where to find them. `zone` is
    UTC where times told their zone and are kept in UTC, empty where they are kept as they stood.
    """

    name: str
    type: ColumnType
    role: Role | None = None
    reason: str = ""
    style: str = ""
    missing: int = 0
    distinct: int = 0
    personal: bool = False
    zone: str = ""

    def spelled(self, word: str) -> str:
        """A value as the source wrote it: `true` of a Yes/No column is Yes."""
        return dict(zip(("true", "false"), self._pair(), strict=False)).get(word, word)

    def unspelled(self, word: str) -> str:
        """The value that `word` of the source stands for: Yes of a Yes/No column is `true`."""
        pairs = zip(self._pair(), ("true", "false"), strict=False)
        return {written.casefold(): value for written, value in pairs}.get(word.casefold(), word)

    def _pair(self) -> tuple[str, ...]:
        yes, slash, no = self.style.partition("/")
        return (yes, no) if self.type == "boolean" and slash else ()


class Finding(Value):
    """One coded quality finding. Its sentence is the text `data.finding.<code>`.

    `count` of `rows` are concerned (what they count: `data.units`; with `sampled`
    only a sample of the table was looked at); `examples` are cells or row numbers as text.
    """

    code: str
    severity: Severity
    table: str
    column: str | None = None
    count: int = 0
    rows: int = 0
    examples: tuple[str, ...] = ()
    sampled: bool = False


class Replaced(Value):
    """Rows of a file that were taken out of its table later, for those of the files `by`."""

    by: tuple[str, ...]
    rows: int


class Source(Value):
    """One file as it came: its name, size in bytes, sha256, and how it was read; `table` is the
    one of the dataset that its rows are in, where `rows` of them (None: not known) stand one after
    the other, behind those of the files before it; others were `replaced`."""

    name: str
    bytes: int
    sha256: str
    encoding: str | None = None
    delimiter: str | None = None
    sheet: str | None = None
    table: str = ""
    rows: int | None = None
    replaced: tuple[Replaced, ...] = ()


class DaysReplaced(Value):
    """Days of a table, `first` to `last`, whose rows (`gone`) were taken out for those that `came`
    from the files `by`."""

    first: date
    last: date
    by: tuple[str, ...]
    gone: int
    came: int


class Table(Value):
    """One table of a dataset: `name` is its kind, or that of its file for the second of a kind;
    `kind` is what each row stands for, `title` the name of its file, without ending. `rows_read`
    are the rows and set-aside records of its files, `lines` their physical lines by class, `days`
    those that were replaced, the latest last."""

    name: str
    rows: int
    columns: tuple[Column, ...]
    title: str = ""
    kind: str = ""
    rows_read: int = 0
    lines: dict[str, int] = Field(default_factory=dict)
    days: tuple[DaysReplaced, ...] = ()

    def column(self, name: str) -> Column | None:
        """The column called `name`, or None."""
        return next((c for c in self.columns if c.name == name), None)


class Dataset(Value):
    """The manifest of an immutable dataset: one version of a shop.

    `data_hash` is the sha256 over its tables' files; `lines` counts the
    physical lines of the sources by class; rows_read = rows_kept + rows_set_aside +
    rows_replaced (those taken out for others of their days).
    `limits` are codes (text `data.limit.<code>`) of what it cannot be used for;
    `recipes` are by table.
    """

    id: str
    name: str
    kind: str
    created: datetime
    tables: tuple[Table, ...]
    data_hash: str
    sources: tuple[Source, ...] = ()
    rows_read: int = 0
    rows_kept: int = 0
    rows_set_aside: int = 0
    rows_replaced: int = 0
    lines: dict[str, int] = Field(default_factory=dict)
    totals: dict[str, float] = Field(default_factory=dict)
    findings: tuple[Finding, ...] = ()
    export: str | None = None
    limits: tuple[str, ...] = ()
    recipes: dict[str, Recipe] = Field(default_factory=dict)
    parent: str | None = None
    trashed: datetime | None = None

    def table(self, name: str) -> Table | None:
        """The table called `name`, or None."""
        return next((t for t in self.tables if t.name == name), None)
