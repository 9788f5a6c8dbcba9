"""One JSON document: an array of records (streamed), or an object that holds tables."""

import io
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import replace
from functools import partial
from pathlib import Path
from typing import TextIO

from core.base.atomic import sha256
from core.base.errors import AppError
from core.base.values import Source
from core.data import json_stream
from core.data.encoding import Encoding, find_encoding
from core.data.json_cells import DECODER, Json, RepeatedKeyError, cell_of, too_deep, writable
from core.data.json_document import Held, beside, tables_of
from core.data.json_table import Goal, Item
from core.data.naming import stem_of
from core.data.notes import note
from core.data.options import ReadOptions
from core.data.raw import RawTable
from core.data.read_jsonl import read_jsonl
from core.data.records import Record
from core.data.rows import Target, sort_records
from core.data.stage import Stage
from core.data.write_json import Asked, write_tables


def read_json(
    path: Path, file: str, options: ReadOptions, folder: Path, stage: Stage
) -> list[RawTable]:
    """Reads a JSON document to `folder`, several tables to its subfolders 0, 1, ...; orders that
    hold their lines are two.

    Lines are counted by record, not by physical line. Raises AppError:
    json_damaged, json_no_table, too_many_columns.
    """
    stage.enter("check")
    encoding = find_encoding(path, file, options.language, options.encoding)
    source = Source(
        name=file, bytes=path.stat().st_size, sha256=sha256(path), encoding=encoding.name
    )
    stage.enter("read")
    goal = Goal(
        folder, file, options.limits.columns, lambda rows: stage.at(None, rows), options.people
    )
    with _opened(path, encoding) as text:
        array = json_stream.is_array(text)
    if array:
        return _array(path, encoding, goal, (options, source))
    document = _document(path, encoding, file)
    if document is None:
        return read_jsonl(path, file, options, folder, stage)
    return _objects(document, options, goal, source)


@contextmanager
def _opened(path: Path, encoding: Encoding) -> Iterator[TextIO]:
    with path.open("rb") as binary:
        yield io.TextIOWrapper(binary, encoding.name, encoding.errors)


def _array(
    path: Path, encoding: Encoding, goal: Goal, told: tuple[ReadOptions, Source]
) -> list[RawTable]:
    options, source = told

    def items() -> Iterator[Item]:
        with _opened(path, encoding) as text:
            yield from json_stream.elements(text, goal.file)

    if isinstance(next(items(), Item(1, None)).value, list):
        target = Target(folder=goal.folder, file=goal.file, options=options, tick=goal.tick)
        return [sort_records(map(_cells, items()), target).raw(goal.folder, source)]
    return write_tables(items, goal, Asked(source, stem_of(goal.file), options.part))


def _cells(item: Item) -> Record:
    """An array of cells as a record."""
    if not isinstance(item.value, list):
        return Record(item.line, 1, [item.as_it_stands], "json_no_object")
    return Record(item.line, 1, [writable(cell_of(cell)) for cell in item.value])


def _document(path: Path, encoding: Encoding, file: str) -> dict[str, Json] | None:
    """The object that the file is; None for several objects, one after the other."""
    with _opened(path, encoding) as text:
        whole = text.read().lstrip("\ufeff")
    try:
        value, end = DECODER.raw_decode(whole, len(whole) - len(whole.lstrip()))
    except (RepeatedKeyError, RecursionError) as error:
        raise AppError("json_damaged", file=file, line=1) from error
    except ValueError as error:
        raise AppError("json_damaged", file=file, line=getattr(error, "lineno", 1)) from error
    if whole[end:].strip():
        if whole[end:].lstrip(" \t")[0] in "\r\n" and whole[end:].lstrip()[0] == "{":
            return None
        raise AppError("json_damaged", file=file, line=whole.count("\n", 0, end) + 1)
    if too_deep(value, whole):
        raise AppError("json_damaged", file=file, line=1)
    if not isinstance(value, dict):
        raise AppError("json_no_table", file=file)
    return value


def _objects(
    document: dict[str, Json], options: ReadOptions, goal: Goal, source: Source
) -> list[RawTable]:
    tables, part = tables_of(document), options.part
    named = [(table, table.path or stem_of(goal.file)) for table in tables]
    wanted = [one for one in named if part is None or f"{part}/".startswith(f"{one[1]}/")]
    if not wanted:
        raise AppError("json_no_table", file=goal.file)
    raws = []
    for place, (table, path) in enumerate(wanted):
        one, asked = goal, Asked(source, path, part)
        if len(tables) > 1:
            name, folder = f"{goal.file}/{table.path}", goal.folder / str(place)
            folder.mkdir()
            one = replace(goal, folder=folder, file=name)
            asked = replace(asked, source=source.model_copy(update={"name": name}))
        raws += write_tables(partial(_items, table), one, asked)
    told = beside(document, tables) if len(tables) == 1 else []
    if told:
        notes = (*raws[0].notes, note("json_beside", "info", len(told), 0, told))
        raws[0] = raws[0].model_copy(update={"notes": notes})
    return raws


def _items(table: Held) -> Iterator[Item]:
    return (Item(number, record) for number, record in enumerate(table.records, start=1))
