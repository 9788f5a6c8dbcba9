"""How read files are understood: the known export they are, and its recipe."""

from collections.abc import Sequence

from core.base.recipe import PersonalColumn, Recipe
from core.data.exports.catalog import form_of
from core.data.exports.names import shape_of
from core.data.exports.recognise import Match, recognise
from core.data.local_day import local_day_step
from core.data.mapping import Changes
from core.data.options import ReadOptions
from core.data.raw import RawTable
from core.data.recipe import propose_recipe

_SAMPLE = 200


def matches_of(raw: RawTable) -> tuple[Match, ...]:
    """The exports that a file may be, best first; several: the user is asked."""
    name = raw.source.name.rsplit("/", 1)[-1].removesuffix(".gz")
    return recognise(raw.names, raw.frame(_SAMPLE), name)


def recipe_of(
    raws: Sequence[RawTable], match: Match | None, before: Sequence[Recipe] = ()
) -> Recipe:
    """The recipe for files of the same columns, its steps switched as in the first of the earlier
    recipes of the same shape."""
    recipe = propose_recipe(raws[0].names, match)
    people = {one.column: one for raw in reversed(raws) for one in raw.people}
    told = tuple(people[name] for name in raws[0].names if name in people)
    key = next((raw.key for raw in raws if raw.key is not None), None)
    recipe = recipe.model_copy(update={"people": told, "key": key})
    day = local_day_step(raws[0].names, raws[0].frame(_SAMPLE)) if match is None else None
    if day is not None:
        recipe = recipe.model_copy(update={"steps": (*recipe.steps, day)})
    same = next((r for r in before if (r.shape, r.export) == (recipe.shape, recipe.export)), None)
    return recipe.as_in(same) if same else recipe


def known_before(names: Sequence[str], before: Sequence[Recipe]) -> Recipe | None:
    """The latest recipe of a file with these columns."""
    shape = shape_of(names)
    return next((recipe for recipe in before if recipe.shape == shape), None)


def people_as_before(
    options: ReadOptions, before: Sequence[Recipe], base: Sequence[Recipe] = ()
) -> ReadOptions:
    """The options, told which personal columns were kept and which replaced in files of each
    shape (latest first), and in those of the dataset that is gone on with (`base`).

    Files without a header are no more alike than others: they count in the base only.
    """
    earlier = [*base, *before]
    latest = {recipe.shape: recipe for recipe in reversed(earlier) if recipe.people}
    kept = tuple(
        (shape, tuple(one.column for one in recipe.people if one.kept))
        for shape, recipe in latest.items()
    )
    named = [recipe for recipe in latest.values() if "col_0" not in recipe.shape]
    told = [(recipe.shape, replaced_in(recipe)) for recipe in (*base, *named)]
    update = {"before": kept, "replaced": tuple(dict.fromkeys(one for one in told if one[1]))}
    people = options.people.model_copy(update=update)
    return options.model_copy(update={"people": people})


def replaced_in(recipe: Recipe) -> tuple[PersonalColumn, ...]:
    """The personal columns that are replaced."""
    return tuple(one for one in recipe.people if not one.kept)


def both(before: Changes, after: Changes) -> Changes:
    """Two wishes one after the other as one."""
    return Changes(
        types={**before.types, **after.types},
        roles={**before.roles, **after.roles},
        styles={**before.styles, **after.styles},
        kind=after.kind or before.kind,
    )


def better_options(raw: RawTable, options: ReadOptions) -> ReadOptions | None:
    """How to read a file again that is known to need it (it has no header), or None."""
    found = matches_of(raw)
    form = form_of(found[0].export, found[0].form) if found else None
    if form is None or not form.reread or not options.header or raw.names[0] == "col_0":
        return None
    return options.model_copy(update=dict(form.reread))
