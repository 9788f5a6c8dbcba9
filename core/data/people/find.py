"""Which columns of a file tell who a person is: by the known export, their name, their cells."""

from collections.abc import Iterable, Mapping, Sequence

import pandas as pd

from core.base.recipe import PersonalColumn
from core.data.cells import NULLS_IN_NUMBERS
from core.data.exports.catalog import form_of
from core.data.exports.describe import Form, Hint
from core.data.exports.names import plain, shape_of
from core.data.exports.recognise import recognise
from core.data.identifiers import name_strength
from core.data.options import People
from core.data.people.looks import (
    agrees,
    are_people,
    have_given_names,
    kind_by_cells,
    may_be_people,
)
from core.data.people.names import folded, is_bare_name, kind_of, may_be_person, of_places

Rows = Sequence[Sequence[str]]
Hints = Mapping[str, Hint | None]
Found = dict[str, tuple[str, str]]
"""Kind and reason by column."""
_STRONG = ("email", "phone", "name", "address", "account")
_BY_NAME = (*_STRONG, "ip", "birthday")
_ASKED = ("birthday",)
"""Kinds that stay until the user says otherwise: a day that models learn much from."""
_FEWEST = 3
"""So many different names make a column one of people."""
_ALIKE = 0.5
"""The share of their columns that a file and an earlier one have in common to be of one kind."""
_AREAS = ("city", "prefix", "province", "country", "state")


def find(names: Sequence[str], rows: Rows, file: str, people: People) -> tuple[PersonalColumn, ...]:
    """The columns that tell who a person is, those that stay as they are among them.

    `rows` is a sample of the records of the table, `file` its shown name.
    """
    samples = {name: filled(row[place] for row in rows if place < len(row))
               for place, name in enumerate(names)}  # fmt: skip
    return find_in(samples, hints_of(names, rows, file), people)


def find_in(
    samples: Mapping[str, Sequence[str]], hints: Hints, people: People
) -> tuple[PersonalColumn, ...]:
    """The same by cells with content of each column, and what known exports say of it."""
    names = tuple(samples)
    unknown = {name: samples[name] for name in names if hints.get(name) is None}
    found = {n: (_kind(n, hint), "export") for n, hint in hints.items() if hint and _tells(hint)}
    found |= {one.column: (one.kind, one.reason) for one in people.later_in(names)}
    found |= {one.column: (one.kind, one.reason) for one in people.above if one.column in names}
    found |= _replaced_before(names, people)
    found |= _by_name(unknown, names)
    found |= _by_cells({name: unknown[name] for name in unknown if name not in found})
    found |= _postcodes(unknown, found)
    found |= _people({name: unknown[name] for name in unknown if name not in found}, found)
    found |= {name: (kind_of(name) or "note", "user") for name in people.replace if name in names}
    before = _kept_before(names, people)
    kept = {*people.keep, *(before or ())}
    if before is None and not people.settled:
        kept |= {name for name, of in found.items() if of[0] in _ASKED and of[1] != "user"}
    return tuple(
        PersonalColumn(
            column=name,
            kind=found[name][0],
            reason=found[name][1],
            kept=people.keep_all or name in kept,
        )
        for name in names
        if name in found
    )


def filled(cells: Iterable[str]) -> list[str]:
    """The cells that hold more than a word for nothing."""
    return [cell for cell in cells if cell.strip().casefold() not in NULLS_IN_NUMBERS]


def hints_of(names: Sequence[str], rows: Rows, file: str) -> Hints:
    """What the exports that the table may be know of each column; what tells of people first."""
    texts = pd.DataFrame([row for row in rows if len(row) == len(names)], columns=list(names))
    known: dict[str, Hint | None] = {}
    for match in recognise(names, texts, file):
        form = form_of(match.export, match.form)
        if form is None:
            continue
        for name, usual in zip(names, _usual(names, form), strict=True):
            hint = form.hint(usual)
            if known.get(name) is None or _tells(hint):
                known[name] = hint
    return known


