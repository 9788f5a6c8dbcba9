"""From read files to a mapping, from that to typed rows and cubes: steps, types, checks, sums.

The results are kept beside the files they are of; what was done before is
found again. For large tables the work is done in a process of its own.
"""

import hashlib
import shutil
from collections.abc import Sequence
from pathlib import Path
from typing import Literal

from pydantic import Field

from core.base.model import Value
from core.base.recipe import Recipe
from core.base.values import Finding
from core.data.alone import alone
from core.data.apart import Note, inside, run_apart
from core.data.exports.meaning import read_as
from core.data.exports.names import plain
from core.data.file_totals import file_totals
from core.data.mapping import Changes, Mapping, change, suggest
from core.data.quality import check, worst_first
from core.data.quality_large import check_large
from core.data.queries.cubes import write_cubes
from core.data.raw import RawTable
from core.data.recipe_run import Stepped, run_recipe
from core.data.reconcile import differing
from core.data.sampled import LARGE, sampled, with_cells
from core.data.totals import frames_of, sums_of
from core.data.typed import Typed, load_typed
from core.data.typing_rows import type_rows

_DONE = "done"
_ROUNDS = 3
LARGE_CELLS = 4_000_000
"""Tables of more cells are worked on in a process of their own."""
WHOLE_CELLS = 8_000_000
"""Tables of more cells are not looked at as a frame."""


class Work(Value):
    """Files of the same columns, what is to be done to their text, and what is beside them.

    `beside` are tables, by export, that steps may look something up in.
    """

    raws: tuple[RawTable, ...]
    recipe: Recipe = Recipe()
    beside: dict[str, RawTable] = Field(default_factory=dict)

    @property
    def large(self) -> bool:
        """Whether it is better done in a process of its own."""
        cells = sum(raw.rows * len(raw.names) for raw in self.raws)
        return sum(raw.rows for raw in self.raws) > LARGE or cells > LARGE_CELLS


def stepped(work: Work) -> Stepped:
    """The tables of text after the recipe, and what each of its steps touched."""
    return run_recipe(work.raws, work.recipe, work.beside)


def understood(work: Work, changes: Changes) -> Mapping:
    """The mapping after the recipe's steps, with those wishes of the user that still apply.

    Raises the AppErrors of `mapping.change`.
    """
    if work.large and not inside():
        return Mapping.model_validate_json(_apart("understood", work, changes))
    whole = stepped(work).raws
    after = [sampled(raw) for raw in whole]
    mapping = _proposed(after, work, changes)
    if any(part is not raw for part, raw in zip(after, whole, strict=True)):
        mapping = _verified(after, work, changes, mapping)
        notes = tuple(
            n.model_copy(update={"sampled": bool(n.column and n.rows)}) for n in mapping.notes
        )
        mapping = mapping.model_copy(update={"notes": notes})
    return mapping


def _proposed(after: Sequence[RawTable], work: Work, changes: Changes) -> Mapping:
    """The mapping of these rows, with those wishes of the user that still apply."""
    mapping = _with_people(
        read_as(suggest(after, work.recipe.marks), work.recipe, after), work.raws
    )
    there = {column.name for column in mapping.columns}
    kept = Changes(
        types={name: wish for name, wish in changes.types.items() if name in there},
        roles={name: wish for name, wish in changes.roles.items() if name in there},
        styles={name: wish for name, wish in changes.styles.items() if name in there},
        kind=changes.kind,
    )
    return mapping if kept == Changes() else change(mapping, after, kept)


def _verified(after: Sequence[RawTable], work: Work, changes: Changes, mapping: Mapping) -> Mapping:
    """The mapping of a sample, proposed anew with cells from the rest that do not fit it."""
    for _ in range(_ROUNDS):
        rows = typed(work, mapping)
        odd = {name: cells for name, cells in rows.unread.items() if name not in changes.types}
        if not odd:
            return mapping
        share = rows.rows_set_aside / max(1, rows.rows + rows.rows_set_aside)
        after = [with_cells(after[0], odd, share), *after[1:]]
        other = _proposed(after, work, changes)
        if other.columns == mapping.columns:
            return mapping
        mapping = other
    return mapping


def _with_people(mapping: Mapping, raws: Sequence[RawTable]) -> Mapping:
    """The mapping with the columns marked that tell who a person is."""
    people = {plain(one.column) for raw in raws for one in raw.people}
    columns = tuple(
        column.model_copy(update={"personal": True}) if plain(column.name) in people else column
        for column in mapping.columns
    )
    return mapping.model_copy(update={"columns": columns})


def typed_folder(work: Work, mapping: Mapping) -> Path:
    """Where the typed rows are, or will be."""
    told = f"{work.model_dump_json()}\n{mapping.model_dump_json()}"
    name = f"typed-{hashlib.sha256(told.encode()).hexdigest()[:16]}"
    return work.raws[0].folder / name


def typed(work: Work, mapping: Mapping) -> Typed:
    """The typed rows, checked and summed. Raises AppError rows_unreadable.

    The table of its findings is empty: it has no name yet.
    """
    folder = typed_folder(work, mapping)
    with alone(folder):
        known = load_typed(folder)
        return known if known is not None else _type(work, mapping, folder)


def _type(work: Work, mapping: Mapping, folder: Path) -> Typed:
    if work.large and not inside():
        return Typed.model_validate_json(_apart("typed", work, mapping))
    shutil.rmtree(folder, ignore_errors=True)
    folder.mkdir()
    raws = stepped(work).raws
    rows = type_rows(raws, mapping.columns, folder)
    noticed = [note for raw in raws for note in raw.notes]
    sums = sums_of(frames_of(rows.path, rows.columns), rows.columns)
    totals = file_totals(work.raws, raws, rows.columns)
    odd = differing(rows.columns, sums, totals)
    findings = worst_first((*noticed, *mapping.notes, *rows.findings, *odd, *checked(rows)))
    made = rows.model_copy(update={"findings": findings, "sums": sums, "file_totals": totals})
    made.save()
    return made


def cubed(work: Work, mapping: Mapping) -> dict[str, Path]:
    """The cubes of the typed rows, by name, as Parquet files."""
    rows = typed(work, mapping)
    folder = rows.folder / "cubes"
    with alone(folder):
        if not (folder / _DONE).exists():
            if work.large and not inside():
                arguments = (rows.model_dump_json(), str(folder))
                file = work.raws[0].source.name
                run_apart(Note(file=file, work="cubed", arguments=arguments), rows.folder)
            else:
                write_cubes(rows.path, rows.columns, folder)
            (folder / _DONE).touch()
    return {path.stem: path for path in sorted(folder.glob("*.parquet"))}


def _apart(what: Literal["understood", "typed"], work: Work, more: Value) -> str:
    first, arguments = work.raws[0], (work.model_dump_json(), more.model_dump_json())
    return run_apart(Note(file=first.source.name, work=what, arguments=arguments), first.folder)


def checked(rows: Typed) -> tuple[Finding, ...]:
    """The findings about typed rows."""
    if rows.rows * len(rows.columns) <= WHOLE_CELLS:
        return check("", rows.frame(), rows.columns)
    return check_large("", rows)
