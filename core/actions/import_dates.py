"""Dates that can be read in two ways: which column, which cell shows it, and what it would be."""

from datetime import datetime

from core.actions.import_draft import DraftTable
from core.actions.import_look import stepped
from core.base.model import Value
from core.base.values import Column
from core.data.cells import Cells, cells_of
from core.data.dates import DATE_ORDERS, date_style, parse_dates
from core.data.mapping import Changes
from core.data.raw import column_of
from core.data.sampled import sampled


class AskedDates(Value):
    """A column of dates whose order nothing in the file shows: a `cell` of it, both readings by
    their order, the order that is `assumed` and `why` (`rising`: the dates then run forward more
    often, `points`, `before`: as in the version before, or `nothing` speaks for it), and the order
    that the user chose, if any."""

    column: str
    cell: str
    read: dict[str, datetime]
    assumed: str
    why: str
    chosen: str | None = None


def asked_dates(table: DraftTable) -> tuple[AskedDates, ...]:
    """The columns whose dates leave it open whether day or month comes first."""
    chosen = {name: s for name, s in table.changes.styles.items() if s in DATE_ORDERS}
    noted = {n.column for n in table.mapping.notes if n.code == "date_order_ambiguous"}
    found = (
        _asked(column, _cells(table, place), chosen.get(column.name))
        for place, column in enumerate(table.mapping.columns)
        if column.type == "datetime" and column.name in {*noted, *chosen}
    )
    return tuple(ask for ask in found if ask is not None)


def settled(table: DraftTable, order: str) -> Changes:
    """The change that answers what is still open about the dates of a table."""
    asked = (ask for ask in asked_dates(table) if ask.chosen is None)
    return Changes(styles={ask.column: order for ask in asked})


def _cells(table: DraftTable, place: int) -> Cells:
    """The different cells of a column, in the order of the files."""
    return cells_of(column_of([sampled(raw) for raw in stepped(table).raws], place))


def _asked(column: Column, cells: Cells, chosen: str | None) -> AskedDates | None:
    """The question, by the first cell that it makes a difference for."""
    likely = date_style(cells.values, cells.counts)
    for cell in cells.values:
        read = {order: parse_dates([cell], order)[0][0] for order in DATE_ORDERS}
        if len(set(read.values())) > 1:
            both = {order: instant.astype(datetime) for order, instant in read.items()}
            if all(both.values()):
                return AskedDates(
                    column=column.name,
                    cell=cell,
                    read=both,
                    assumed=column.style,
                    why=likely.why if likely.order == column.style else "before",
                    chosen=chosen,
                )
    return None
