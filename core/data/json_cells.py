"""JSON values as text cells: numbers keep their digits, nested objects get dotted names."""

import json
from collections.abc import Iterator

from core.base.errors import AppError

_DEEPEST = 100
Json = None | bool | str | list["Json"] | dict[str, "Json"]


class Number(str):
    """A number as it is spelled: nineteen digits stay nineteen digits."""


class RepeatedKeyError(ValueError):
    """An object has the same key twice, so that one of two values would be lost."""


def _object(pairs: list[tuple[str, Json]]) -> dict[str, Json]:
    made = dict(pairs)
    if len(made) < len(pairs):
        raise RepeatedKeyError
    return made


DECODER = json.JSONDecoder(
    object_pairs_hook=_object,
    parse_float=Number,
    parse_int=Number,
    parse_constant=Number,
    strict=False,
)


def too_deep(value: Json, text: str) -> bool:
    """Whether objects and lists stand more than a hundred deep in one another.

    `text` is how the value is spelled: few brackets settle the question.
    """
    if text.count("[") + text.count("{") <= _DEEPEST:
        return False
    level = [value]
    for _ in range(_DEEPEST):
        inner: list[Json] = []
        for item in level:
            inner += item.values() if isinstance(item, dict) else item if type(item) is list else ()
        level = inner
    return any(isinstance(item, dict | list) for item in level)


def problem_of(text: str) -> tuple[Json, str | None]:
    """The value of a JSON text, and the reason why it is no record (None: it is one)."""
    try:
        value: Json = DECODER.decode(text)
    except RepeatedKeyError:
        return None, "json_repeated_key"
    except RecursionError:
        return None, "json_too_deep"
    except ValueError:
        return None, "json_broken"
    if too_deep(value, text):
        return None, "json_too_deep"
    return value, None if isinstance(value, dict) else "json_no_object"


def flatten(record: dict[str, Json]) -> dict[str, str]:
    """The cells of a record by name: `{"a": {"b": 1}}` gives `a.b`; a list stays JSON text.

    Raises RepeatedKeyError when two values come to the same name.
    """
    pairs = list(_leaves(record, ""))
    cells = dict(pairs)
    if len(cells) < len(pairs):
        raise RepeatedKeyError
    return cells


def _leaves(record: dict[str, Json], above: str) -> Iterator[tuple[str, str]]:
    for key, value in record.items():
        if isinstance(value, dict) and value:
            yield from _leaves(value, f"{above}{key}.")
        else:
            yield f"{above}{key}", cell_of(value)


def cell_of(value: Json) -> str:
    """The text of a value: a null is an empty cell."""
    if value is None:
        return ""
    return value if isinstance(value, str) else as_json(value)


def as_json(value: Json) -> str:
    """A value as JSON text again, its numbers as they were spelled.

    >>> as_json([Number("1.50"), "1.50", None])
    '[1.50, "1.50", null]'
    """
    if isinstance(value, Number):
        return str(value)
    if isinstance(value, list):
        return f"[{', '.join(map(as_json, value))}]"
    if isinstance(value, dict):
        inner = (f"{json.dumps(key, ensure_ascii=False)}: {as_json(item)}"
                 for key, item in value.items())  # fmt: skip
        return f"{{{', '.join(inner)}}}"
    return json.dumps(value, ensure_ascii=False)


def writable(text: str) -> str:
    """A text as it can be written: half characters are spelled out."""
    return text.encode("utf-8", "backslashreplace").decode()


def require_width(columns: int, file: str, limit: int) -> None:
    """Raises AppError too_many_columns."""
    if columns > limit:
        raise AppError("too_many_columns", file=file, columns=columns, limit=limit)
