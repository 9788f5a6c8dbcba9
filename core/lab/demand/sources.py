"""Where a column that is known ahead is: which table, which days its rows are of, which keys."""

from dataclasses import dataclass, replace

from core.base.errors import AppError
from core.base.values import OF_SALES, Column, Dataset, Table
from core.data.queries.by_day import Told
from core.data.roles import meant_by
from core.data.words import joined
from core.demand.panel import Panel
from core.store.reader import DatasetReader

_ENDS = ("end", "until", "to", "till", "thru", "through", "结束", "截止", "ende", "bis", "fin")
_NUMBERS = ("number", "integer", "boolean")
_SOLD = ("order_lines", "orders", "events")
"""Kinds of tables that have a row only where something was sold."""
_KEYS = ("item_id", "store_id", "category")


@dataclass(frozen=True)
class Source:
    """A column that is told by day or by span; `words` is whether it holds words; `sites` are the
    keys of its table that the panel does not tell apart; `sold` is whether its rows are sales, so
    that it tells nothing where nothing was sold."""

    name: str
    told: Told
    words: bool
    sites: tuple[str, ...]
    sold: bool = False

    @property
    def keys(self) -> tuple[str, ...]:
        """The keys that the panel is by too."""
        return tuple(name for name in self.told.keys if name not in self.sites)

    def of_sales(self) -> "Source":
        """The column of a table whose rows are sales: each is of its day."""
        return replace(self, told=replace(self.told, end=None), sold=True)

    def of_word(self, word: str) -> "Source":
        """Whether the column has this word."""
        return replace(
            self, name=f"{self.name} = {word}", told=replace(self.told, word=word), words=False
        )


def source_of(store: DatasetReader, dataset: Dataset, sales: Table, name: str, by: Panel) -> Source:
    """Where the column `name` is: in the table of sales, in the one it names (`table.column`), or
    in the first other that has it and dates. Raises AppError future_unknown, future_sold (what it
    says is known only once it is sold)."""
    head, _, tail = name.partition(".")
    named = dataset.table(head) if tail else None
    places = [(named, tail)] if named is not None else [(sales, name)]
    if named is None:
        places += [(table, name) for table in dataset.tables if table.name != sales.name]
    for table, wanted in places:
        column = next((c for c in table.columns if wanted in (c.name, c.role)), None)
        if column is not None and day_of(table) is not None:
            if column.role in OF_SALES:
                raise AppError("future_sold", column=column.name, table=table.name)
            found = as_source(store, dataset, table, column, by)
            sold = table.name == sales.name or (table.kind or table.name) in _SOLD
            return found.of_sales() if sold else found
    known = [f"{t.name}.{c.name}" for t in dataset.tables if day_of(t) for c in t.columns]
    raise AppError("future_unknown", column=name, known=known[:40])


def as_source(
    store: DatasetReader, dataset: Dataset, table: Table, column: Column, by: Panel
) -> Source:
    """A column of a table that has days."""
    start = day_of(table)
    if start is None:
        raise ValueError(f"{table.name} has no days")
    keys = keys_of(table, by)
    sites = {c.name: c.name for c in table.columns if c.role in _KEYS and c.name not in keys}
    end = _end(table, start)
    path = store.frame_path(dataset.id, f"{table.name}.parquet")
    prices = meant_by(column.name) == "price"
    told = Told(path, column.name, start, end, keys | sites, prices=prices)
    return Source(column.name, told, column.type not in _NUMBERS, tuple(sites))


def day_of(table: Table) -> str | None:
    """The column that tells the day of a row."""
    dates = [c for c in table.columns if c.type == "datetime"]
    return next((c.name for c in dates if c.role == "timestamp"), dates[0].name if dates else None)


def keys_of(table: Table, panel: Panel) -> dict[str, str]:
    """The columns of a table for those that the panel is by, by name."""
    return {name: name for name in panel.keys.columns if any(c.name == name for c in table.columns)}


def _end(table: Table, start: str) -> str | None:
    """The column of dates that tells when something ends that began on the day `start`."""
    for column in table.columns:
        words = joined(column.name).split("_")
        if column.type == "datetime" and column.name != start and set(words) & set(_ENDS):
            return column.name
    return None
