"""A draft of an import: files as read, and how they are to be understood, on disk until saved."""

import shutil
from collections.abc import Collection, Sequence
from collections.abc import Mapping as Names
from pathlib import Path

from pydantic import Field

from core.actions.import_before import as_before
from core.actions.import_recipe import both, known_before, matches_of, recipe_of
from core.base.errors import AppError
from core.base.model import Value
from core.base.recipe import SAID, Recipe, RecipeStep
from core.base.values import Dataset
from core.data.exports.recognise import Match
from core.data.head import forget_heads
from core.data.mapping import Changes, Mapping, change
from core.data.naming import slug, stem_of
from core.data.raw import RawTable
from core.data.sampled import sampled
from core.data.understand import Work, stepped, understood

ABOUT = "draft.json"


class DraftTable(Value):
    """One table of a draft: the files it is made of (same header), and how they are read.

    `recipe` is what is done to their text first, `mapping` is of what comes out
    of it, `changes` are the user's. `matches` are the exports that it may be;
    `asked`: there are several, and the user has not said which. `beside` are
    tables of the draft, by export, that steps may look something up in.
    """

    name: str
    raws: tuple[RawTable, ...]
    mapping: Mapping
    recipe: Recipe = Recipe()
    changes: Changes = Changes()
    matches: tuple[Match, ...] = ()
    asked: bool = False
    beside: dict[str, RawTable] = Field(default_factory=dict)

    @property
    def title(self) -> str:
        """The name of its first file, without folder and ending: `customers`."""
        return stem_of(self.raws[0].source.name)

    @property
    def kind(self) -> str:
        """What each of its rows stands for."""
        return self.mapping.kind

    @property
    def work(self) -> Work:
        """What is done to its files."""
        return Work(raws=self.raws, recipe=self.recipe, beside=self.beside)

    @property
    def rows_read(self) -> int:
        """Rows and set-aside records of its files."""
        return sum(raw.rows + raw.rows_set_aside for raw in self.raws)

    @property
    def sells(self) -> bool:
        """Whether its rows tell how much was sold, and on which days."""
        told = {column.role for column in self.mapping.columns}
        dated = any(c.role == "timestamp" and c.type == "datetime" for c in self.mapping.columns)
        return dated and bool(told & {"quantity", "amount"}) and self.kind != "stock"


class ImportDraft(Value):
    """Files that were read but not saved. `name` is proposed for the dataset; `unread` are the
    members of archives, by the archive's name, that hold no table."""

    id: str
    folder: Path
    name: str
    tables: tuple[DraftTable, ...]
    unread: dict[str, tuple[str, ...]] = Field(default_factory=dict)

    def table(self, name: str) -> DraftTable:
        """The table called `name`. Raises AppError draft_table_unknown."""
        for table in self.tables:
            if table.name == name:
                return table
        raise AppError("draft_table_unknown", table=name, tables=[t.name for t in self.tables])

    @property
    def likeliest_first(self) -> tuple[DraftTable, ...]:
        """Its tables: first those that tell how much was sold on which days, most rows first."""
        return tuple(sorted(self.tables, key=lambda t: -t.rows_read if t.sells else 1))

    def keep(self) -> "ImportDraft":
        """Writes the draft beside its files, so that it is found again by its id."""
        temporary = self.folder / f"{ABOUT}.new"
        temporary.write_text(self.model_dump_json(), "utf-8")
        temporary.replace(self.folder / ABOUT)
        return self

    def discard(self) -> None:
        """Deletes the draft and the files it was read from."""
        forget_heads(self.folder)
        shutil.rmtree(self.folder, ignore_errors=True)


def draft_of(
    raws: Sequence[RawTable],
    draft_id: str,
    folder: Path,
    name: str,
    before: Sequence[Recipe] = (),
) -> ImportDraft:
    """A draft of these files: those with the same column names become one table.

    Steps are switched as in the recipes of `before` (latest first) of the same shape.
    """
    groups: dict[tuple[str, ...], list[RawTable]] = {}
    for raw in raws:
        groups.setdefault(raw.names, []).append(raw)
    known = [(group, *_recognised(group, before)) for group in groups.values()]
    beside = {recipe.export: group[0] for group, _, recipe in known if recipe.export}
    tables: list[DraftTable] = []
    for group, matches, recipe in known:
        others = {export: raw for export, raw in beside.items() if raw is not group[0]}
        work = Work(raws=tuple(group), recipe=recipe, beside=others)
        mapping = understood(work, Changes())
        taken = [table.name for table in tables]
        tables.append(
            DraftTable(
                name=_name(mapping, group, taken),
                raws=tuple(group),
                mapping=mapping,
                recipe=recipe,
                matches=matches,
                asked=len(matches) > 1 and recipe.export is None,
                beside=others,
            )
        )
    unread = {raw.source.name.partition("/")[0]: raw.left_out for raw in raws if raw.left_out}
    made = ImportDraft(id=draft_id, folder=folder, name=name, tables=tuple(tables), unread=unread)
    return made.keep()


