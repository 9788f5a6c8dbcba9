"""From text to columns with types and roles: proposed with reasons, changed by the user."""

from collections.abc import Mapping as Names
from collections.abc import Sequence
from typing import cast, get_args

from pydantic import Field

from core.base.errors import AppError
from core.base.model import Value
from core.base.values import Column, ColumnType, Finding, Kind, Role
from core.data.cells import Cells, cells_of
from core.data.decimals import mark_of, settled, style_as
from core.data.local_day import MIXED, mixed_zones, zone_of_cells
from core.data.nested import nested_note
from core.data.propose import propose
from core.data.raw import RawTable, column_of, columns_of
from core.data.roles import FITTING, kind_of, propose_roles, role_fits

Marks = Names[str, str]


class Mapping(Value):
    """How a raw table is to be read: the kind of its rows, and type and role of each column.

    `notes` are findings about columns that could be read in more than one way, `open_marks` the
    columns of numbers whose mark may be that of decimals or of thousands, however it was settled.
    """

    kind: str
    columns: tuple[Column, ...]
    notes: tuple[Finding, ...] = ()
    open_marks: tuple[str, ...] = ()


def suggest(raws: Sequence[RawTable], said: Marks | None = None) -> Mapping:
    """Types and roles for the columns of raw tables of the same names, each with its reason.

    `said` are marks of decimals (comma, point) by column, as the user has them.
    """
    found, marks, notes = [], [], []
    for name, texts in zip(raws[0].names, columns_of(raws), strict=True):
        cells = cells_of(texts)
        column, told = _suggest(name, cells)
        found.append(column)
        marks.append(mark_of(column, cells))
        notes += told
    read, unclear = settled(raws, found, marks, said or {})
    columns = propose_roles(read, raws[0].tie)
    kind = kind_of(columns, raws[0].tie)
    both = tuple(c.name for c, mark in zip(columns, marks, strict=True) if mark == "open")
    return Mapping(kind=kind, columns=columns, notes=(*notes, *unclear), open_marks=both)


def _suggest(name: str, cells: Cells) -> tuple[Column, list[Finding]]:
    found = propose(name, cells)
    known = cells.known()
    column = Column(
        name=name,
        type=found.type,
        reason=f"data.reason.{found.reason}",
        style=found.style,
        zone=zone_of_cells(cells, found.style) if found.type == "datetime" else "",
        missing=cells.rows - cells.count(known),
        distinct=int(known.sum()),
    )
    nested = nested_note(cells) if found.type in ("text", "category") else None
    zones = mixed_zones(cells) if column.zone else None
    notes = [*found.notes, *(one for one in (nested, zones) if one)]
    return column, [note.model_copy(update={"column": name}) for note in notes]


class Changes(Value):
    """What the user wants otherwise: types, roles ("" for none) and styles by column, the kind."""

    types: dict[str, str] = Field(default_factory=dict)
    roles: dict[str, str] = Field(default_factory=dict)
    styles: dict[str, str] = Field(default_factory=dict)
    kind: str | None = None


def change(mapping: Mapping, raws: Sequence[RawTable], changes: Changes) -> Mapping:
    """The mapping with the user's wishes.

    A role that needs another type brings it along; a proposed role that the type
    wished for cannot have goes. Raises AppError:
    column_unknown, type_unknown, role_unknown, kind_unknown.
    """
    _check(mapping, changes)
    columns = list(mapping.columns)
    for place, column in enumerate(columns):
        role = changes.roles.get(column.name)
        wish = changes.types.get(column.name) or _type_for(column, role)
        update: dict[str, str | None] = {}
        if role is not None:
            update["role"] = role or None
        if wish is not None and wish != column.type:
            cells = cells_of(column_of(raws, place))
            style = style_as(cells, column, cast(ColumnType, wish))
            update |= {"type": wish, "style": style, "reason": "data.reason.chosen"}
            update["zone"] = zone_of_cells(cells, style) if wish == "datetime" else ""
            if role is None and not role_fits(column.role, cast(ColumnType, wish)):
                update["role"] = None
        if column.name in changes.styles:
            style = changes.styles[column.name]
            told = f"date_{style}" if style in ("day_first", "month_first") else "chosen"
            update |= {"style": style, "reason": f"data.reason.{told}"}
        columns[place] = column.model_copy(update=update)
    columns = _once(columns, changes.roles)
    kind = changes.kind or (kind_of(columns, raws[0].tie) if changes.roles else mapping.kind)
    said = {*changes.types, *changes.styles}
    zoned = {column.name for column in columns if column.zone}
    notes = tuple(
        note
        for note in mapping.notes
        if note.column not in said or (note.code == MIXED and note.column in zoned)
    )
    return mapping.model_copy(update={"columns": tuple(columns), "kind": kind, "notes": notes})


def _check(mapping: Mapping, changes: Changes) -> None:
    known = [column.name for column in mapping.columns]
    for name in (*changes.types, *changes.roles, *changes.styles):
        if name not in known:
            raise AppError("column_unknown", column=name, columns=known[:50])
    for name, wish in changes.types.items():
        if wish not in get_args(ColumnType):
            raise AppError("type_unknown", column=name, type=wish, types=get_args(ColumnType))
    for name, role in changes.roles.items():
        if role and role not in get_args(Role):
            raise AppError("role_unknown", column=name, role=role, roles=get_args(Role))
    if changes.kind is not None and changes.kind not in get_args(Kind):
        raise AppError("kind_unknown", kind=changes.kind, kinds=get_args(Kind))


def _type_for(column: Column, role: str | None) -> ColumnType | None:
    fitting = FITTING.get(role) if role else None  # type: ignore[call-overload]
    return fitting[0] if fitting and column.type not in fitting else None


def _once(columns: list[Column], roles: dict[str, str]) -> list[Column]:
    """Takes a role that the user gave to one column from the column it was proposed for."""
    given = {role for role in roles.values() if role not in ("", "category", "text")}
    return [
        column.model_copy(update={"role": None})
        if column.role in given and column.name not in roles
        else column
        for column in columns
    ]
