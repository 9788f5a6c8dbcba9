"""The table of a file that an earlier table's rows go back to, or that its steps fit."""

from collections.abc import Sequence

from core.base.errors import AppError
from core.base.recipe import Recipe
from core.data.exports.names import shape_of
from core.data.raw import RawTable


def table_for(raws: Sequence[RawTable], recipe: Recipe | None, file: str) -> RawTable:
    """The only table of `file`, or the one with the columns of `recipe`, in whatever order; without
    one, that which has most of them.

    Raises AppError one_table_needed where several fit equally.
    """
    if len(raws) == 1:
        return raws[0]
    best = list(raws)
    if recipe is not None:
        wanted = set(recipe.shape or shape_of(recipe.names))
        shared = [len(wanted & set(shape_of(raw.names))) for raw in raws]
        rest = [len(set(shape_of(raw.names)) - wanted) for raw in raws]
        scores = [(both, -more) for both, more in zip(shared, rest, strict=True)]
        best = [raw for raw, score in zip(raws, scores, strict=True) if score == max(scores)]
        best = best if max(shared) else list(raws)
    if len(best) > 1:
        names = [raw.source.name for raw in best][:20]
        raise AppError("one_table_needed", file=file, tables=names)
    return best[0]