def _usual(names: Sequence[str], form: Form) -> Sequence[str]:
    """The names that a form gives to the columns of a file without header."""
    given = next((step.facts["names"] for step in form.steps if step.code == "name_columns"), "")
    usual = given.split(";")
    return usual if form.headerless is not None and len(usual) == len(names) else names


def _tells(hint: Hint | None) -> bool:
    """Whether a described column tells who somebody is; a town alone does not."""
    if hint is None or "personal" not in hint.flags:
        return False
    return not any(word in folded(hint.name).split("_") for word in _AREAS)


def _kind(name: str, hint: Hint) -> str:
    return kind_of(name) or ("account" if hint.role == "user_id" else "note")


def _by_name(samples: Mapping[str, Sequence[str]], names: tuple[str, ...]) -> Found:
    """Columns whose name says so, where their cells do not say otherwise."""
    found: Found = {}
    for name, cells in samples.items():
        kind = kind_of(name)
        if kind in _BY_NAME and agrees(kind, cells):
            found[name] = (kind, "name")
    places = of_places(names)
    return {n: f for n, f in found.items() if not places or f[0] not in ("phone", "address")}


def _by_cells(samples: Mapping[str, Sequence[str]]) -> Found:
    """Columns whose cells are written as e-mail addresses, phone numbers, streets."""
    places = of_places(tuple(samples))
    found: Found = {}
    for name, cells in samples.items():
        kind = kind_by_cells(cells, name_strength(name) is not None)
        if kind is not None and not (places and kind != "email"):
            found[name] = (kind, "cells")
    return found


def _postcodes(samples: Mapping[str, Sequence[str]], found: Found) -> Found:
    """Postcodes, where the table tells of people otherwise too: alone they are regions."""
    if not any(kind in _STRONG for kind, _ in found.values()):
        return {}
    return {name: ("postcode", "name") for name in samples if kind_of(name) == "postcode"}


def _people(samples: Mapping[str, Sequence[str]], found: Found) -> Found:
    """Columns called `customer`, `name` or nothing at all whose cells read as people's names.

    A bare name is only one of a person where the table has e-mail addresses, phones or streets,
    that of a nested record (`items.name`) where that record has them;
    one or two different names are believed where another column tells of people, and a column
    called `customer` may then spell them in any way, as it may where they are given names.
    """
    kinds = {kind for kind, _ in found.values()}
    reached = [name for name, (kind, _) in found.items() if kind in ("email", "phone", "address")]
    beside = not kinds.isdisjoint(_STRONG)
    fewest = 1 if beside else _FEWEST

    def tells(name: str, cells: Sequence[str]) -> bool:
        if is_bare_name(name):
            above = name.rpartition(".")[0]
            near = any(not above or other.rpartition(".")[0] == above for other in reached)
            return near and are_people(cells, fewest)
        sure = are_people(cells, fewest) or have_given_names(cells)
        return sure or (beside and may_be_people(cells))

    return {
        name: ("name", "cells")
        for name, cells in samples.items()
        if may_be_person(name) and tells(name, cells)
    }


def _kept_before(names: Sequence[str], people: People) -> tuple[str, ...] | None:
    """The columns that were kept in the latest file of the same shape, None without one."""
    if people.settled:
        return None
    shape = shape_of(names)
    return next((columns for known, columns in people.before if known == shape), None)


def _replaced_before(names: Sequence[str], people: People) -> Found:
    """The columns that were replaced in earlier files of much the same columns."""
    mine = {*shape_of(names)}
    alike = (columns for known, columns in people.replaced
             if len(mine & {*known}) >= _ALIKE * len(mine | {*known}))  # fmt: skip
    told = {plain(one.column): (one.kind, one.reason) for columns in alike for one in columns}
    return {name: told[plain(name)] for name in names if plain(name) in told}
