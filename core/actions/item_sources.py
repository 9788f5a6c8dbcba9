"""What the tables of a dataset know of the items of a run: stock, products, suppliers."""

from collections.abc import Sequence
from dataclasses import dataclass

import pandas as pd

from core.actions.desk import Desk
from core.actions.item_columns import ITEM_COLUMNS, meaning
from core.base.values import Column, Dataset, Table
from core.data.queries.latest import latest
from core.data.roles import is_stock
from core.demand.panel import escaped
from core.inventory.currency import MONEY, joined
from core.inventory.given import TEXTS
from core.lab.demand.bundle import DemandBundle

_SUMMED = ("on_hand", "on_order")
"""What is added up over the shops that a series is sold in; all else is the same in each."""
_FIRST = ("stock", "products", "suppliers")
_NUMBERS = ("integer", "number")
_ALWAYS = frozenset({"timestamp", "item_id", "store_id"})


@dataclass(frozen=True)
class Source:
    """Where a column comes from: `table` and its `column`, the days of the rows that were taken
    (None: it has none), and for how many `items` it tells something."""

    name: str
    table: str
    column: str
    first: str | None
    last: str | None
    items: int


@dataclass(frozen=True)
class Offer:
    """What is known: `items`, a row for each series by `series_id` with columns of ours, and the
    `sources` of these."""

    items: pd.DataFrame
    sources: tuple[Source, ...]


def offered(desk: Desk, bundle: DemandBundle) -> Offer:
    """What the dataset of a run knows of its items; no columns where nothing. A column is of the
    first table that tells it: stock, then products, then suppliers, then others."""
    dataset = desk.workspace.dataset(bundle.about.spec.dataset)
    keys = bundle.panel.keys.astype(str)
    found = pd.DataFrame({"series_id": escaped(keys)})
    sources: list[Source] = []
    rank = {kind: place for place, kind in enumerate(_FIRST)}
    ours = bundle.about.question.table
    tables = [table for table in dataset.tables if table.name != ours]
    for table in sorted(tables, key=lambda one: rank.get(one.kind or one.name, len(rank))):
        by = _by(table, bundle, found)
        if by is None:
            continue
        for meant, column in _new(_meant(table), found).items():
            told, days = _told(desk, dataset, table, by, (meant, column))
            place = found["supplier"] if list(by) == ["supplier"] else _joined(keys, list(by))
            cells = place.map(told)
            if cells.notna().any():
                found[meant] = _with_others(found.get(meant), cells).to_numpy()
                known = int(cells.notna().sum())
                sources.append(Source(meant, table.name, column, *days, known))
    return Offer(found, tuple(sources))


def _new(meant: dict[str, str], found: pd.DataFrame) -> dict[str, str]:
    """What is not known yet of the columns of a table; its currency where it tells any money."""
    new = {ours: column for ours, column in meant.items() if ours not in found}
    if "currency" in meant and set(MONEY) & set(new):
        return new | {"currency": meant["currency"]}
    return {ours: column for ours, column in new.items() if ours != "currency"}


def _with_others(before: pd.Series | None, cells: pd.Series) -> pd.Series:
    """The cells of a column with those of tables before, which only currencies have."""
    if before is None:
        return cells
    both = pd.concat([before.reset_index(drop=True), cells.reset_index(drop=True)]).dropna()
    return both.groupby(level=0).agg(joined).reindex(range(len(cells)))


def _by(table: Table, bundle: DemandBundle, found: pd.DataFrame) -> dict[str, str] | None:
    """What a table's rows are about: keys of the series (its items at least), or suppliers that
    were found already; key -> column."""
    keys = [str(name) for name in bundle.panel.keys.columns]
    there = {name: name for name in keys if table.column(name) is not None}
    items = {c.name for c in table.columns if c.role == "item_id"}
    if items & set(there):
        return there
    names = [c.name for c in table.columns if meaning(c.name) == "supplier" and c.type == "id"]
    return {"supplier": names[0]} if names and "supplier" in found else None


def _meant(table: Table) -> dict[str, str]:
    """The columns that say something of an item: ours -> theirs, the first of each."""
    found: dict[str, str] = {}
    for column in table.columns:
        meant = _meaning(column)
        fits = meant in TEXTS or column.type in _NUMBERS
        if meant in ITEM_COLUMNS and fits and column.role not in _ALWAYS:
            found.setdefault(str(meant), column.name)
    return found


def _meaning(column: Column) -> str | None:
    if column.role == "currency":
        return "currency"
    return "on_hand" if is_stock(column.name) else meaning(column.name)


def _told(
    desk: Desk, dataset: Dataset, table: Table, by: dict[str, str], named: tuple[str, str]
) -> tuple[pd.Series, tuple[str | None, str | None]]:
    """What a column tells by key, and the first and last day of the rows it is taken from."""
    meant, column = named
    path = desk.workspace.reader.frame_path(dataset.id, f"{table.name}.parquet")
    day = next((c.name for c in table.columns if c.role == "timestamp"), None)
    sites = [c.name for c in table.columns if c.role == "store_id" and c.name not in by.values()]
    rows = latest(path, [*by.values(), *sites], [column], day).dropna(subset=[column])
    if rows.empty:
        return pd.Series(dtype=object), (None, None)
    groups = rows.groupby(_joined(rows, list(by.values())))[column]
    told = groups.sum() if meant in _SUMMED else groups.first()
    if meant == "currency":
        told = groups.agg(joined)
    if day is None:
        return told, (None, None)
    return told, (str(rows["day"].min())[:10], str(rows["day"].max())[:10])


def _joined(rows: pd.DataFrame, columns: Sequence[str]) -> pd.Series:
    return pd.Series(escaped(rows[list(columns)]), index=rows.index, dtype=object)
