"""An import recipe as it is proposed for a known export: which steps, in the names of this file."""

from collections.abc import Mapping, Sequence

from core.base.recipe import Recipe, RecipeStep
from core.data.exports.catalog import form_of
from core.data.exports.describe import Form
from core.data.exports.names import plain, shape_of
from core.data.exports.recognise import Match

_ADDED = {"into", "key", "mark_into", "quantity"}
"""Facts of a step that name the columns it adds."""
_KEEPS = ("unwrap_ids", "whole_ids", "blank_dates")
_OPENING = ("name_columns",)


def propose_recipe(names: Sequence[str], match: Match | None) -> Recipe:
    """The recipe of a table with these columns: all steps that its form names, switched on.

    A step whose columns are not all there is left out.
    """
    shape = shape_of(names)
    form = form_of(match.export, match.form) if match else None
    if match is None or form is None:
        return Recipe(names=tuple(names), shape=shape)
    known = _known(names, form)
    steps = [found for step in form.steps if (found := _resolved(step, known, names)) is not None]
    opening = [step for step in steps if step.code in _OPENING]
    rest = [step for step in steps if step.code not in _OPENING]
    return Recipe(
        export=match.export,
        form=match.form,
        names=tuple(names),
        shape=shape,
        steps=(*opening, *_general(form, known), *rest),
    )


def _known(names: Sequence[str], form: Form) -> dict[str, str]:
    """The name in this file by each spelling of a described column."""
    there = {plain(name): name for name in names}
    if form.headerless is not None:
        there |= {plain(hint.name): hint.name for hint in form.in_file}
    for hint in form.hints:
        held = next((there[s] for s in map(plain, hint.spellings) if s in there), None)
        if held is not None:
            there |= dict.fromkeys(map(plain, hint.spellings), held)
    return there


def _general(form: Form, known: Mapping[str, str]) -> list[RecipeStep]:
    """What any known export may need: ids unwrapped, 17850.0 made whole, 0000-00-00 blank."""
    ids, dates = (
        tuple(dict.fromkeys(known[plain(h.name)] for h in form.in_file
                            if h.type == kind and plain(h.name) in known))
        for kind in ("id", "datetime")
    )  # fmt: skip
    pairs = zip(_KEEPS, (ids, ids, dates), strict=True)
    return [RecipeStep(code=code, columns=columns) for code, columns in pairs if columns]


def _resolved(step: RecipeStep, known: dict[str, str], names: Sequence[str]) -> RecipeStep | None:
    """The step in this file's names; what it adds is known to the steps after it."""
    columns = []
    for column in step.columns:
        held = known.get(plain(column.removesuffix("?")))
        if held is not None:
            columns.append(held)
        elif not column.endswith("?"):
            return None
    if step.columns and not columns:
        return None
    facts, there = dict(step.facts), {name.casefold() for name in names}
    for fact in _ADDED & set(facts):
        name = facts[fact]
        facts[fact] = f"{name}_2" if name.casefold() in there else name
        known[plain(name)] = facts[fact]
    return step.model_copy(update={"columns": tuple(columns), "facts": facts})
