"""JSON records into a raw table: columns are all the keys there are, in the order they appear."""

import itertools
from collections import Counter
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

from core.base.errors import AppError
from core.data.json_cells import (
    Json,
    RepeatedKeyError,
    as_json,
    flatten,
    require_width,
    writable,
)
from core.data.naming import repair_header
from core.data.notes import aside_notes, note, people_notes
from core.data.options import People
from core.data.people.replacement import masked, replacement_for
from core.data.raw_writer import RawWriter
from core.data.rows import Sorted, Tick

_TICK, _SAMPLE, _LOOKED = 5_000, 2_000, 200
BLANK = "blank"


@dataclass(frozen=True)
class Item:
    """What may be a record: its line (or number), its value, and why it is none, or `blank`.

    `text` is how it stands in the file, where the value does not tell; `whole` is the value
    before something was taken out of it.
    """

    line: int
    value: Json
    problem: str | None = None
    text: str = ""
    whole: Json = None

    @property
    def as_it_stands(self) -> str:
        """Its text, to be set aside."""
        return writable(self.text or as_json(self.whole or self.value))


@dataclass(frozen=True)
class Goal:
    """Where records go: the folder, the shown name of the file, most columns, who is told."""

    folder: Path
    file: str
    columns: int
    tick: Tick
    people: People = People()


class _NewKeyError(Exception):
    """A record has a key that none of those looked at before has."""


def write_records(items: Callable[[], Iterator[Item]], goal: Goal) -> Sorted:
    """Writes the records and what is none to `goal.folder`; holds none of them.

    The columns are taken from the first records; where a later one has others,
    all are looked through once more. Raises AppError: json_no_table, too_many_columns.
    """
    try:
        return _write(items(), _header(itertools.islice(items(), _SAMPLE), goal), goal)
    except _NewKeyError:
        header = _header(items(), goal)
    if not header:
        raise AppError("json_no_table", file=goal.file)
    return _write(items(), header, goal)


def _write(items: Iterator[Item], header: tuple[str, ...], goal: Goal) -> Sorted:
    """Raises _NewKeyError, and where there is no header at all."""
    if not header:
        raise _NewKeyError
    found = Sorted(header=header)
    lines: Counter[str] = Counter()
    known = set(header)
    first = list(itertools.islice(items, _LOOKED))
    found.header = masked(header, goal.people)
    found.names, changed = repair_header(found.header)
    people = replacement_for(found.names, [*_sample(first, header)], goal.file, goal.people)
    found.people = people.people
    found.notes += people_notes(people.people, len(found.names))
    with RawWriter(goal.folder, goal.file, found.header, people) as writer:
        for done, item in enumerate(itertools.chain(first, items), start=1):
            cells, problem = cells_of_item(item)
            if problem is None:
                if not cells.keys() <= known:
                    raise _NewKeyError
                writer.row(item.line, [cells.get(key, "") for key in header])
            elif problem != BLANK:
                writer.aside.add(item.line, problem, [item.as_it_stands])
            lines[_class(problem)] += 1
            if done % _TICK == 0:
                goal.tick(writer.rows)
    found.rows, found.lines, found.key = writer.rows, dict(lines), people.key
    found.rows_set_aside = lines["set_aside"]
    read = found.rows + found.rows_set_aside
    found.notes += aside_notes(writer.aside.counts, writer.aside.examples, read)
    found.notes += writer.lost.notes(found.names, read)
    if changed:
        found.notes.append(note("names_repaired", "warning", len(changed), 0, changed))
    return found


def _sample(items: Sequence[Item], header: Sequence[str]) -> Iterator[list[str]]:
    """The cells of the records among these."""
    for item in items:
        cells, problem = cells_of_item(item)
        if problem is None:
            yield [cells.get(key, "") for key in header]


def _class(problem: str | None) -> str:
    if problem is None:
        return "row"
    return BLANK if problem == BLANK else "set_aside"


def _header(items: Iterator[Item], goal: Goal) -> tuple[str, ...]:
    """The keys of all these records, in the order they appear; () for no records."""
    keys: dict[str, None] = {}
    for done, item in enumerate(items, start=1):
        cells, problem = cells_of_item(item)
        if problem is None and not cells.keys() <= keys.keys():
            keys.update(dict.fromkeys(cells))
            require_width(len(keys), goal.file, goal.columns)
        if done % _TICK == 0:
            goal.tick(0)
    return tuple(keys)


def cells_of_item(item: Item) -> tuple[dict[str, str], str | None]:
    """The cells of a record by name, or why it is none."""
    if item.problem is not None:
        return {}, item.problem
    if not isinstance(item.value, dict):
        return {}, "json_no_object"
    try:
        cells = flatten(item.value)
        "".join([*cells, *cells.values()]).encode()
    except RepeatedKeyError:
        return {}, "json_repeated_key"
    except UnicodeEncodeError:
        return {}, "bytes_not_text"
    return cells, None
