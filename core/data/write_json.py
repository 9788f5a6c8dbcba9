"""JSON records written as one table, or where they hold their lines as two: records and lines."""

import shutil
from dataclasses import dataclass, replace
from functools import partial

from core.base.errors import AppError
from core.base.values import Source
from core.data.find_lines import find_lines, numbered
from core.data.json_lines import Items, KeyRepeatedError, Lines, entries, records, repeated
from core.data.json_table import Goal, write_records
from core.data.notes import found, note
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
        raws = _copies_told(_both(items, made, goal, asked), items)
    wanted = [raw for name, raw in raws.items() if asked.part in (None, name)]
    for raw in raws.values():
        if raw not in wanted:
            shutil.rmtree(raw.folder)
    if not wanted:
        raise AppError("json_no_table", file=goal.file)
    return wanted


def _copies_told(raws: dict[str, RawTable], items: Items) -> dict[str, RawTable]:
    """The same, with what is said of records that are there twice: the key that was made of their
    number hides it from whoever looks for equal rows."""
    again, count = repeated(items)
    if not again:
        return raws
    part, above = next(iter(raws.items()))
    told = note("records_repeated", "warning", len(again), count, again)
    return raws | {part: above.model_copy(update={"notes": (*above.notes, told)})}


def _both(items: Items, lines: Lines, goal: Goal, asked: Asked) -> dict[str, RawTable]:
    """Both tables by their part of the file. Who is a person in the records is one in their lines.

    Raises KeyRepeatedError.
    """
    file = goal.file.removesuffix(f"/{asked.path}")
    sides = (
        (asked.path, records, Tie(key=lines.key)),
        (f"{asked.path}/{lines.prefix[:-1]}", entries, Tie(key=lines.key, prefix=lines.prefix)),
    )
    made: dict[str, RawTable] = {}
    for place, (part, side, tie) in enumerate(sides):
        folder = goal.folder / str(place)
        folder.mkdir(exist_ok=True)
        name = f"{file}/{part}"
        above = tuple(one for raw in made.values() for one in raw.people)
        people = goal.people.model_copy(update={"above": above})
        mine = replace(goal, folder=folder, file=name, people=people)
        written = write_records(partial(side, items, lines), mine)
        source = asked.source.model_copy(update={"name": name})
        made[part] = written.raw(folder, source).model_copy(update={"tie": tie})
    records_part, lines_part = made
    told = found(
        "lines_apart" if lines.mark is None else "lines_numbered",
        "info",
        ("", lines.key),
        (made[lines_part].rows, 0),
        [lines.prefix[:-1]],
    )
    notes = (*made[records_part].notes, told)
    return made | {records_part: made[records_part].model_copy(update={"notes": notes})}
