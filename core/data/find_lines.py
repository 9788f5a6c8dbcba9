"""Which list in JSON records holds sale lines, and what its entries must know of their record."""

import itertools
import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import replace

from core.base.values import Role
from core.data.json_cells import Json
from core.data.json_lines import Items, Lines, at, without
from core.data.json_table import Item, cells_of_item
from core.data.kinds import look_of
from core.data.people.names import kind_of
from core.data.roles import is_moment, is_stock, meant_by
from core.data.words import joined

_LOOKED, _ENTRIES = 2_000, 200
_MOST = 0.5
"""The share of the records that must hold the list."""
_KEYS = ("id", "_id")
_MADE = "record_id"
_NODE = "node"
_STATES = re.compile(r"(?:.*_)?status|(?:date_)?(?:paid|cancell?ed)(?:_(?:at|on|date))?|.*状态")
_WHERE: tuple[Role, ...] = ("store_id", "currency")
Held = Mapping[str, Sequence[str]]
"""Cells with content by column."""
Path = tuple[str, ...]


def find_lines(items: Items) -> Lines | None:
    """The list of sale lines that the first records hold, None where they hold none.

    Its `key` is "" where no column tells the records from one another.
    """
    good = [i for i in itertools.islice(items(), _LOOKED) if isinstance(i.value, dict)]
    usual = _usual_lists(good)
    best = max(usual, key=lambda path: _score(usual[path]), default=())
    if not best or not _score(usual[best]):
        return None
    inner = (_NODE,) if all(map(_is_node, usual[best])) else ()
    held = _cells(good, best)
    order = (name for name in held if meant_by(name) == "order_id")
    key = next((name for name in (*_KEYS, *order) if name in held), "")
    carried = dict.fromkeys((*_moments(held), *_people(held), *_named(held)))
    carried.pop(key, None)
    return Lines(best, inner, key, tuple(carried))


def numbered(lines: Lines, items: Items, mark: str) -> Lines:
    """The same with a key that is made of `mark` and the number of the record."""
    held = _cells([*itertools.islice(items(), _LOOKED)], lines.path)
    names = (_MADE, *(f"{_MADE}_{number}" for number in range(2, len(held) + 3)))
    order = (name for name in held if meant_by(name) == "order_id")
    carried = tuple(dict.fromkeys((*order, *lines.carried)))
    key = next(name for name in names if name not in held)
    return replace(lines, key=key, carried=carried, mark=mark)


def _cells(items: Sequence[Item], path: Path) -> dict[str, list[str]]:
    """The cells with content of the records without their list."""
    held: dict[str, list[str]] = {}
    for item in items:
        if isinstance(item.value, dict):
            rest = replace(item, value=without(item.value, path))
            for name, cell in cells_of_item(rest)[0].items():
                if cell:
                    held.setdefault(name, []).append(cell)
    return held


def _usual_lists(items: Sequence[Item]) -> dict[Path, list[dict[str, Json]]]:
    """The first entries of each list of records that most of the records hold."""
    lists: dict[Path, list[list[Json]]] = {}
    for item in items:
        assert isinstance(item.value, dict)
        for path, found in _lists(item.value, ()):
            lists.setdefault(path, []).append(found)
    enough = _MOST * len(items)
    return {path: _entries(found) for path, found in lists.items() if len(found) >= enough}


def _lists(record: Mapping[str, Json], above: Path) -> Iterator[tuple[Path, list[Json]]]:
    """The lists of records in a record, and in the records within it."""
    for key, value in record.items():
        if isinstance(value, dict):
            yield from _lists(value, (*above, key))
        elif isinstance(value, list) and any(isinstance(entry, dict) for entry in value):
            yield (*above, key), value


def _entries(lists: Sequence[list[Json]]) -> list[dict[str, Json]]:
    flat = (entry for held in lists for entry in held if isinstance(entry, dict))
    return list(itertools.islice(flat, _ENTRIES))


def _is_node(entry: dict[str, Json]) -> bool:
    return isinstance(entry.get(_NODE), dict) and set(entry) <= {_NODE, "cursor"}


def _score(found: Sequence[dict[str, Json]]) -> int:
    """How much entries look like sale lines: 0 without how many, and of what or for how much."""
    meant: set[Role | None] = set()
    for entry in found:
        inner = at(entry, (_NODE,)) if _is_node(entry) else entry
        assert isinstance(inner, dict)
        meant |= {meant_by(key) for key in inner if not is_stock(key)}
        meant |= {"text" for key in inner if joined(key) in ("name", "title")}
    others = meant & {"item_id", "price", "amount", "text"}
    return len(others) if "quantity" in meant else 0


def _moments(held: Held) -> list[str]:
    """When it was: by its name, else the first column of dates."""
    named = [name for name in held if is_moment(name)]
    dates = (name for name, cells in held.items() if "." not in name
             and all(look_of(cell) == "date" for cell in cells[:_ENTRIES]))  # fmt: skip
    return named or [*itertools.islice(dates, 1)]


def _people(held: Held) -> list[str]:
    """Who bought: their ids, else an e-mail address, else names."""
    who = [name for name in held if meant_by(name) == "user_id"]
    ids = [name for name in who if kind_of(name) is None]
    return ids or [name for name in held if kind_of(name) == "email"][:1] or who


def _named(held: Held) -> list[str]:
    """Where it was, in which currency, and what became of it."""
    states = [name for name in held if "." not in name and _STATES.fullmatch(joined(name))]
    return [name for name in held if meant_by(name) in _WHERE] + states
