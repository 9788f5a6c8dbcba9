"""Where a dataset tells who met what: the tables that recommenders learn from."""

from dataclasses import dataclass

from core.base.values import Dataset, Table
from core.lab.recommend.sources import Source, sources


@dataclass(frozen=True)
class Told:
    """Whether the rows of a table tell when (`timed`), and what was done (`events`)."""

    timed: bool
    events: bool


def behaviour_tables(dataset: Dataset) -> list[Table]:
    """The tables with an item, and a customer or an order, in each row; the likeliest first."""
    return [one.table for one in sources(dataset)]


def told_by(dataset: Dataset, table: Table) -> Told:
    """What a table tells beside, with the orders that its lines belong to."""
    found = next((one for one in sources(dataset) if one.table == table), Source(table, None))
    return Told(found.timed, any(column.role == "event" for column in found.columns))
