"""Names that users give to datasets and runs."""

import re
from collections.abc import Collection

from core.base.errors import AppError

LONGEST = 120
_NUMBERED = re.compile(r" \(\d+\)$")


def free_name(name: str, taken: Collection[str]) -> str:
    """`name`, or the first of `name (2)`, `name (3)`, ... that is not taken.

    A number that was given so before is counted on; any other stays.
    """
    plain, number = _NUMBERED.sub("", name), 2
    if plain not in taken:
        plain = name
    while name in taken:
        suffix = f" ({number})"
        name, number = plain[: LONGEST - len(suffix)] + suffix, number + 1
    return name


def clean_name(name: str) -> str:
    """The name on one line, without control characters.

    Names need not be unique: ids are. Raises `name_empty`, `name_too_long`.
    """
    shown = "".join(letter if letter.isprintable() else " " for letter in name)
    cleaned = " ".join(shown.split())
    if not cleaned:
        raise AppError("name_empty")
    if len(cleaned) > LONGEST:
        raise AppError("name_too_long", length=len(cleaned), limit=LONGEST)
    return cleaned
