"""Numbers such as 1.201: which columns leave their mark open, and what a cell of them would be."""

from core.actions.import_draft import DraftTable, ImportDraft, with_mark
from core.actions.import_look import stepped
from core.base.model import Value
from core.base.values import Column
from core.data.cells import cells_of
from core.data.decimals import NUMERIC, UNCLEAR
from core.data.numbers import is_open, parse_numbers
from core.data.raw import column_of
from core.data.sampled import sampled

MARKS = ("point", "comma")


class AskedDecimals(Value):
    """A column of numbers whose mark may be that of decimals or of thousands: a `cell` of it, what
    it is by each mark, the mark that it is `read` by, and the one that the user said, if any."""

    column: str
    cell: str
    values: dict[str, float]
    read: str
    chosen: str | None = None


def open_decimals(table: DraftTable) -> tuple[str, ...]:
    """The columns whose mark nothing settles: no other column, no earlier version, no answer."""
    noted = {note.column for note in table.mapping.notes if note.code == UNCLEAR}
    return tuple(column.name for column in _columns(table) if column.name in noted)


def decimals_of(table: DraftTable) -> tuple[str, ...]:
    """All columns whose cells leave their mark open, those first that nothing settles."""
    unsettled = open_decimals(table)
    rest = (column.name for column in _columns(table) if column.name not in unsettled)
    return (*unsettled, *rest)


def asked_decimals(table: DraftTable, column: str) -> AskedDecimals | None:
    """What the first open cell of a column would be by either mark; None where it has none."""
    names = [one.name for one in table.mapping.columns]
    place = names.index(column)
    cells = cells_of(column_of([sampled(raw) for raw in stepped(table).raws], place))
    cell = next((value for value in cells.values if is_open(value)), None)
    if cell is None:
        return None
    style = table.mapping.columns[place].style
    ways = {"point": style.replace("comma", "").strip(), "comma": f"comma {style}"}
    return AskedDecimals(
        column=column,
        cell=cell,
        values={mark: float(parse_numbers([cell], way).values[0]) for mark, way in ways.items()},
        read="comma" if "comma" in style else "point",
        chosen=table.recipe.marks.get(column),
    )


def settled_decimals(draft: ImportDraft, mark: str) -> ImportDraft:
    """The draft with what is open about the decimals of its tables answered."""
    for name in [table.name for table in draft.tables]:
        if columns := open_decimals(draft.table(name)):
            draft = with_mark(draft, name, columns, mark)
    return draft


def _columns(table: DraftTable) -> list[Column]:
    marked = set(table.mapping.open_marks)
    return [c for c in table.mapping.columns if c.name in marked and c.type in NUMERIC]
