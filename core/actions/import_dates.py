"""Dates that can be read in two ways: which column, which cell shows it, and what it would be."""

from datetime import datetime

from core.actions.import_draft import DraftTable
from core.actions.import_look import as_mended
from core.base.model import Value
from core.data.dates import DATE_ORDERS, parse_dates

_HEAD = 500


class AskedDates(Value):
    """A column of dates whose order nothing in the file shows: a `cell` of it, both readings by
    their order, and the order that the user chose, if any."""

    column: str
    cell: str
    read: dict[str, datetime]
    chosen: str | None = None


def asked_dates(table: DraftTable) -> tuple[AskedDates, ...]:
    """The columns whose dates leave it open whether day or month comes first."""
    chosen = {name: s for name, s in table.changes.styles.items() if s in DATE_ORDERS}
    noted = [n.column for n in table.mapping.notes if n.code == "date_order_ambiguous"]
    names = [name for name in dict.fromkeys([*noted, *chosen]) if name is not None]
    if not names:
        return ()
    head = as_mended(table, _HEAD)
    found = (_asked(name, head[name].dropna().tolist(), chosen.get(name)) for name in names)
    return tuple(ask for ask in found if ask is not None)


def _asked(column: str, cells: list[str], chosen: str | None) -> AskedDates | None:
    """The question, by the first cell that it makes a difference for."""
    for cell in cells:
        read = {order: parse_dates([cell.strip()], order)[0][0] for order in DATE_ORDERS}
        if len(set(read.values())) > 1:
            both = {order: instant.astype(datetime) for order, instant in read.items()}
            if all(both.values()):
                return AskedDates(column=column, cell=cell.strip(), read=both, chosen=chosen)
    return None
