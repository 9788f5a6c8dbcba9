"""Who is on a list: its stand-ins are led back to people by the original file, outside the
workspace."""

import shutil
from collections.abc import Sequence
from pathlib import Path
from typing import IO

import pandas as pd

from core.actions import originals
from core.actions.import_recipe import better_options
from core.actions.one_table import table_for
from core.base import private
from core.base.errors import AppError
from core.base.recipe import Recipe
from core.data import reading
from core.data.naming import shown_name
from core.data.options import EVERY, People, ReadOptions
from core.data.parts import part_of
from core.data.people.key import require_same
from core.data.people.matching import Matched, matched
from core.data.raw import RawTable

__all__ = ["Matched", "match_back", "match_back_upload"]


def match_back(listed: pd.DataFrame, path: Path, recipe: Recipe | None = None) -> Matched:
    """The rows of `listed` with people in the place of their stand-ins, as `path` has them.

    `recipe` is that of the list's table. The file is read in a child process; nothing of it is
    written to a workspace. Raises AppError for a file that cannot be read, nobody_matched,
    one_table_needed, key_changed, key_unusable.
    """
    if recipe is not None:
        require_same(recipe.key, shown_name(path.name))
    with private.folder() as outside:
        replaced = [one.column for one in recipe.people if not one.kept] if recipe else []
        raw = _read(path, replaced, outside, recipe)
        found = matched(listed, raw)
    if not found.found:
        raise AppError("nobody_matched", file=raw.source.name, rows=found.asked)
    return found


def match_back_upload(
    listed: pd.DataFrame, name: str, data: IO[bytes], recipe: Recipe | None = None
) -> Matched:
    """The same with a file that was uploaded under `name`. Raises the same, and disk_full."""
    path = originals.keep(name, data)
    try:
        return match_back(listed, path, recipe)
    finally:
        shutil.rmtree(path.parent, ignore_errors=True)


def _read(path: Path, replaced: Sequence[str], outside: Path, recipe: Recipe | None) -> RawTable:
    """The file's table as it is; `replaced` are the columns that were so in its table."""
    options = ReadOptions(people=People(keep=(EVERY,), replace=tuple(replaced)))
    file = shown_name(path.name)
    raw = table_for(reading.start(path, options, outside / "raw").results(), recipe, file)
    better = better_options(raw, options)
    if better is None:
        return raw
    better = better.model_copy(update={"part": part_of(raw, file)})
    return reading.start(path, better, outside / "again").result()
