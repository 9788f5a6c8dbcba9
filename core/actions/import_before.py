"""Columns of a file read as in an earlier version of its table, where that still fits."""

from collections.abc import Sequence
from typing import TYPE_CHECKING

from core.base.values import Column, Table
from core.data.cells import cells_of
from core.data.convert import convert
from core.data.local_day import MIXED
from core.data.mapping import Mapping
from core.data.raw import RawTable, column_of
from core.data.roles import role_fits
from core.data.sampled import sampled
from core.data.understand import stepped

if TYPE_CHECKING:
    from core.actions.import_draft import DraftTable

_READ = ("type", "style", "reason")
_MEANT = ("role", "personal")
_FEW = 0.2
"""Share of its cells that a column may lose before it loses the role that needs its type."""


def as_before(table: "DraftTable", before: Table) -> Mapping:
    """The mapping of a table with types, roles and styles as in its earlier version.

    What the user said in this draft stays; so do type and style that read more
    of the cells than those of before, with the questions about them.
    """
    mapping, wished = table.mapping, table.changes
    known = {column.name: column for column in before.columns}
    raws = [sampled(raw) for raw in stepped(table.work).raws]
    columns: list[Column] = []
    settled: set[str] = set()
    for place, column in enumerate(mapping.columns):
        old = known.get(column.name)
        if old is None or column.name in {*wished.types, *wished.styles, *wished.roles}:
            columns.append(column)
            continue
        names = list(_MEANT)
        said = column.name in table.recipe.marks and old.style != column.style
        if not said and _fits_as_well(raws, place, old, column):
            names += _READ
            settled.add(column.name)
        columns.append(
            _meant(column.model_copy(update={name: getattr(old, name) for name in names}))
        )
    notes = tuple(n for n in mapping.notes if n.column not in settled or n.code == MIXED)
    return mapping.model_copy(update={"columns": tuple(columns), "notes": notes})


def _meant(column: Column) -> Column:
    """The column without a role that its type cannot have: a price that is text by now."""
    if role_fits(column.role, column.type):
        return column
    return column.model_copy(update={"role": None})


def _fits_as_well(raws: Sequence[RawTable], place: int, old: Column, new: Column) -> bool:
    """Whether the cells read no worse in the old type and style than in the new.

    Words read any cell: a column that could not keep its role as words (a price, a date) stays
    what it was unless more than `_FEW` of its cells cannot be read so.
    """
    if (old.type, old.style) == (new.type, new.style):
        return True
    cells = cells_of(column_of(raws, place))
    as_old, as_new = (convert(cells, way.type, way.style) for way in (old, new))
    unread = int(as_old.bad.sum())
    if not role_fits(old.role, new.type):
        return unread <= _FEW * (unread + int(as_old.values.notna().sum()))
    return unread <= int(as_new.bad.sum())
