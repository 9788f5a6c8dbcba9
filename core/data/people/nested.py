"""People in cells that hold lists or records: values replaced by what their keys say."""

import json
import re
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, field
from functools import lru_cache

from core.data.people.looks import agrees, are_people
from core.data.people.names import Kind, folded, is_bare_name, kind_of, may_be_person, of_places

MAY_BE_NESTED = r"^\s*[\[{]"
"""How every cell with nested values begins (RE2)."""
_KEY = re.compile(r"""["']([^"'\\]{1,80})["']\s*:""")
_TOKEN = re.compile(
    r""""(?:[^"\\]|\\.)*"?|'(?:[^'\\]|\\.)*'?|[{}\[\]:,]|[^\s"'{}\[\]:,]+""", re.DOTALL
)
_STRONG = ("email", "phone", "name", "address", "account")
_LABELS = ("name", "key", "label", "field", "title")
"""The keys that name what stands at the key `value` beside them."""
_LINE = re.compile(r"(?:address_?)?lines?_?\d?|(?:full_?)?name")
_KNOWN = 1 << 12


@dataclass(frozen=True)
class _Entry:
    """A single value at `key`, and where it stands with its quotes."""

    key: str
    value: str
    start: int
    end: int


@dataclass
class _Level:
    """A record or a list that is being read; `above` is the key that it stands at."""

    record: bool
    above: str
    key: str | None = None
    last: str = ""
    entries: list[_Entry] = field(default_factory=list)


def masked_nested(text: str, stand_in: Callable[[str, bool], str]) -> str:
    """The text of a list or record with a stand-in for every value whose key says that it tells
    who a person is; all else stays as it is spelled. It may be cut short, or in Python's quotes.

    `stand_in` is given the value, and whether it is a phone number.

    >>> masked_nested('[{"street": "12 Main St", "n": 1.50}]', lambda *_: "…")
    '[{"street": "…", "n": 1.50}]'
    """
    if not any(map(_may_tell, {*_KEY.findall(text)})):
        return text
    made, done = [], 0
    for entry, phone in sorted(_found(text), key=lambda found: found[0].start):
        quoted = text[entry.start] in "\"'"
        told = stand_in(entry.value, phone)
        if told == entry.value:
            continue
        quote = text[entry.start] if quoted else '"'
        made += [text[done : entry.start], quote, told, quote]
        done = entry.end
    return "".join([*made, text[done:]])


@lru_cache(maxsize=_KNOWN)
def _may_tell(key: str) -> bool:
    """Whether a value at this key, or beside it, may tell who a person is."""
    return kind_of(key) is not None or may_be_person(key) or folded(key) == "value"


@lru_cache(maxsize=_KNOWN)
def _kind(key: str) -> Kind | None:
    return kind_of(key)


def _found(text: str) -> Iterator[tuple[_Entry, bool]]:
    """The values that tell who a person is, and whether each is a phone number."""
    levels = [_Level(False, "")]
    for token in _TOKEN.finditer(text):
        level, mark = levels[-1], token[0]
        if mark in "{[":
            levels.append(_Level(mark == "{", level.key or level.above))
        elif mark in "}]":
            if len(levels) > 1:
                yield from _told(levels.pop())
        elif mark == ":":
            level.key = level.last
        elif mark == ",":
            level.key = None
        elif level.record and level.key is None:
            level.last = _meant(mark)
        else:
            key = level.key or level.above
            level.entries.append(_Entry(key, _meant(mark), token.start(), token.end()))
    for level in levels:  # those that a cut left open
        yield from _told(level)


def _told(level: _Level) -> Iterator[tuple[_Entry, bool]]:
    """The entries of one record or list that tell who a person is."""
    places = of_places((*(entry.key for entry in level.entries), level.above))
    kinds = [_agreed(_kind(entry.key), entry.value, places) for entry in level.entries]
    strong = any(kind in _STRONG for kind in kinds)
    label = _label(level.entries)
    for entry, kind in zip(level.entries, kinds, strict=True):
        if kind in ("postcode", "birthday") and not strong:
            continue
        if kind is None and label is not None and folded(entry.key) == "value":
            meant = _kind(label) or ("name" if may_be_person(label) else None)
            kind = _agreed(meant, entry.value, places)
        if kind is not None or _is_person(entry, level, strong):
            yield entry, kind == "phone"


def _agreed(kind: Kind | None, value: str, places: bool) -> Kind | None:
    """The kind that a key says where the value may be of it, and not of a store."""
    if kind is None or (places and kind in ("phone", "address")):
        return None
    return kind if agrees(kind, [value]) else None


def _is_person(entry: _Entry, level: _Level, strong: bool) -> bool:
    """Whether a value at a key like `customer` or `name` is a person's name."""
    if not agrees("name", [entry.value]):
        return False
    if level.record and _LINE.fullmatch(folded(entry.key)) and _kind(level.above) == "address":
        return True
    if not may_be_person(entry.key):
        return False
    if is_bare_name(entry.key):
        return strong or (may_be_person(level.above) and not is_bare_name(level.above))
    return strong or are_people([entry.value], 1)


def _label(entries: Sequence[_Entry]) -> str | None:
    """What a record of a name and a value calls the value."""
    values = {folded(entry.key): entry.value for entry in entries}
    if "value" not in values:
        return None
    return next((values[key] for key in _LABELS if key in values), None)


def _meant(token: str) -> str:
    """What a token says: the text in quotes, anything else as it is."""
    if token[0] not in "\"'":
        return token
    inner = token[1:-1] if len(token) > 1 and token[-1] == token[0] else token[1:]
    if "\\" not in inner:
        return inner
    try:
        return str(json.loads(f'"{inner}"', strict=False))
    except ValueError:
        return inner
