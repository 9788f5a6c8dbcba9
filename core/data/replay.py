"""A recipe done once more, to a file whose rows are to be scored: no line loses its place."""

from collections.abc import Sequence
from dataclasses import dataclass

import pandas as pd

from core.base.errors import AppError
from core.base.recipe import Recipe, RecipeStep
from core.data.exports.catalog import form_of
from core.data.exports.names import plain
from core.data.exports.recognise import Match
from core.data.options import EVERY, People, ReadOptions
from core.data.raw import RawTable
from core.data.recipe import propose_recipe
from core.data.recipe_run import run_recipe

SEVERAL = "several_rows"
"""Why a line has no score of which a step makes several rows (text `lab.unscored.<code>`)."""
_NEEDS_ANOTHER = ("look_up_person", "look_up_date")


@dataclass(frozen=True)
class Replayed:
    """`raw` after the steps, and the `lines` (n,) that its rows stand on.

    `unscored` is the reason by line for those without a row of their own.
    """

    raw: RawTable
    lines: pd.Series
    unscored: pd.Series


def options_for(recipe: Recipe) -> ReadOptions:
    """How to read a file that is to be scored: as its export is, and totals stay among the rows.

    So do people, who are replaced in a copy.
    """
    form = form_of(recipe.export, recipe.form)
    options = ReadOptions(totals="keep", people=People(keep=(EVERY,)))
    return options.model_copy(update=dict(form.reread) if form else {})


def replay(raw: RawTable, recipe: Recipe) -> Replayed:
    """The rows of `raw` after the steps of `recipe`, as far as the file has their columns.

    A line that a step sets aside, or makes several rows of, has a reason instead
    of a row. Raises AppError lines_multiplied where that is so of every line.
    """
    raw = _spelled(raw, recipe.names)
    after = run_recipe([raw], fitted(recipe, raw.names)).raws[0]
    lines, aside = after.line_numbers(), after.set_aside()
    reasons = aside.drop_duplicates("line").set_index("line")["reason"]
    every = pd.concat([lines, aside["line"]], ignore_index=True)
    several = pd.Index(every[every.duplicated()].unique())
    if len(several) and lines.isin(several).all():
        raise AppError("lines_multiplied", file=raw.source.name, rows=len(lines), lines=raw.rows)
    reasons = pd.concat([reasons.drop(several, errors="ignore"), pd.Series(SEVERAL, several)])
    return Replayed(after, lines, reasons.astype("string"))


def fitted(before: Recipe, names: Sequence[str]) -> Recipe:
    """The recipe for a file with these columns, of which some may be missing.

    Each step is on or off as before. Steps that look something up in another
    file are left out: what they add is then missing, and said to be.
    """
    if before.export is None:
        return before
    match = Match(export=before.export, form=before.form, score=1.0, reasons=())
    fresh = propose_recipe(names, match)
    steps = tuple(
        step.model_copy(update={"on": _was_on(step, before.steps)})
        for step in fresh.steps
        if step.code not in _NEEDS_ANOTHER
    )
    return fresh.model_copy(update={"steps": steps})


def _was_on(step: RecipeStep, before: Sequence[RecipeStep]) -> bool:
    """Whether the step was on; it may have had columns then that the file lacks."""
    same = (
        old.on
        for old in before
        if (old.code, old.facts) == (step.code, step.facts)
        and set(step.columns) <= set(old.columns)
    )
    return next(same, True)


def _spelled(raw: RawTable, names: Sequence[str]) -> RawTable:
    """The table with its columns spelled as in `names`, where that leaves them apart."""
    known = {plain(name): name for name in names}
    spelled = tuple(known.get(plain(name), name) for name in raw.names)
    apart = len(set(spelled)) == len(spelled)
    return raw.model_copy(update={"names": spelled}) if apart else raw
