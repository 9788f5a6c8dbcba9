"""JSON records written as one table, or where they hold their lines as two: records and lines."""

import shutil
from dataclasses import dataclass, replace
from functools import partial

from core.base.errors import AppError
from core.base.values import Source
from core.data.find_lines import find_lines, numbered
from core.data.json_lines import Items, KeyRepeatedError, Lines, entries, records
from core.data.json_table import Goal, write_records
from core.data.notes import found
from core.data.raw import RawTable, Tie

_MARK = 8


@dataclass(frozen=True)
class Asked:
    """What is wanted of the records in `source`: `path` names their table, `part` the only one to
    be given (None: all)."""

    source: Source
    path: str
    part: str | None = None


def write_tables(items: Items, goal: Goal, asked: Asked) -> list[RawTable]:
    """The records as a table in the folder of `goal`; with sale lines in them as two, in its
    folders 0 and 1.

    Raises AppError: json_no_table, too_many_columns.
    """
    lines = find_lines(items)
    if lines is None:
        if asked.part not in (None, asked.path):
            raise AppError("json_no_table", file=goal.file)
        return [write_records(items, goal).raw(goal.folder, asked.source)]
    try:
        if not lines.key:
            raise KeyRepeatedError
        raws = _both(items, lines, goal, asked)
    except KeyRepeatedError:
        made = numbered(lines, items, asked.source.sha256[:_MARK])
        raws = _both(items, made, goal, asked)
    wanted = [raw for name, raw in raws.items() if asked.part in (None, name)]
    for raw in raws.values():
        if raw not in wanted:
            shutil.rmtree(raw.folder)
    if not wanted:
        raise AppError("json_no_table", file=goal.file)
    return wanted


def _both(items: Items, lines: Lines, goal: Goal, asked: Asked) -> dict[str, RawTable]:
    """Both tables by their part of the file. Raises KeyRepeatedError."""
    file = goal.file.removesuffix(f"/{asked.path}")
    sides = (
        (asked.path, records, Tie(key=lines.key)),
        (f"{asked.path}/{lines.prefix[:-1]}", entries, Tie(key=lines.key, prefix=lines.prefix)),
    )
    made = {}
    for place, (part, side, tie) in enumerate(sides):
        folder = goal.folder / str(place)
        folder.mkdir(exist_ok=True)
        name = f"{file}/{part}"
        written = write_records(
            partial(side, items, lines), replace(goal, folder=folder, file=name)
        )
        source = asked.source.model_copy(update={"name": name})
        made[part] = written.raw(folder, source).model_copy(update={"tie": tie})
    above, below = made
    told = found(
        "lines_apart" if lines.mark is None else "lines_numbered",
        "info",
        ("", lines.key),
        (made[below].rows, 0),
        [lines.prefix[:-1]],
    )
    notes = (*made[above].notes, told)
    return made | {above: made[above].model_copy(update={"notes": notes})}
