"""What is wanted of the personal data in a file, by the user or as before, when it is read."""

from collections.abc import Mapping, Sequence

from core.actions.import_again import origin, read_again
from core.actions.import_draft import ImportDraft
from core.actions.import_place import recipes_before
from core.actions.import_recipe import people_as_before, replaced_in
from core.actions.placing import placings
from core.base.errors import AppError
from core.base.recipe import PersonalColumn, Recipe
from core.base.values import Dataset
from core.data.exports.names import plain
from core.data.options import EVERY, People, ReadOptions
from core.data.parts import part_of
from core.data.raw import RawTable
from core.store.workspace import Workspace

EVERYTHING = EVERY
"""Stands for all personal data, e-mail addresses and phone numbers in text too."""


def with_people(
    options: ReadOptions, keep: Sequence[str] = (), replace: Sequence[str] = ()
) -> ReadOptions:
    """The options with columns that stay as they are, and others that are replaced as well."""
    people = People(keep=tuple(keep), replace=tuple(replace), settled=True)
    return options.model_copy(update={"people": people})


def replaced_as_in(
    workspace: Workspace, draft: ImportDraft, base: Dataset, wishes: Mapping[str, str]
) -> ImportDraft:
    """The draft with every column replaced that is replaced in the table of `base` which its
    table goes on with: files in which one is not are read again.

    `wishes` say where tables go. Raises AppError place_unknown, source_gone, those of reading.
    """
    into = {place.table: base.recipes.get(place.into or "") for place in
            placings(draft, base, wishes)}  # fmt: skip
    pairs = [(raw, into[table.name]) for table in draft.tables for raw in table.raws]
    for raw, recipe in pairs:
        missing = _missing(draft, raw, recipe) if recipe is not None else ()
        if missing:
            options = _options(workspace, draft, raw, [*base.recipes.values()], missing)
            draft = read_again(workspace, draft, raw, options, lambda _: None)
    return draft


def _missing(draft: ImportDraft, raw: RawTable, before: Recipe) -> tuple[PersonalColumn, ...]:
    """The columns of a file that stayed as they are without the user's word, though they were
    replaced before."""
    request = origin(draft, raw)
    people = request.options.people if request is not None else People()
    if people.keep_all:
        return ()
    settled = {one.column for one in raw.people if not one.kept or people.settled}
    known = {plain(one.column): one for one in replaced_in(before)}
    return tuple(
        known[plain(name)].model_copy(update={"column": name})
        for name in raw.names
        if plain(name) in known and name not in {*settled, *people.keep}
    )


def _options(
    workspace: Workspace,
    draft: ImportDraft,
    raw: RawTable,
    base: Sequence[Recipe],
    missing: tuple[PersonalColumn, ...],
) -> ReadOptions:
    """How to read a file again with more columns replaced. Raises AppError source_gone."""
    request = origin(draft, raw)
    if request is None:
        raise AppError("source_gone", file=raw.source.name)
    options = people_as_before(request.options, recipes_before(workspace), base)
    later = (*options.people.later, (raw.names, missing))
    people = options.people.model_copy(update={"later": later})
    return options.model_copy(update={"people": people, "part": part_of(raw, request.file)})
