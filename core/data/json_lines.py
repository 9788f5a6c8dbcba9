"""JSON records that hold a list of their lines, taken apart: the records, and their lines.

Both have a column that says which record a line is of. Nothing is lost: what is no list stays
in its record, a record that is set aside keeps its lines.
"""

import itertools
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, replace

import numpy as np

from core.data.json_cells import Json
from core.data.json_table import Item, cells_of_item
from core.data.steps.seen import Seen

_BLOCK = 5_000
Items = Callable[[], Iterator[Item]]


class KeyRepeatedError(Exception):
    """Two records have the same key, or one has none."""


@dataclass(frozen=True)
class Lines:
    """The list at `path` in each record; `inner` are keys that wrap each of its entries.

    `key` is the column of the records that tells one from another, which their lines repeat with
    the columns `carried`. With a `mark` it is made of that and the record's number.
    """

    path: tuple[str, ...]
    inner: tuple[str, ...] = ()
    key: str = ""
    carried: tuple[str, ...] = ()
    mark: str | None = None

    @property
    def prefix(self) -> str:
        """How the columns of the entries begin: `line_items.`"""
        return "".join(f"{key}." for key in (*self.path, *self.inner))


def records(items: Items, lines: Lines) -> Iterator[Item]:
    """The records without the list. Raises KeyRepeatedError."""
    seen, keys = Seen(), []
    for item in items():
        found = _apart(item, lines)
        if found is None:
            yield item
            continue
        rest, cells = found
        yield replace(item, value=rest, whole=item.value)
        if lines.mark is None:
            keys.append(cells.get(lines.key, ""))
        if len(keys) >= _BLOCK:
            _require_new(seen, keys)
            keys = []
    _require_new(seen, keys)


def entries(items: Items, lines: Lines) -> Iterator[Item]:
    """The entries of each record's list with its key and carried columns, on the record's line."""
    for item in items():
        found = _apart(item, lines)
        held = at(item.value, lines.path)
        if found is None or not isinstance(held, list):
            continue
        above: dict[str, Json] = {n: found[1].get(n, "") for n in (lines.key, *lines.carried)}
        for entry in held:
            if isinstance(entry, dict):
                yield Item(item.line, above | _told(entry, lines))
            else:
                yield Item(item.line, entry, "json_no_object")


def repeated(items: Items) -> tuple[list[int], int]:
    """The lines of the records that repeat an earlier one in full, and how many there are; without
    those that are set aside."""
    seen, again, count = Seen(), [], 0
    whole = (item for item in items() if cells_of_item(item)[1] is None)
    while block := [*itertools.islice(whole, _BLOCK)]:
        texts = np.array([item.as_it_stands for item in block], dtype=object)
        fresh = seen.first(texts)
        again += [item.line for item, new in zip(block, fresh, strict=True) if not new]
        count += len(block)
    return again, count


def at(value: Json, path: Sequence[str]) -> Json:
    """What stands at a path of keys, None for nothing."""
    for key in path:
        value = value.get(key) if isinstance(value, dict) else None
    return value


def without(record: dict[str, Json], path: Sequence[str]) -> dict[str, Json]:
    """The record without the list at `path`, or the null; anything else stays where it is."""
    first, *rest = path
    if first not in record:
        return record
    held = record[first]
    if not rest and not (held is None or isinstance(held, list)):
        return record
    if not rest:
        return {key: value for key, value in record.items() if key != first}
    if not isinstance(held, dict) or (inner := without(held, rest)) is held:
        return record
    return {k: inner if k == first else v for k, v in record.items() if k != first or inner}


def _apart(item: Item, lines: Lines) -> tuple[dict[str, Json], dict[str, str]] | None:
    """The record without the list, and its cells; None where it is none or will be set aside."""
    if item.problem is not None or not isinstance(item.value, dict):
        return None
    rest = without(item.value, lines.path)
    if lines.mark is not None:
        rest = {lines.key: f"{lines.mark}-{item.line}", **rest}
    cells, problem = cells_of_item(replace(item, value=rest))
    return (rest, cells) if problem is None else None


def _told(entry: dict[str, Json], lines: Lines) -> dict[str, Json]:
    """What an entry tells, by name; what stands beside a wrapped one too."""
    above = "".join(f"{key}." for key in lines.path)
    inner = at(entry, lines.inner)
    beside = entry if lines.inner else {}
    told = {f"{above}{key}": value for key, value in beside.items() if key not in lines.inner}
    return told | ({lines.prefix[:-1]: inner} if inner not in (None, {}) else {})


def _require_new(seen: Seen, keys: Sequence[str]) -> None:
    if keys and not (all(keys) and seen.first(np.array(keys, dtype=object)).all()):
        raise KeyRepeatedError
