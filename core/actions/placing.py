"""Files for a dataset that is there: which of its tables each of them goes on with."""

from collections.abc import Mapping, Sequence

from core.actions.import_draft import DraftTable, ImportDraft
from core.base.errors import AppError
from core.base.model import Value
from core.base.values import Dataset, Table
from core.data.exports.names import plain

OWN = ""
"""The wish that a table stays one of its own."""
_ALIKE = 0.5
_ALIKE_BY_NAME = 0.25


class Placing(Value):
    """Where a table of a draft goes: `into` a table of the dataset, None beside them.

    `choices` are the tables that it may go on with, more than one where nothing
    tells which; `asked`: the user has not said it yet.
    """

    table: str
    title: str
    into: str | None = None
    choices: tuple[str, ...] = ()
    asked: bool = False


def placings(
    draft: ImportDraft, base: Dataset, wishes: Mapping[str, str] | None = None
) -> tuple[Placing, ...]:
    """Where each table goes, told from its columns; `wishes` (by its name or title) come first.

    Raises AppError place_unknown for a wish for what is not there, place_taken for several
    files that are wished into one table.
    """
    said = _said(draft, base, wishes or {})
    alike = {
        (one.name, other.name): _alike(one, other) for one in draft.tables for other in base.tables
    }
    taken = {into for into in said.values() if into != OWN}
    found = {}
    for one in sorted(draft.tables, key=lambda t: -max(alike[t.name, b.name] for b in base.tables)):
        if one.name in said:
            found[one.name] = _placing(one, [said[one.name]] if said[one.name] else [])
            continue
        free = [table for table in base.tables if table.name not in taken]
        found[one.name] = _placing(one, _likeliest(one, free, alike))
        taken |= {found[one.name].into or OWN}
    return tuple(found[table.name] for table in draft.tables)


def placed(draft: ImportDraft, found: Sequence[Placing], base: Dataset) -> ImportDraft:
    """The draft, its tables called as those they go on with; the others are called anew where a
    table of their name is there. Raises AppError table_ambiguous."""
    for place in found:
        if place.asked:
            raise AppError("table_ambiguous", file=place.title, tables=list(place.choices))
    into = [place.into for place in found if place.into]
    if len(into) > len(set(into)):
        raise ValueError(f"several tables go into one: {into}")
    taken: set[str | None] = {*(table.name for table in base.tables), *into}
    tables = []
    for table, place in zip(draft.tables, found, strict=True):
        name = place.into or _free(table.name, taken)
        taken.add(name)
        tables.append(table.model_copy(update={"name": name}))
    return draft.model_copy(update={"tables": tuple(tables)})


def _said(draft: ImportDraft, base: Dataset, wishes: Mapping[str, str]) -> dict[str, str]:
    known = {
        name: table.name
        for table in draft.tables
        for name in (table.raws[0].source.name, table.title, table.name)
    }
    there = [table.name for table in base.tables]
    files = [table.raws[0].source.name for table in draft.tables]
    for name, into in wishes.items():
        if name not in known or into not in (*there, OWN):
            raise AppError("place_unknown", name=name, into=into, files=files, tables=there)
    said = {known[name]: into for name, into in wishes.items()}
    for into in said.values():
        files = [table.title for table in draft.tables if said.get(table.name) == into]
        if into != OWN and len(files) > 1:
            raise AppError("place_taken", into=into, files=files)
    return said


def _placing(table: DraftTable, choices: Sequence[str]) -> Placing:
    return Placing(
        table=table.name,
        title=table.title,
        into=choices[0] if len(choices) == 1 else None,
        choices=tuple(choices),
        asked=len(choices) > 1,
    )


def _likeliest(
    one: DraftTable, free: Sequence[Table], alike: Mapping[tuple[str, str], float]
) -> list[str]:
    """The tables most like it; of several the one of its file's name."""
    fitting = {
        table.name: alike[one.name, table.name]
        for table in free
        if alike[one.name, table.name] >= _least(one, table)
    }
    best = [name for name, score in fitting.items() if score == max(fitting.values())]
    titled = [table.name for table in free if table.name in best and table.title == one.title]
    return titled if len(titled) == 1 else best


def _least(one: DraftTable, other: Table) -> float:
    """How like they must be: the same kind of table may have got other columns."""
    if one.name != other.name:
        return _ALIKE
    return _ALIKE_BY_NAME if one.name == "plain" else 1e-9


def _alike(one: DraftTable, other: Table) -> float:
    """The share of the columns of both that both have."""
    mine, theirs = ({plain(c.name) for c in side} for side in (one.mapping.columns, other.columns))
    return len(mine & theirs) / len(mine | theirs)


def _free(name: str, taken: set[str | None]) -> str:
    number, found = 2, name
    while found in taken:
        found = f"{name[:36]}_{number}"
        number += 1
    return found
