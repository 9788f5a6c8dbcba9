"""What a known export says about the columns of a table: types, roles, leaks, personal data."""

from collections.abc import Sequence

from core.base.recipe import Recipe
from core.base.values import Column, Finding, Role
from core.data.cells import NULLS_IN_NUMBERS, Cells, cells_of
from core.data.convert import convert
from core.data.decimals import UNCLEAR, style_as
from core.data.exports.catalog import form_of
from core.data.exports.describe import Form, Hint
from core.data.exports.names import plain
from core.data.local_day import MIXED
from core.data.mapping import Mapping
from core.data.notes import found
from core.data.propose import ENOUGH
from core.data.raw import RawTable, column_of

REASON = "data.reason.known_export"
_MANY = ("category", "text")


def read_as(mapping: Mapping, recipe: Recipe, raws: Sequence[RawTable]) -> Mapping:
    """The mapping with kind, types and roles as the recipe's export gives them.

    `raws` are the tables after their steps. A type that does not fit the cells
    is not forced on them: the proposed one stays.
    """
    form = form_of(recipe.export, recipe.form)
    if form is None:
        return mapping
    hints = [form.hint(_described(column.name)) for column in mapping.columns]
    given = {hint.role for hint in hints if hint and hint.role}
    columns = [
        _known(column, hint, raws, place) if hint else _other(column, given)
        for place, (column, hint) in enumerate(zip(mapping.columns, hints, strict=True))
    ]
    sure = {c.name for c in columns if c.reason == REASON and c.type != "datetime"}
    notes = [
        note for note in mapping.notes if note.column not in sure or note.code in (MIXED, UNCLEAR)
    ]
    notes += _told(form, columns, raws)
    update = {"kind": form.kind, "columns": tuple(columns), "notes": tuple(notes)}
    return mapping.model_copy(update=update)


def limits_of(recipe: Recipe) -> tuple[str, ...]:
    """What the tables of this export cannot be used for (codes; text `data.limit.<code>`)."""
    form = form_of(recipe.export, recipe.form)
    return form.limits if form else ()


def _described(name: str) -> str:
    """The name that a hint goes by: one that a step made may have a number at its end."""
    return name.removesuffix("_2")


def _known(column: Column, hint: Hint, raws: Sequence[RawTable], place: int) -> Column:
    update: dict[str, object] = {"role": hint.role, "personal": "personal" in hint.flags}
    if column.type != hint.type and column.reason != "data.reason.all_missing":
        cells = cells_of(column_of(raws, place))
        style = style_as(cells, column, hint.type)
        if not _fits(cells, hint, style):
            return column.model_copy(update={**update, "role": None})
        update |= {"style": style}
    elif column.type != hint.type:
        update |= {"style": ""}
    return column.model_copy(update={**update, "type": hint.type, "reason": REASON})


def _fits(cells: Cells, hint: Hint, style: str) -> bool:
    bad = int(convert(cells, hint.type, style).bad.sum())
    total = cells.count(cells.known(NULLS_IN_NUMBERS))
    return bad <= (1 - ENOUGH) * total


def _other(column: Column, given: set[Role]) -> Column:
    """A column that the export does not have: a role that another one has is taken from it."""
    taken = column.role in given and column.role not in _MANY
    odd = column.role == "timestamp" or column.role == "target"
    return column.model_copy(update={"role": None}) if taken or odd else column


def _told(form: Form, columns: Sequence[Column], raws: Sequence[RawTable]) -> list[Finding]:
    """What is to be known about the data: leaks, personal data left, the form's own notes."""
    notes = []
    for column in columns:
        hint = form.hint(column.name)
        if hint and "leak" in hint.flags:
            notes.append(found("leak_known", "warning", ("", column.name), (0, 0)))
    replaced = {plain(one.column) for raw in raws for one in raw.people}
    left = [c.name for c in columns if c.personal and plain(c.name) not in replaced]
    if left:
        notes.append(found("personal_areas", "info", ("", None), (len(left), len(columns)), left))
    notes += [found(code, "info", ("", None), (0, 0)) for code in form.notes]
    return notes