def _recognised(
    raws: Sequence[RawTable], before: Sequence[Recipe]
) -> tuple[tuple[Match, ...], Recipe]:
    """The exports that files may be, and their recipe: of the only one, or as said before."""
    matches = matches_of(raws[0])
    chosen = matches[0] if len(matches) == 1 else None
    same = known_before(raws[0].names, before)
    if same is not None:
        chosen = next((match for match in matches if match.export == same.export), None)
    return matches, recipe_of(raws, chosen, before)


def _name(mapping: Mapping, raws: Sequence[RawTable], taken: Sequence[str]) -> str:
    """The kind of the table; where that is taken, its file's name."""
    if mapping.kind not in taken:
        return mapping.kind
    stem = slug(Path(raws[0].source.name).stem)
    stem = stem if stem[0].isalpha() else f"t_{stem}"[:40]
    number, name = 2, stem
    while name in taken or name == "set_aside":
        name = f"{stem[:36]}_{number}"
        number += 1
    return name


def changed(draft: ImportDraft, table: str, changes: Changes) -> ImportDraft:
    """The draft with the user's wishes for one table. AppErrors of `mapping.change`.

    A wish for another kind renames the table.
    """
    before = draft.table(table)
    after = [sampled(raw) for raw in stepped(before.work).raws]
    mapping = change(before.mapping, after, changes)
    update = {"mapping": mapping, "changes": both(before.changes, changes)}
    return _replaced(draft, before, before.model_copy(update=update))


def chosen_export(draft: ImportDraft, table: str, export: str | None) -> ImportDraft:
    """The draft with a table read as one of the exports that it may be, or as none of them."""
    before = draft.table(table)
    match = next((match for match in before.matches if match.export == export), None)
    recipe = recipe_of(before.raws, match).saying(before.recipe.said)
    return _with_recipe(draft, before, recipe)


def switched(draft: ImportDraft, table: str, place: int, on: bool) -> ImportDraft:
    """The draft with one step of a table's recipe done, or undone."""
    before = draft.table(table)
    return _with_recipe(draft, before, before.recipe.switched(place, on))


def with_mark(
    draft: ImportDraft, table: str, columns: Collection[str], mark: str | None
) -> ImportDraft:
    """The draft with the mark of decimals in columns of a table said (`comma`, `point`) by a step
    each, or with None left to be found out."""
    before = draft.table(table)
    code = next((code for code, meant in SAID.items() if meant == mark), None)
    steps = tuple(RecipeStep(code=code, columns=(name,)) for name in columns) if code else ()
    return _with_recipe(draft, before, before.recipe.unsaying(columns).saying(steps))


def _with_recipe(draft: ImportDraft, before: DraftTable, recipe: Recipe) -> ImportDraft:
    work = Work(raws=before.raws, recipe=recipe, beside=before.beside)
    mapping = understood(work, before.changes)
    update = {"mapping": mapping, "recipe": recipe, "asked": False}
    return _replaced(draft, before, before.model_copy(update=update))


def _replaced(draft: ImportDraft, before: DraftTable, after: DraftTable) -> ImportDraft:
    """The draft with another table in the place of one; another kind brings another name."""
    if after.mapping.kind != before.mapping.kind:
        taken = [table.name for table in draft.tables if table.name != before.name]
        after = after.model_copy(update={"name": _name(after.mapping, after.raws, taken)})
    tables = tuple(after if table.name == before.name else table for table in draft.tables)
    return draft.model_copy(update={"tables": tables}).keep()


def read_as_before(draft: ImportDraft, base: Dataset, into: Names[str, str]) -> ImportDraft:
    """The draft with steps, types, roles and styles as in an earlier version of its tables:
    `into` names for a table that of `base` which it goes on with.

    What the user changed in this draft stays as the user said.
    """
    for name in [table.name for table in draft.tables]:
        match, before = draft.table(name), base.table(into.get(name, ""))
        if before is None:
            continue
        recipe = base.recipes.get(before.name)
        if recipe is not None and recipe.shape == match.recipe.shape:
            draft = _with_recipe(draft, match, match.recipe.as_in(recipe))
            match = draft.table(name)
        mapping = _with_changes(as_before(match, before), match)
        draft = _replaced(draft, match, match.model_copy(update={"mapping": mapping}))
    return draft.keep()


def _with_changes(mapping: Mapping, table: DraftTable) -> Mapping:
    """The mapping with the user's wishes for the table, whose kind stays."""
    if table.changes == Changes():
        return mapping
    after = [sampled(raw) for raw in stepped(table.work).raws]
    made = change(mapping, after, table.changes)
    return made.model_copy(update={"kind": table.mapping.kind})
